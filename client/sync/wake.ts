/** Calls when the network or the page is back, and when the browser says that the network is gone. Nothing happens outside a page. */
export const onWake = (listener: { back(): void; gone(): void }): Disposable => {
  if (typeof window === 'undefined') return { [Symbol.dispose]: () => {} }
  const visible = () => {
    if (document.visibilityState === 'visible') listener.back()
  }
  window.addEventListener('online', listener.back)
  window.addEventListener('offline', listener.gone)
  window.addEventListener('pageshow', visible)
  document.addEventListener('visibilitychange', visible)
  return {
    [Symbol.dispose]: () => {
      window.removeEventListener('online', listener.back)
      window.removeEventListener('offline', listener.gone)
      window.removeEventListener('pageshow', visible)
      document.removeEventListener('visibilitychange', visible)
    },
  }
}
