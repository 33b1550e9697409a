import type { Session } from '../sync/session.ts'
import { TAKE_OVER_ALONE } from './take-over.ts'

/** An app that stays open for days is asked for a new version no more often than this, ms. */
const LOOK_EVERY_MS = 3_600_000
/** Where something may be written: such a page is left as it is. */
const WRITING = 'textarea, [role="textbox"], [contenteditable="true"], input:not([type="checkbox"], [type="radio"])'

/**
 * Takes a new version while nobody looks, so that an app which is never closed gets one too: only on a hidden page on which nothing
 * can be lost. While a pause runs, something is unsent, or another window is open, it waits on.
 */
export const takeNewAppUnseen = (session: Session): (() => void) => {
  if (!('serviceWorker' in navigator)) return () => undefined
  const workers = navigator.serviceWorker
  let lookedAt = performance.now()
  let asked = false
  const mayChange = () => document.visibilityState === 'hidden' && isAtRest(session)
  const ask = async () => {
    const registration = await workers.getRegistration()
    if (!registration || !mayChange()) return
    if (!registration.waiting && performance.now() - lookedAt > LOOK_EVERY_MS) {
      lookedAt = performance.now()
      await registration.update()
    }
    const newer = registration.waiting
    if (!newer || !mayChange()) return
    asked = true
    newer.postMessage(TAKE_OVER_ALONE)
  }
  // Without a network there is nothing new; it is asked for another time.
  const look = () => void ask().catch(() => undefined)
  const reload = () => {
    if (asked && mayChange()) location.reload()
  }
  document.addEventListener('visibilitychange', look)
  workers.addEventListener('controllerchange', reload)
  return () => {
    document.removeEventListener('visibilitychange', look)
    workers.removeEventListener('controllerchange', reload)
  }
}

const isAtRest = (session: Session): boolean => {
  const { pause, unsent, storage } = session.state()
  const isKept = unsent === 0 && !storage
  const isCalm = pause.state.kind === 'none' && pause.reunion === null
  return isKept && isCalm && document.querySelector(`dialog[open], ${WRITING}`) === null
}
