import { ofBrowser } from './small-storage.ts'

/** Of this browser, not of a space: it says nothing about anyone. */
export const KEY = 'holdfast.plain'
export const YES = 'yes'
const APP = { title: 'Holdfast', icon: '/mark.svg', touch: '/icons/app-touch-180.png', manifest: '/manifest.webmanifest' }
const PLAIN = { title: 'List', icon: '/plain.svg', touch: '/icons/plain-touch-180.png', manifest: '/plain.webmanifest' }

export const isPlain = (): boolean => ofBrowser.read(KEY) === YES

/**
 * Gives the tab, and the app if it is added to the home screen from now on, the name and picture that were chosen. An app that
 * is there already keeps its own: no page can change them. Before anything is drawn.
 */
export const applyName = (): void => {
  const { title, icon, touch, manifest } = isPlain() ? PLAIN : APP
  document.title = title
  for (const [rel, href] of [
    ['icon', icon],
    ['apple-touch-icon', touch],
    ['manifest', manifest],
  ])
    document.querySelector(`link[rel="${rel}"]`)?.setAttribute('href', href ?? '')
}
