import { useSyncExternalStore } from 'react'
import { ofTab } from '../../shell/small-storage.ts'

/**
 * The secret of an invite link, taken out of the address at once. It waits in this tab's session storage, so that a reload in
 * the middle of joining loses nothing (in the page, where the browser denies that), and goes when the tab closes, when the join is
 * done, or when it is put aside.
 */
const keyOf = (base: string): string => `holdfast.invite${base}`
const changed = new EventTarget()

/**
 * Call before anything is drawn, and on `hashchange`: a second link may be opened in the same tab. Whether there was one; none is ever
 * found in an address that one comes back to.
 */
export const takeInviteFromAddress = (base: string): boolean => {
  if (location.pathname !== `${base}/join` || location.hash.length < 2) return false
  holdInvite(base, location.hash.slice(1))
  history.replaceState(history.state, '', `${base}/join`)
  return true
}

export const holdInvite = (base: string, fragment: string): void => {
  ofTab.write(keyOf(base), fragment)
  changed.dispatchEvent(new Event('change'))
}

export const dropInvite = (base: string): void => {
  ofTab.remove(keyOf(base))
  changed.dispatchEvent(new Event('change'))
}

const subscribe = (onChange: () => void): (() => void) => {
  changed.addEventListener('change', onChange)
  return () => changed.removeEventListener('change', onChange)
}

/** The fragment that waits to be used, if any. */
export const usePendingInvite = (base: string): string | null => useSyncExternalStore(subscribe, () => ofTab.read(keyOf(base)))
