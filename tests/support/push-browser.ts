import type { Page } from 'playwright-core'
import type { PushSubscription } from '../../shared/push.ts'

/** What a page did with the browser's push service. */
export interface AskedOfBrowser {
  /** Keys it subscribed with, base64url. */
  keys: string[]
  unsubscribed: number
  permissionsAsked: number
}

export interface PushBrowser {
  /** 'default' until it is asked. */
  permission: NotificationPermission
  /** What a person says when asked. */
  says: NotificationPermission
  /** Where this browser is pushed to; null: its push service is not reached. */
  subscription: PushSubscription | null
  /** iOS: in the browser, or from the home screen. */
  inSafari?: boolean
}

/** One that has not asked yet, and cannot subscribe. */
export const UNASKED: PushBrowser = { permission: 'default', says: 'denied', subscription: null }

/**
 * Stands in for what needs a vendor's push service, which a browser under test does not have: permission and subscription. Before
 * the app loads. All that is shown and answered is the browser's own.
 */
export const stubPush = async (page: Page, stub: PushBrowser): Promise<void> => {
  await page.addInitScript(given => {
    const bytes = (text: string) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), char => char.charCodeAt(0))
    const text = (key: ArrayBuffer) =>
      btoa(String.fromCharCode(...new Uint8Array(key)))
        .replace(/\+/g, '-')
        .replace(/\//g, '_')
        .replace(/=+$/, '')
    const asked: AskedOfBrowser = { keys: [], unsubscribed: 0, permissionsAsked: 0 }
    Object.assign(window, { asked })
    const kept = { permission: sessionStorage.getItem('stub-permission') ?? given.permission }
    Object.defineProperty(Notification, 'permission', { get: () => kept.permission })
    Notification.requestPermission = async () => {
      asked.permissionsAsked += 1
      kept.permission = given.says
      sessionStorage.setItem('stub-permission', given.says)
      return given.says
    }
    const subscribedWith = () => sessionStorage.getItem('stub-key')
    const subscriptionNow = (): globalThis.PushSubscription | null => {
      const key = subscribedWith()
      if (!key || !given.subscription) return null
      const { endpoint, p256dh, auth } = given.subscription
      return {
        endpoint,
        options: { applicationServerKey: bytes(key).buffer, userVisibleOnly: true },
        toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
        unsubscribe: async () => {
          asked.unsubscribed += 1
          sessionStorage.removeItem('stub-key')
          return true
        },
      } as unknown as globalThis.PushSubscription
    }
    PushManager.prototype.getSubscription = async () => subscriptionNow()
    PushManager.prototype.subscribe = async options => {
      const key = text(new Uint8Array(options?.applicationServerKey as Uint8Array).buffer)
      asked.keys.push(key)
      if (!given.subscription) throw new DOMException('no push service', 'AbortError')
      sessionStorage.setItem('stub-key', key)
      return subscriptionNow() as globalThis.PushSubscription
    }
    if (given.inSafari !== undefined) Object.assign(navigator, { standalone: !given.inSafari })
  }, stub)
}

export const askedOf = (page: Page): Promise<AskedOfBrowser> =>
  page.evaluate(() => (window as unknown as { asked: AskedOfBrowser }).asked)
