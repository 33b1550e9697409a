import { z } from 'zod/mini'
import { EventId } from '../../shared/ids.ts'
import { profileFromPath } from '../shell/profile.ts'
import { type Device, inTime, openDevice } from './device.ts'
import { answerFromNotification, sendReceipt } from './say.ts'
import { SEND, sendOutbox } from './send-outbox.ts'
import { closeOlder, HERE, showKept, showPush, showUnsent } from './show-push.ts'
import { ENDPOINT, subscribeAnew } from './subscribe.ts'
import type { WorkerScope } from './worker-scope.ts'

const NotificationData = z.object({ id: EventId, seq: z.catch(z.int(), 0), path: z.enum(['/', '/pause']) })

/** A push that waits for storage, or for what is shown before it, is shown without after so long, ms: browsers give it few seconds. */
const SHOWN_WITHIN_MS = 5_000

/** What the service worker does for pushes. They are shown one after the other: each looks at what the one before it showed. No turn waits for a network. */
export class PushWorker {
  readonly #scope: WorkerScope
  readonly #openDevice: () => Promise<Device | null>
  #turn: Promise<unknown> = Promise.resolve()
  #subscribing: Promise<unknown> = Promise.resolve()

  constructor(scope: WorkerScope, open: (origin: string) => Promise<Device | null> = openDevice) {
    this.#scope = scope
    this.#openDevice = () => open(scope.location.origin)
  }

  /** `read`: what the browser decrypted; throws where that is not JSON. */
  async pushed(read: () => unknown): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, SHOWN_WITHIN_MS)
    await using device = await this.#openDevice()
    const showing = device && inTime(device, late)
    const show = () => showPush(this.#scope, showing, readOrNull(read), act => this.#inTurn(act))
    const shown = await this.#inTurn(show, late)
    clearTimeout(timer)
    // The next one is shown meanwhile: it does not wait for a slow network.
    if (device && shown && (await sendReceipt(device, shown)) === 'kept') await this.#sendLater()
  }

  /** `action`: the button that was pressed; empty for the notification itself. */
  async clicked(action: string, data: unknown): Promise<void> {
    const about = NotificationData.safeParse(data).data
    if (action !== HERE || !about) return this.#open(about?.path ?? '/')
    await this.#answer(about)
  }

  /** The network is back. Rejects while something still waits: the browser then comes again. */
  async synced(tag: string): Promise<void> {
    await using device = tag === SEND ? await this.#openDevice() : null
    if (device && !(await sendOutbox(device))) throw new Error('something still waits to be sent')
  }

  /** The browser ended or changed the subscription. */
  subscriptionChanged(): Promise<void> {
    // Not in the turn of what is shown: a push service may never answer.
    const mine = this.#subscribing.then(async () => {
      await using device = await this.#openDevice()
      if (!device?.choices.wanted) return
      const { api, member, store } = device
      const key = `local:${ENDPOINT}`
      const readOwn = () => store.readCache(key).catch(() => undefined)
      const keepOwn = (endpoint: string | null) => store.writeCache(key, endpoint).catch(() => {})
      const { pushManager: manager } = this.#scope.registration
      await subscribeAnew({ manager, api, token: member.device.token, readOwn, keepOwn }, false)
    })
    this.#subscribing = mine.catch(() => {})
    return mine
  }

  async #answer({ id: signal, seq }: z.infer<typeof NotificationData>): Promise<void> {
    await using device = await this.#openDevice()
    // What cannot be kept here is not said to be sent: the alert in the app has the same answer.
    if (!device) return this.#open('/')
    const said = await answerFromNotification(device, signal)
    if (said === 'lost') return this.#bringBack(signal)
    await this.#inTurn(() => closeOlder(this.#scope, seq))
    if (said === 'sent') return
    await this.#sendLater()
    await this.#inTurn(() => showKept(this.#scope, signal))
  }

  /** It goes nowhere from here: the app has the same answer, or says that access is gone. A browser that opens no window so long after the touch shows the notification again. */
  async #bringBack(signal: EventId): Promise<void> {
    try {
      await this.#open('/')
    } catch {
      await this.#inTurn(() => showUnsent(this.#scope, signal))
    }
  }

  /** Where there is background sync; else it goes when the app is opened. */
  async #sendLater(): Promise<void> {
    await this.#scope.registration.sync?.register(SEND).catch(() => {})
  }

  async #open(path: string): Promise<void> {
    const windows = await this.#scope.clients.matchAll({ type: 'window', includeUncontrolled: true })
    // An alert shows over any page of the app; the plain page that Exit leads to is none.
    const page = windows.find(({ url }) => {
      const { pathname } = new URL(url)
      return profileFromPath(pathname).profile === 'own' && !/^\/plain(\.html)?$/.test(pathname)
    })
    await (page ? page.focus() : this.#scope.clients.openWindow(path))
  }

  /** `late`: from then on it waits for no other. */
  #inTurn<T>(act: () => Promise<T>, late?: Promise<void>): Promise<T> {
    const mine = (late ? Promise.race([this.#turn, late]) : this.#turn).then(act)
    this.#turn = mine.catch(() => {})
    return mine
  }
}

const readOrNull = (read: () => unknown): unknown => {
  try {
    return read()
  } catch {
    return null
  }
}
