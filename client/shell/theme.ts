import { useSyncExternalStore } from 'react'
import { browserChoice } from './browser-choice.ts'
import { ofBrowser } from './small-storage.ts'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** Of this browser, not of a space: it says nothing about anyone. */
const KEY = 'holdfast.theme'

const readTheme = (): Theme => themes.find(theme => theme === ofBrowser.read(KEY)) ?? 'auto'

/** Shows the stored choice; `auto` follows the system. Before the first paint, so that nothing flashes. */
export const applyTheme = (): void => {
  const theme = readTheme()
  const root = document.documentElement
  if (theme === 'auto') root.removeAttribute('data-theme')
  else root.dataset['theme'] = theme
}

const choice = browserChoice(KEY, applyTheme)

export const chooseTheme = (theme: Theme): void => choice.choose(theme === 'auto' ? null : theme)

export const useTheme = (): Theme => useSyncExternalStore(choice.subscribe, readTheme)
