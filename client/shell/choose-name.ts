import { useSyncExternalStore } from 'react'
import { applyName, isPlain, KEY } from './plain-name.ts'
import { ofBrowser } from './small-storage.ts'

const changed = new EventTarget()

export const chooseName = (plain: boolean): void => {
  if (plain) ofBrowser.write(KEY, 'yes')
  else ofBrowser.remove(KEY)
  applyName()
  changed.dispatchEvent(new Event('change'))
}

export const usePlainName = (): boolean => useSyncExternalStore(subscribe, isPlain)

/** Other tabs follow at once. */
const subscribe = (onChange: () => void): (() => void) => {
  const onStorage = ({ key }: StorageEvent): void => {
    if (key !== KEY) return
    applyName()
    onChange()
  }
  changed.addEventListener('change', onChange)
  addEventListener('storage', onStorage)
  return () => {
    changed.removeEventListener('change', onChange)
    removeEventListener('storage', onStorage)
  }
}
