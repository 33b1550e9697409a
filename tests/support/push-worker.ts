import type { BrowserContext, CDPSession, Page, Worker } from 'playwright-core'
import { eventually } from './browser.ts'

/** A notification as the service worker has it on the screen. */
export interface OnScreen {
  title: string
  body: string
  silent: boolean | null
  actions: string[]
  tag: string
}

/** A phone's service worker, reached by the DevTools protocol from a page that is not the app's. */
export interface PushedPhone {
  /** Delivers what a push service would, decrypted, to the service worker. */
  deliver(text: string): Promise<void>
  onScreen(): Promise<OnScreen[]>
  /** Touches the notification under a tag, or one of its buttons. Answers with the paths that were opened. */
  touch(tag: string, action?: 'here' | 'open'): Promise<string[]>
  /** What the browser does once the network is back and something was left to be sent. */
  sync(): Promise<void>
  /** What is left to be sent then. */
  leftToSync(): Promise<string[]>
  /** The browser has another subscription, or, with null, none that it would make. Says what the worker subscribed with. */
  changeSubscription(to: PushSubscriptionJSON | null): Promise<string[]>
  /** Cuts the service worker's network, or mends it. */
  setOffline(offline: boolean): Promise<void>
}

/** `origin` of the app. The app's pages may be closed: the service worker is there alone. */
export const pushedPhone = async (context: BrowserContext, origin: string): Promise<PushedPhone> => {
  await context.grantPermissions(['notifications', 'background-sync'], { origin })
  const outside = await context.newPage()
  const session = await context.newCDPSession(outside)
  const registrationId = await registrationOf(session, origin)
  return {
    deliver: async data => void (await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data })),
    onScreen: async () => (await workerOf(context)).evaluate(listNotifications),
    touch: async (tag, action) => (await workerOf(context)).evaluate(touchNotification, { tag, action: action ?? '' }),
    sync: async () => {
      const tag = 'send-outbox'
      await session.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId, tag, lastChance: false })
    },
    leftToSync: async () => (await workerOf(context)).evaluate(listSyncTags),
    changeSubscription: async to => (await workerOf(context)).evaluate(announceSubscription, to),
    setOffline: offline => context.setOffline(offline),
  }
}

const registrationOf = async (session: CDPSession, origin: string): Promise<string> => {
  const found = new Promise<string>(resolve =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin))
      if (ours) resolve(ours.registrationId)
    }),
  )
  await session.send('ServiceWorker.enable')
  return found
}

const workerOf = async (context: BrowserContext): Promise<Worker> => {
  await eventually(() => context.serviceWorkers().length).toBeGreaterThan(0)
  const worker = context.serviceWorkers().at(-1)
  if (!worker) throw new Error('there is no service worker')
  return worker
}

/** In the worker. */
const listNotifications = async (): Promise<OnScreen[]> => {
  const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration }
  const all = (await registration.getNotifications()) as (Notification & { actions: { title: string }[] })[]
  return all.map(({ title, body, silent, actions, tag }) => ({
    title,
    body,
    silent,
    actions: actions.map(one => one.title),
    tag,
  }))
}

/** In the worker: the event that the browser makes of a touch. Nobody touched it, so that a window is only noted. */
const touchNotification = async ({ tag, action }: { tag: string; action: string }): Promise<string[]> => {
  const world = globalThis as unknown as {
    registration: ServiceWorkerRegistration
    clients: { openWindow(path: string): Promise<unknown> }
    NotificationEvent: new (type: string, init: object) => Event
    ExtendableEvent: { prototype: { waitUntil(done: Promise<unknown>): void } }
    dispatchEvent(event: Event): boolean
  }
  const [notification] = await world.registration.getNotifications({ tag })
  if (!notification) throw new Error(`nothing is shown under ${tag}`)
  const opened: string[] = []
  world.clients.openWindow = async path => void opened.push(path)
  const done: Promise<unknown>[] = []
  const event = new world.NotificationEvent('notificationclick', { notification, action })
  Object.defineProperty(event, 'waitUntil', { value: (promise: Promise<unknown>) => done.push(promise) })
  world.dispatchEvent(event)
  await Promise.all(done)
  return opened
}

/** In the worker. */
const listSyncTags = async (): Promise<string[]> => {
  const { registration } = globalThis as unknown as { registration: { sync: { getTags(): Promise<string[]> } } }
  return registration.sync.getTags()
}

/** In the worker: the event that the browser makes. There is no vendor's push service under test, so that its answers are made here. */
const announceSubscription = async (to: PushSubscriptionJSON | null): Promise<string[]> => {
  const world = globalThis as unknown as {
    PushManager: { prototype: PushManager }
    ExtendableEvent: new (type: string) => Event
    dispatchEvent(event: Event): boolean
  }
  const keys: string[] = []
  world.PushManager.prototype.getSubscription = async () => null
  world.PushManager.prototype.subscribe = async options => {
    if (!to) throw new DOMException('permission denied', 'NotAllowedError')
    keys.push(btoa(String.fromCharCode(...new Uint8Array(options?.applicationServerKey as Uint8Array<ArrayBuffer>))))
    return { endpoint: to.endpoint, toJSON: () => to } as unknown as PushSubscription
  }
  const done: Promise<unknown>[] = []
  const event = new world.ExtendableEvent('pushsubscriptionchange')
  Object.defineProperty(event, 'waitUntil', { value: (promise: Promise<unknown>) => done.push(promise) })
  world.dispatchEvent(event)
  await Promise.all(done)
  return keys
}

/** The token of the device whose app a page shows. */
export const tokenOn = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) => {
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
      return promise
    }
    const database = await done(indexedDB.open('holdfast-own'))
    const identity = await done(database.transaction('identity').objectStore('identity').get('me'))
    database.close()
    return identity.device.token as string
  })

/** What a person chooses in the settings, put where the app keeps it. */
export const choose = (page: Page, choices: object): Promise<void> => keepLocal(page, 'push', choices)

/** Puts one of a session's small local things where the app keeps it. */
export const keepLocal = (page: Page, key: string, value: unknown): Promise<void> =>
  page.evaluate(
    async given => {
      const done = <T>(request: IDBRequest<T>) => {
        const { promise, resolve, reject } = Promise.withResolvers<T>()
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
        return promise
      }
      const database = await done(indexedDB.open('holdfast-own'))
      await done(database.transaction('cache', 'readwrite').objectStore('cache').put(given.value, `local:${given.key}`))
      database.close()
    },
    { key, value },
  )

/** What the app has kept of it. */
export const chosenOn = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) => {
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
      return promise
    }
    const database = await done(indexedDB.open('holdfast-own'))
    const kept: unknown = await done(database.transaction('cache').objectStore('cache').get('local:push'))
    database.close()
    return kept
  })

/** How many events of a kind the app whose page this is has in its own log. */
export const loggedOn = (page: Page, kind: string): Promise<number> =>
  page.evaluate(async kind => {
    const done = <T>(request: IDBRequest<T>) => {
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
      return promise
    }
    const database = await done(indexedDB.open('holdfast-own'))
    const all: { event: { kind: string } }[] = await done(database.transaction('log').objectStore('log').getAll())
    database.close()
    return all.filter(({ event }) => event.kind === kind).length
  }, kind)
