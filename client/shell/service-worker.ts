/**
 * Keeps the app's own files on the device. Only where the browser allows it (https or this machine itself). A new version waits
 * until every page of the old one is closed, or a person asks for it: nothing reloads in a hard moment.
 */
export const keepAppOnDevice = async (): Promise<void> => {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  await navigator.serviceWorker.register('/sw.js').catch(() => {
    // A private window may refuse it. Everything live works without.
  })
}
