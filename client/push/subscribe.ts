import { PushSettings } from '../../shared/push.ts'
import { Done } from '../../shared/spaces.ts'
import { fromBase64url, toBase64url } from '../keys/bytes.ts'
import type { Api } from '../sync/api.ts'

export type Subscribed = 'on' | 'offline' | 'refused'

/**
 * Subscribes with the server's key and tells the server, where either has changed, or the server has ended it, as it does when a push
 * service says that an endpoint is gone. `offline`: the server, or the browser's push service, was not reached; `refused`: the browser
 * or the server said no; where the browser did, the server is told that there is nothing to push to. Asks nobody in a service worker.
 * Never throws.
 */
export const subscribeAnew = async (manager: PushManager, api: Api, token: string): Promise<Subscribed> => {
  const settings = await api.call('GET', '/api/push', PushSettings, undefined, token)
  if (!settings.ok) return settings.code === 'offline' ? 'offline' : 'refused'
  const key = fromBase64url(settings.vapidKey)
  if (!key) return 'refused'
  const before = await manager.getSubscription().catch(() => null)
  const isCurrent = before !== null && settings.endpoint !== null && sameKey(before.options.applicationServerKey, key)
  if (before && !isCurrent) await before.unsubscribe().catch(() => false)
  const subscription = isCurrent ? before : await subscribe(manager, key)
  if (subscription === 'denied') {
    await endAtServer(api, token)
    return 'refused'
  }
  if (!subscription) return 'offline'
  if (isCurrent && subscription.endpoint === settings.endpoint) return 'on'
  const { endpoint, keys } = subscription.toJSON()
  const body = { endpoint, p256dh: keys?.['p256dh'], auth: keys?.['auth'] }
  const told = await api.call('PUT', '/api/push', Done, body, token)
  return told.ok ? 'on' : told.code === 'offline' ? 'offline' : 'refused'
}

/**
 * Ends this browser's subscription, at the server first where there still is access. `manager`: null where the browser lets go of it
 * by itself, as when permission was taken back. Never throws.
 */
export const unsubscribe = async (manager: PushManager | null, api: Api, token: string | null): Promise<void> => {
  if (token !== null) await endAtServer(api, token)
  const subscription = await manager?.getSubscription().catch(() => null)
  await subscription?.unsubscribe().catch(() => false)
}

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
