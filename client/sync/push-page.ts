import { CHOICES, choicesOf, type PushChoices } from '../push/choices.ts'
import { ENDPOINT, type Subscribed, subscribeAnew, unsubscribe } from '../push/subscribe.ts'
import { openApi } from './api.ts'
import type { Session } from './session.ts'
import { documentAccess } from './session-keys.ts'

/** A service worker that is not there by then does not come on this page, ms. */
const WORKER_WITHIN_MS = 8_000

/**
 * What this browser can do. `insecure`: a page without https. `home-screen`: iOS shows notifications only of what stands on the
 * home screen. `never`: a browser without them. `denied`: the person, or the browser, said no to this page.
 */
export type PushPlace = 'insecure' | 'home-screen' | 'never' | 'denied' | 'possible'

/** Looks, and asks nobody. */
export const pushPlace = (): PushPlace => {
  // Only iOS tells a page whether it stands on the home screen.
  if ('standalone' in navigator && navigator.standalone === false) return 'home-screen'
  if (!isSecureContext) return 'insecure'
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return 'never'
  return Notification.permission === 'denied' ? 'denied' : 'possible'
}

export const readChoices = async (session: Session): Promise<PushChoices> => choicesOf(await session.readLocal(CHOICES))

/** Call on a press only: it asks the person. What came of it is kept, so that a later page subscribes where this one could not. */
export const turnPushOn = async (session: Session): Promise<Subscribed> => {
  if ((await Notification.requestPermission()) !== 'granted') return 'refused'
  await session.writeLocal(CHOICES, { ...(await readChoices(session)), wanted: true })
  const done = await subscribePage(session, true)
  if (done === 'refused') await session.writeLocal(CHOICES, { ...(await readChoices(session)), wanted: false })
  return done
}

/** Whether this device can be called, as it wants to be. Where the browser has no subscription any more, it is asked for a new one. Asks no person. */
export const lookAtPush = async (session: Session): Promise<boolean> => {
  const manager = await pushManager()
  if (await manager?.getSubscription().catch(() => null)) return true
  const done = await subscribePage(session, false)
  return done === 'on' || done === 'elsewhere'
}

/** Nothing is pushed to this device any more. */
export const turnPushOff = async (session: Session): Promise<void> => {
  await session.writeLocal(CHOICES, { ...(await readChoices(session)), wanted: false })
  await endSubscription(session)
}

/**
 * Subscribes where the browser's subscription, the server's key or what the server knows has changed. Without a `press` it leaves the
 * pushes where they were turned on last, and is off here from then on.
 */
export const subscribePage = async (session: Session, press: boolean): Promise<Subscribed> => {
  const access = documentAccess(session)
  const manager = await pushManager()
  if (!access || !manager) return 'offline'
  const done = await subscribeAnew({ manager, token: access.token, ...sideOf(session, access.url) }, press)
  if (done === 'elsewhere') await session.writeLocal(CHOICES, { ...(await readChoices(session)), wanted: false })
  return done
}

/** Ends the browser's subscription, and the server's where there still is access. */
export const endSubscription = async (session: Session): Promise<void> => {
  const access = documentAccess(session)
  const manager = await pushManager()
  await unsubscribe({ manager, token: access?.token ?? null, ...sideOf(session, access?.url ?? location.origin) })
}

const sideOf = (session: Session, url: string) => ({
  api: openApi(url, () => session.isSetOffline()),
  readOwn: () => session.readLocal(ENDPOINT),
  keepOwn: (endpoint: string | null) => session.writeLocal(ENDPOINT, endpoint),
})

/** Null where there is no service worker, as in a private window. */
const pushManager = async (): Promise<PushManager | null> => {
  if (pushPlace() !== 'possible') return null
  const { promise: late, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), WORKER_WITHIN_MS)
  const registration = await Promise.race([navigator.serviceWorker.ready, late])
  clearTimeout(timer)
  return registration?.pushManager ?? null
}
