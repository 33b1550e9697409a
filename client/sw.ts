import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { PushWorker } from './push/worker.ts'
import type { WorkerScope } from './push/worker-scope.ts'
import { TAKE_OVER, TAKE_OVER_ALONE, takeOverAlone } from './shell/take-over.ts'

interface Lasting {
  waitUntil(done: Promise<unknown>): void
}

/** The part of a service worker's world used here; its types and a page's do not go together in one program. */
declare const self: WorkerScope & {
  __WB_MANIFEST: { url: string; revision: string | null }[]
  clients: {
    claim(): Promise<void>
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly unknown[]>
  }
  skipWaiting(): Promise<void>
  addEventListener(type: 'activate' | 'pushsubscriptionchange', listener: (event: Lasting) => void): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'push', listener: (event: Lasting & { data: { json(): unknown } | null }) => void): void
  addEventListener(
    type: 'notificationclick',
    listener: (event: Lasting & { action: string; notification: { data: unknown; close(): void } }) => void,
  ): void
  addEventListener(type: 'sync', listener: (event: Lasting & { tag: string }) => void): void
}

/** The app's own files, so that it opens without a network. A new version waits until the last page of the old one is closed. */
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()

/** Every page of the app is the same document; the server's own paths and the neutral page are not. */
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/(api|relay|documents|assets|healthz|readyz)(\/|$)/, /^\/plain(\.html)?$/],
  }),
)

/** At the first visit the page that installed it is served by it at once. Later versions find the pages already claimed. */
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))

/** Somebody asked for the new version, or nobody looks: it does not wait any longer. */
self.addEventListener('message', ({ data }) => {
  if (data === TAKE_OVER) void self.skipWaiting()
  if (data === TAKE_OVER_ALONE) void takeOverAlone(self)
})

const pushes = new PushWorker(self)
self.addEventListener('push', event => event.waitUntil(pushes.pushed(() => event.data?.json())))
self.addEventListener('notificationclick', event => {
  event.notification.close()
  event.waitUntil(pushes.clicked(event.action, event.notification.data))
})
self.addEventListener('pushsubscriptionchange', event => event.waitUntil(pushes.subscriptionChanged()))
self.addEventListener('sync', event => event.waitUntil(pushes.synced(event.tag)))
