/** Tells when this page may be about to end, and when its network is gone or it or its person may be back. Without a page: nothing. */
export const onPageLife = (life: { leaving: () => void; back: () => void; gone: () => void }): (() => void) => {
  if (typeof document === 'undefined') return () => undefined
  const visibility = () => (document.visibilityState === 'hidden' ? life.leaving() : life.back())
  document.addEventListener('visibilitychange', visibility)
  addEventListener('pagehide', life.leaving)
  addEventListener('online', life.back)
  addEventListener('offline', life.gone)
  return () => {
    document.removeEventListener('visibilitychange', visibility)
    removeEventListener('pagehide', life.leaving)
    removeEventListener('online', life.back)
    removeEventListener('offline', life.gone)
  }
}

/** The browser's word that there is no network. Never proof: a server in the same home, or on this machine, may answer all the same. */
export const isNetworkGone = (): boolean => globalThis.navigator?.onLine === false
