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
  /** Delivers what a push service would, decrypted, to the service worker. Resolves once that has shown it. */
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
  /** Sets the clock that the service worker sees so many ms ahead. Gives what sets it right. */
  setClock(ahead: number): Promise<() => Promise<void>>
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
    deliver: async data => {
      const worker = await workerOf(context)
      const before = await worker.evaluate(countShown)
      await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data })
      // Chromium asked for its list while it shows one forgets that one, though it stands on the screen.
      await eventually(() => worker.evaluate(countShown)).toBeGreaterThan(before)
    },
    onScreen: async () => (await workerOf(context)).evaluate(listNotifications),
    touch: async (tag, action) => (await workerOf(context)).evaluate(touchNotification, { tag, action: action ?? '' }),
    sync: async () => {
      const tag = 'send-outbox'
      await session.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId, tag, lastChance: false })
    },
    leftToSync: async () => (await workerOf(context)).evaluate(listSyncTags),
    changeSubscription: async to => (await workerOf(context)).evaluate(announceSubscription, to),
    setClock: async ahead => {
      const worker = await workerOf(context)
      await worker.evaluate(moveClock, ahead)
      return () => worker.evaluate(moveClock, -ahead)
    },
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

/** In the worker: how many notifications it has shown since it was first asked. */
const countShown = (): number => {
  const world = globalThis as unknown as { registration: ServiceWorkerRegistration; shown?: number }
  if (world.shown !== undefined) return world.shown
  const { registration } = world
  const show = registration.showNotification
  registration.showNotification = async (...asked) => {
    await show.apply(registration, asked)
    world.shown = (world.shown ?? 0) + 1
  }
  world.shown = 0
  return 0
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
const moveClock = (by: number): void => {
  const before = Date.now
  Date.now = () => before() + by
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
export const tokenOn = async (page: Page): Promise<string> => {
  const identity = (await askOwn(page, { store: 'identity', key: 'me' })) as { device: { token: string } }
  return identity.device.token
}

/** What a person chooses in the settings, put where the app keeps it. */
export const choose = (page: Page, choices: object): Promise<void> => keepLocal(page, 'push', choices)

/** Puts one of a session's small local things where the app keeps it. */
export const keepLocal = async (page: Page, key: string, put: unknown): Promise<void> =>
  void (await askOwn(page, { store: 'cache', key: `local:${key}`, put }))

/** What the app has kept of it. */
export const chosenOn = (page: Page): Promise<unknown> => askOwn(page, { store: 'cache', key: 'local:push' })

/** How many events of a kind the app whose page this is has in its own log. */
export const loggedOn = async (page: Page, kind: string): Promise<number> => {
  const records = (await askOwn(page, { store: 'log' })) as { event: { kind: string } }[]
  return records.filter(({ event }) => event.kind === kind).length
}

/** In the database of the app whose page this is: all of a store, what lies under a key, or, with `put`, that to lie there. */
const askOwn = (page: Page, asked: { store: string; key?: string; put?: unknown }): Promise<unknown> =>
  page.evaluate(async ({ store: name, key, put }) => {
    const done = <T>(request: IDBRequest<T>) => {
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
      return promise
    }
    const database = await done(indexedDB.open('holdfast-own'))
    const store = database.transaction(name, put === undefined ? 'readonly' : 'readwrite').objectStore(name)
    const ask = async (): Promise<unknown> => {
      if (key === undefined) return done(store.getAll())
      return put === undefined ? done(store.get(key)) : done(store.put(put, key))
    }
    const answer = await ask()
    database.close()
    return answer
  }, asked)
