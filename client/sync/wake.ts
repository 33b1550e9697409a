import { APART_MS } from './clock.ts'

/** How often the device's clock is held against the time that went by, ms. */
const WATCH_EVERY_MS = 1_000

/**
 * Calls when the network or the page is back, when nobody looks at the page any more, when the browser says that the network is gone,
 * and when the device slept or its clock was changed. Nothing happens outside a page.
 */
export const onWake = (listener: { back(): void; letGo(): void; gone(): void; clockMoved(): void }): Disposable => {
  if (typeof window === 'undefined') return { [Symbol.dispose]: () => {} }
  const visible = () => (document.visibilityState === 'visible' ? listener.back() : listener.letGo())
  window.addEventListener('online', listener.back)
  window.addEventListener('offline', listener.gone)
  window.addEventListener('pageshow', visible)
  document.addEventListener('visibilitychange', visible)
  const apart = () => Date.now() - performance.now()
  let known = apart()
  const watching = setInterval(() => {
    if (Math.abs(apart() - known) < APART_MS) return
    known = apart()
    listener.clockMoved()
  }, WATCH_EVERY_MS)
  return {
    [Symbol.dispose]: () => {
      clearInterval(watching)
      window.removeEventListener('online', listener.back)
      window.removeEventListener('offline', listener.gone)
      window.removeEventListener('pageshow', visible)
      document.removeEventListener('visibilitychange', visible)
    },
  }
}
