import { useSyncExternalStore } from 'react'
import { ofBrowser } from './small-storage.ts'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** Of this browser, not of a space: it says nothing about anyone. */
const KEY = 'holdfast.theme'
const changed = new EventTarget()

const readTheme = (): Theme => themes.find(theme => theme === ofBrowser.read(KEY)) ?? 'auto'

/** Shows the stored choice; `auto` follows the system. Before the first paint, so that nothing flashes. */
export const applyTheme = (): void => {
  const theme = readTheme()
  const root = document.documentElement
  if (theme === 'auto') root.removeAttribute('data-theme')
  else root.dataset['theme'] = theme
}

export const chooseTheme = (theme: Theme): void => {
  if (theme === 'auto') ofBrowser.remove(KEY)
  else ofBrowser.write(KEY, theme)
  applyTheme()
  changed.dispatchEvent(new Event('change'))
}

const subscribe = (onChange: () => void): (() => void) => {
  const onStorage = (event: StorageEvent): void => {
    if (event.key !== KEY) return
    applyTheme()
    onChange()
  }
  changed.addEventListener('change', onChange)
  addEventListener('storage', onStorage)
  return () => {
    changed.removeEventListener('change', onChange)
    removeEventListener('storage', onStorage)
  }
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, readTheme)
