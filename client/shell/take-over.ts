/** Said by a page to a new version that waits, when a person asked for it. */
export const TAKE_OVER = 'take-over'
/** Said by a page that nobody looks at: only where it is the one window of the app. */
export const TAKE_OVER_ALONE = 'take-over-alone'

interface Worker {
  clients: { matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly unknown[]> }
  skipWaiting(): Promise<void>
}

/** In a service worker that waits: no other window of the app may be changed under somebody's hands. */
export const takeOverAlone = async (worker: Worker): Promise<void> => {
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (windows.length <= 1) await worker.skipWaiting()
}
