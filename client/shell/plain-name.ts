import { useSyncExternalStore } from 'react'
import { ofBrowser } from './small-storage.ts'

/** Of this browser, not of a space: it says nothing about anyone. */
const KEY = 'holdfast.plain'
const changed = new EventTarget()
const APP = { title: 'Holdfast', icon: '/mark.svg', touch: '/icons/app-touch-180.png', manifest: '/manifest.webmanifest' }
const PLAIN = { title: 'List', icon: '/plain.svg', touch: '/icons/plain-touch-180.png', manifest: '/plain.webmanifest' }

const isPlain = (): boolean => ofBrowser.read(KEY) === 'yes'

/**
 * Gives the tab, and the app if it is added to the home screen from now on, the name and picture that were chosen. An app that
 * is there already keeps its own: no page can change them. Before anything is drawn.
 */
export const applyName = (plain = isPlain()): void => {
  const { title, icon, touch, manifest } = plain ? PLAIN : APP
  document.title = title
  for (const [rel, href] of [
    ['icon', icon],
    ['apple-touch-icon', touch],
    ['manifest', manifest],
  ])
    document.querySelector(`link[rel="${rel}"]`)?.setAttribute('href', href ?? '')
}

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
