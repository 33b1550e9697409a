import { PushSettings } from '../../shared/push.ts'
import { Done } from '../../shared/spaces.ts'
import { fromBase64url, toBase64url } from '../keys/bytes.ts'
import type { Api } from '../sync/api.ts'

/** `elsewhere`: the same device is in two places after a move, and its pushes were turned on last in the other one. */
export type Subscribed = 'on' | 'offline' | 'refused' | 'elsewhere'

/** Under this name among a session's small local things: where this place had the server push to last. */
export const ENDPOINT = 'push-endpoint'

/** Where a device subscribes: a browser, the server, and what this place keeps of its own. */
export interface PushSide {
  manager: PushManager
  api: Api
  token: string
  /** The endpoint that this place named last. */
  readOwn(): Promise<unknown>
  keepOwn(endpoint: string | null): Promise<void>
}

/**
 * Subscribes with the server's key and tells the server, where either has changed, or the server has ended it, as it does when a push
 * service says that an endpoint is gone. `offline`: the server, or the browser's push service, was not reached; `refused`: the browser
 * or the server said no; where the browser did, the server is told that there is nothing to push to. Only on a `press` it takes the
 * pushes from the device's other place. Asks nobody in a service worker. Never throws.
 */
export const subscribeAnew = async (side: PushSide, press: boolean): Promise<Subscribed> => {
  const { manager, api, token } = side
  const settings = await api.call('GET', '/api/push', PushSettings, undefined, token)
  if (!settings.ok) return settings.code === 'offline' ? 'offline' : 'refused'
  const key = fromBase64url(settings.vapidKey)
  if (!key) return 'refused'
  const before = await manager.getSubscription().catch(() => null)
  const isOwn = await namesOwn(side, before, settings.endpoint)
  if (!isOwn && !press) return 'elsewhere'
  const isCurrent = before !== null && settings.endpoint !== null && sameKey(before.options.applicationServerKey, key)
  if (before && !isCurrent) await before.unsubscribe().catch(() => false)
  const subscription = isCurrent ? before : await subscribe(manager, key)
  if (subscription === 'denied') {
    if (isOwn) await endAtServer(api, token)
    return 'refused'
  }
  if (!subscription) return 'offline'
  const { endpoint, keys } = subscription.toJSON()
  if (endpoint === undefined) return 'refused'
  // Kept first: should the answer be lost, what the server has is still known as this place's own.
  await side.keepOwn(endpoint)
  if (isCurrent && endpoint === settings.endpoint) return 'on'
  const body = { endpoint, p256dh: keys?.['p256dh'], auth: keys?.['auth'] }
  const told = await api.call('PUT', '/api/push', Done, body, token)
  return told.ok ? 'on' : told.code === 'offline' ? 'offline' : 'refused'
}

/**
 * Ends this browser's subscription, at the server first where there still is access, and where it is not the device's other place
 * that is pushed to. `manager`: null where the browser lets go of it by itself, as when permission was taken back. Never throws.
 */
export const unsubscribe = async (
  side: Omit<PushSide, 'manager' | 'token'> & { manager: PushManager | null; token: string | null },
): Promise<void> => {
  const { manager, api, token } = side
  const subscription = (await manager?.getSubscription().catch(() => null)) ?? null
  const settings = token === null ? null : await api.call('GET', '/api/push', PushSettings, undefined, token)
  const isOwn = settings?.ok === true && (await namesOwn(side, subscription, settings.endpoint))
  if (token !== null && isOwn) await endAtServer(api, token)
  await side.keepOwn(null)
  await subscription?.unsubscribe().catch(() => false)
}

/** Whether what the server pushes to, if anything, is this place. */
const namesOwn = async (
  { readOwn }: Pick<PushSide, 'readOwn'>,
  subscription: PushSubscription | null,
  endpoint: string | null,
): Promise<boolean> => endpoint === null || endpoint === subscription?.endpoint || endpoint === (await readOwn())

const endAtServer = (api: Api, token: string) => api.call('DELETE', '/api/push', Done, undefined, token)

const subscribe = async (manager: PushManager, key: Uint8Array): Promise<PushSubscription | 'denied' | null> => {
  try {
    return await manager.subscribe({ userVisibleOnly: true, applicationServerKey: new Uint8Array(key) })
  } catch (fault) {
    return fault instanceof DOMException && fault.name === 'NotAllowedError' ? 'denied' : null
  }
}

const sameKey = (one: ArrayBuffer | null, other: Uint8Array): boolean =>
  one !== null && toBase64url(new Uint8Array(one)) === toBase64url(other)
