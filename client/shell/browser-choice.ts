import { ofBrowser } from './small-storage.ts'

/** A choice that this browser keeps under `key`, null for none: `apply` shows it at once, in every tab that listens. */
export const browserChoice = (key: string, apply: () => void) => {
  const changed = new EventTarget()
  return {
    choose: (value: string | null): void => {
      if (value === null) ofBrowser.remove(key)
      else ofBrowser.write(key, value)
      apply()
      changed.dispatchEvent(new Event('change'))
    },
    subscribe: (onChange: () => void): (() => void) => {
      const onStorage = (event: StorageEvent): void => {
        if (event.key !== key) return
        apply()
        onChange()
      }
      changed.addEventListener('change', onChange)
      addEventListener('storage', onStorage)
      return () => {
        changed.removeEventListener('change', onChange)
        removeEventListener('storage', onStorage)
      }
    },
  }
}
