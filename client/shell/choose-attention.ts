import { useSyncExternalStore } from 'react'
import type { Instant } from '../../shared/ids.ts'
import { isOn, keyOf, type Means, QUIET, quietUntil } from './attention.ts'
import { ofBrowser } from './small-storage.ts'

const changed = new EventTarget()

export const turn = (means: Means, on: boolean): void => {
  if (on) ofBrowser.remove(keyOf(means))
  else ofBrowser.write(keyOf(means), 'off')
  changed.dispatchEvent(new Event('change'))
}

/** `instant`: until when sound and vibration rest; null: no longer. */
export const keepQuietUntil = (instant: Instant | null): void => {
  if (instant === null) ofBrowser.remove(QUIET)
  else ofBrowser.write(QUIET, String(instant))
  changed.dispatchEvent(new Event('change'))
}

/** Told of every change, from whichever tab. */
export const onAttention = (onChange: () => void): (() => void) => {
  changed.addEventListener('change', onChange)
  addEventListener('storage', onChange)
  return () => {
    changed.removeEventListener('change', onChange)
    removeEventListener('storage', onChange)
  }
}

export const useIsOn = (means: Means): boolean => useSyncExternalStore(onAttention, () => isOn(means))
export const useQuietUntil = (): Instant | null => useSyncExternalStore(onAttention, quietUntil)
