import { TAKE_OVER } from './take-over.ts'

/** A network that brings no new version within this time is not waited for, ms. */
const NEW_WITHIN_MS = 15_000

/** Loads the page anew, from the server's newest app where there is one and the network brings it. Only when a person asks. */
export const reloadNewApp = async (): Promise<void> => {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, NEW_WITHIN_MS)
  await Promise.race([takeNewApp(), late]).catch(() => {
    // Without a network the page that is kept comes again.
  })
  clearTimeout(timer)
  location.reload()
}

const takeNewApp = async (): Promise<void> => {
  if (!('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.getRegistration()
  await registration?.update()
  const newer = registration?.installing ?? registration?.waiting
  if (newer) await takenOver(newer)
}

/** Told to as soon as it is whole; done when it serves the pages, or has failed. */
const takenOver = (worker: ServiceWorker): Promise<void> =>
  new Promise(resolve => {
    const look = () => {
      if (worker.state === 'installed') worker.postMessage(TAKE_OVER)
      if (worker.state === 'activated' || worker.state === 'redundant') resolve()
    }
    worker.addEventListener('statechange', look)
    look()
  })
