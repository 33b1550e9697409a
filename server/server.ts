import http from 'node:http'
import https from 'node:https'
import { join } from 'node:path'
import { BadSetting, type Config } from './config.ts'
import { localFanout } from './fanout/local.ts'
import type { Stored } from './features/events.ts'
import { eraseExpiredInvites } from './features/invites.ts'
import { type SetAlarm, startJobs } from './features/jobs.ts'
import { keepVapidKeys } from './features/push-keys.ts'
import { startPushes } from './features/pushes.ts'
import { LIMITS, type Limits } from './limits.ts'
import { createLog, faultOf, type Logger } from './log.ts'
import { takeFolder } from './storage/folder.ts'
import { openSqlite } from './storage/sqlite.ts'
import { DataUnusable, type Store } from './storage/store.ts'
import { attachDocuments } from './transport/documents.ts'
import type { MemoryLimits } from './transport/held-memory.ts'
import { httpApp } from './transport/http.ts'
import { answerInTurn } from './transport/http-turns.ts'
import { endingOf, listen } from './transport/listen.ts'
import { originCheck } from './transport/origin.ts'
import { makeVapidKeys, pushDelivery } from './transport/push-delivery.ts'
import { attachRelay } from './transport/relay.ts'
import { sendLimiter } from './transport/relay-calls.ts'
import { HeardDevices } from './transport/relay-heard.ts'
import { isBuilt } from './transport/static.ts'
import { refuseStrayUpgrades } from './transport/upgrades.ts'

export interface RunningServer extends AsyncDisposable {
  /** Where this machine reaches it, without a trailing slash. */
  url: string
  port: number
}

/** What tests replace. */
export interface Surroundings {
  now: () => number
  log: Logger
  limits: Limits
  /** The built client. */
  clientFolder: string
  /** What expired invites held is erased at most this long after, ms. */
  eraseEveryMs: number
  /** What unread answers may hold. */
  httpMemory?: MemoryLimits
  /** When due jobs and pushes are looked at again. */
  setAlarm?: SetAlarm
}

const CLIENT_FOLDER = join(import.meta.dirname, '../dist')
const ERASE_EVERY_MS = 60_000
/** A client that takes longer to send a request, or its head, is cut off, ms. */
const REQUEST_WITHIN_MS = 30_000
const HEAD_WITHIN_MS = 15_000
/** So is one that reads nothing of its answer for so long, ms. Sockets have their own signs of life. */
const UNREAD_WITHIN_MS = 60_000

/** Opens the store, listens, and wires the parts. Throws `BadSetting` when a setting, or what it names, cannot be used. */
export const startServer = async (config: Config, given: Partial<Surroundings> = {}): Promise<RunningServer> => {
  const {
    now = Date.now,
    log = createLog(config.log),
    limits = LIMITS,
    clientFolder = CLIENT_FOLDER,
    eraseEveryMs = ERASE_EVERY_MS,
  } = given
  const { pauseLimits, pushPlaces: places } = config
  const origin = originCheck(config.origin)
  const secure = config.tls.kind === 'on' || (config.origin?.startsWith('https:') ?? false)
  let stopping = false

  await using opened = new AsyncDisposableStack()
  const store = await openData(config.storage, log, opened)
  const fanout = opened.use(localFanout())
  const keys = await store.write(tx => keepVapidKeys(tx, makeVapidKeys))
  const onStored = (stored: Stored): void => {
    if (stored.pauseMoved) jobs.wake()
    if (stored.toPush) pushes.wake()
  }
  const sending = { sends: sendLimiter(), heard: new HeardDevices(), pauseLimits, onStored }
  const push = { vapidKey: keys.publicKey, places }
  const parts = { store, fanout, now, log, origin }
  const app = httpApp({ ...parts, ...sending, limits, push, clientFolder, secure, stopping: () => stopping })
  const onCutOff = (): void => log.warn('a connection was cut off, since its answers lie unread')
  const { listener } = opened.use(answerInTurn(app, onCutOff, given.httpMemory))
  const server = config.tls.kind === 'on' ? https.createServer(config.tls, listener) : http.createServer(listener)
  server.timeout = UNREAD_WITHIN_MS
  server.requestTimeout = REQUEST_WITHIN_MS
  server.headersTimeout = HEAD_WITHIN_MS
  refuseStrayUpgrades(server)
  const ending = endingOf(server)
  opened.defer(() => ending.finish())

  const erase = (): Promise<void> =>
    store.write(tx => eraseExpiredInvites(tx, now())).catch(error => log.error(faultOf(error), 'expired invites were not erased'))
  const erasing = setInterval(erase, eraseEveryMs)
  opened.defer(() => clearInterval(erasing))
  await erase()

  const alarms = given.setAlarm && { setAlarm: given.setAlarm }
  const deliver = pushDelivery({ keys, contact: contactOf(config), places, now })
  opened.use(attachDocuments({ ...parts, http: server }))
  const pushes = opened.use(startPushes({ ...parts, ...alarms, deliver, alone: true }))
  const jobs = opened.use(startJobs({ ...parts, ...alarms, pauseLimits, onToPush: () => pushes.wake() }))
  opened.use(attachRelay({ ...parts, ...sending, http: server }))
  opened.defer(() => {
    stopping = true
    ending.begin()
  })
  const { port, url } = await listen(server, config)
  if (!isBuilt(clientFolder)) log.warn('the client is not built, so there are no pages to serve: run `npm run build`')
  const running = opened.move()
  return { url, port, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

/** Push services want to know whom to turn to; without an address of its own a server has nobody to name. */
const contactOf = ({ origin }: Config): string => (origin?.startsWith('https:') ? origin : 'mailto:nobody@holdfast.invalid')

/** Takes the data folder, opens what is in it, and leaves both to `opened` to close. */
const openData = async ({ folder }: Config['storage'], log: Logger, opened: AsyncDisposableStack): Promise<Store> => {
  try {
    const { file, isOpenToOthers } = opened.use(takeFolder(folder))
    const store = opened.use(await openSqlite({ file, synchronous: 'full' }))
    if (isOpenToOthers) log.warn('other users of this machine may look into the data folder: `chmod 700` closes it')
    return store
  } catch (error) {
    if (error instanceof DataUnusable) throw new BadSetting(`HOLDFAST_DATA: ${error.message}`)
    throw error
  }
}
