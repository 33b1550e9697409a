/** Tells when this page may be about to end, and when its network or its person may be back. Without a page: nothing. */
export const onPageLife = (life: { leaving: () => void; back: () => void }): (() => void) => {
  if (typeof document === 'undefined') return () => undefined
  const visibility = () => (document.visibilityState === 'hidden' ? life.leaving() : life.back())
  document.addEventListener('visibilitychange', visibility)
  addEventListener('pagehide', life.leaving)
  addEventListener('online', life.back)
  return () => {
    document.removeEventListener('visibilitychange', visibility)
    removeEventListener('pagehide', life.leaving)
    removeEventListener('online', life.back)
  }
}
