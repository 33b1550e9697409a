import { useSyncExternalStore } from 'react'
import type { Instant } from '../../shared/ids.ts'
import { ofBrowser } from './small-storage.ts'

/** What a phone may do besides showing: each can be off, and none of them is ever the only channel. */
export type Means = 'sound' | 'vibration'

const QUIET = 'holdfast.quiet-until'
const keyOf = (means: Means): string => `holdfast.${means}`
const changed = new EventTarget()

/** Both are on until this person says otherwise, for this browser. */
export const isOn = (means: Means): boolean => ofBrowser.read(keyOf(means)) !== 'off'

export const turn = (means: Means, on: boolean): void => {
  if (on) ofBrowser.remove(keyOf(means))
  else ofBrowser.write(keyOf(means), 'off')
  changed.dispatchEvent(new Event('change'))
}

/** Until when sound and vibration rest for signals on this browser; null: they do not. Nobody else is told. */
export const quietUntil = (): Instant | null => Number(ofBrowser.read(QUIET)) || null

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
