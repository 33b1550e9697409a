import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { localFanout } from '../../server/fanout/local.ts'
import { hashToken } from '../../server/features/access.ts'
import { type Jobs, type SetAlarm, startJobs } from '../../server/features/jobs.ts'
import type { Limit } from '../../server/limits.ts'
import { createLog } from '../../server/log.ts'
import { openSqlite } from '../../server/storage/sqlite.ts'
import type { Store } from '../../server/storage/store.ts'
import type { MemoryLimits } from '../../server/transport/held-memory.ts'
import { originCheck } from '../../server/transport/origin.ts'
import { attachRelay } from '../../server/transport/relay.ts'
import { sendLimiter } from '../../server/transport/relay-calls.ts'
import { HeardDevices } from '../../server/transport/relay-heard.ts'
import { DeviceId, type Instant, type Seat, SpaceId } from '../../shared/ids.ts'
import { PAUSE_LIMITS, type PauseLimits } from '../../shared/pause.ts'
import type { Credentials } from './relay-client.ts'

export interface RelayServerOptions {
  now?: () => Instant
  pauseLimits?: PauseLimits
  setAlarm?: SetAlarm
  headEveryMs?: number
  sendsADay?: Limit
  sinces?: Limit
  opens?: Limit
  memory?: MemoryLimits
  /** Puts something between the relay and the store: a broken one, to see that a test would notice. */
  wrap?: (store: Store) => Store
  /** The folder of an earlier server, whose data this one goes on with. */
  folder?: string
  /** Leaves the folder behind for another. */
  keep?: boolean
}

export interface RelayServer extends AsyncDisposable {
  url: string
  folder: string
  /** The store itself, never the wrapped one. */
  store: Store
  fanout: ReturnType<typeof localFanout>
  jobs: Jobs
  /** Lines that the server logged. */
  log: string[]
  /** Ends the relay alone, as the program does at the beginning of its end. */
  stopRelay: () => Promise<void>
}

/** The relay and its due jobs on a real socket over a real SQLite file, without the rest of the server. */
export const startRelay = async (options: RelayServerOptions = {}): Promise<RelayServer> => {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'holdfast-relay-'))
  const store = await openSqlite({ file: join(folder, 'holdfast.db'), synchronous: 'full' })
  const fanout = localFanout()
  const lines: string[] = []
  const log = createLog('debug', { write: line => lines.push(line) })
  const http = createServer((_, response) => response.writeHead(404).end())
  const { now = Date.now, pauseLimits = PAUSE_LIMITS } = options
  const wrapped = options.wrap?.(store) ?? store
  const jobs = startJobs({ store, fanout, now, log, pauseLimits, ...(options.setAlarm && { setAlarm: options.setAlarm }) })
  const relay = attachRelay({
    http,
    store: wrapped,
    fanout,
    now,
    log,
    pauseLimits,
    origin: originCheck(null),
    onStored: jobs.wake,
    heard: new HeardDevices(),
    sends: sendLimiter(options.sendsADay),
    ...(options.headEveryMs !== undefined && { headEveryMs: options.headEveryMs }),
    ...(options.sinces && { sinces: options.sinces }),
    ...(options.opens && { opens: options.opens }),
    ...(options.memory && { memory: options.memory }),
  })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  const stopRelay = async () => relay[Symbol.asyncDispose]()
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    folder,
    store,
    fanout,
    jobs,
    log: lines,
    stopRelay,
    [Symbol.asyncDispose]: async () => {
      await stopRelay()
      await jobs[Symbol.asyncDispose]()
      await fanout[Symbol.asyncDispose]()
      http.closeAllConnections()
      await new Promise(resolve => http.close(resolve))
      await store[Symbol.asyncDispose]()
      if (!options.keep) rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface Couple {
  spaceId: SpaceId
  a: Credentials
  b: Credentials
}

/** A paired couple, written straight into the store: the relay asks nothing about keys. */
export const addCouple = async (store: Store, options: { sampleEndsAt?: Instant } = {}): Promise<Couple> => {
  const spaceId = SpaceId.parse(v7())
  const expires_at = options.sampleEndsAt ?? null
  await store.write(async tx => {
    await tx
      .insertInto('spaces')
      .values({ space_id: spaceId, sample: expires_at ? 1 : 0, created_at: 0, expires_at, head: 0, pause: '{"kind":"none"}' })
      .execute()
    if (expires_at !== null)
      await tx
        .insertInto('jobs')
        .values({ space_id: spaceId, kind: 'sample-end', due_at: expires_at, claimed_until: null })
        .execute()
  })
  return { spaceId, a: await addDevice(store, spaceId, 'a'), b: await addDevice(store, spaceId, 'b') }
}

/** One more device of a seat, last heard from at `heardAt`. */
export const addDevice = async (store: Store, spaceId: SpaceId, seat: Seat, heardAt = 0): Promise<Credentials> => {
  const deviceId = DeviceId.parse(v7())
  const token = randomBytes(32).toString('base64url')
  const token_hash = hashToken(token)
  if (token_hash === undefined) throw new Error('a token has 32 bytes')
  const key = '-'
  await store.write(tx =>
    tx
      .insertInto('devices')
      .values({
        device_id: deviceId,
        space_id: spaceId,
        seat,
        sign_key: key,
        receive_key: key,
        certificate: key,
        token_hash,
        label: null,
        added_at: 0,
        heard_at: heardAt,
      })
      .execute(),
  )
  return { deviceId, token }
}
