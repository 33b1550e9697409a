import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { type Refusal, refuse } from '../../shared/errors.ts'
import type { StoredEvent } from '../../shared/events.ts'
import type { Instant, SpaceId } from '../../shared/ids.ts'
import type { PauseLimits } from '../../shared/pause.ts'
import { HEAD_EVERY_MS, RELAY_PATH } from '../../shared/relay.ts'
import type { Fanout, FanoutMessage } from '../fanout/fanout.ts'
import { readHeads, readLog } from '../features/event-log.ts'
import type { Stored } from '../features/events.ts'
import { type Limit, type Limiter, memoryLimiter } from '../limits.ts'
import { faultOf, type Logger } from '../log.ts'
import { NotStored, type Store } from '../storage/store.ts'
import { type Holder, type MemoryLimits, watchMemory } from './held-memory.ts'
import type { OriginCheck } from './origin.ts'
import { relayCalls } from './relay-calls.ts'
import { SpaceChanges } from './relay-changes.ts'
import { closeOnceRead, type RelayConnection } from './relay-ending.ts'
import { watchFrames } from './relay-frames.ts'
import { admit } from './relay-handshake.ts'
import type { HeardDevices } from './relay-heard.ts'
import { type Serving, serveSocket } from './relay-socket.ts'
import { RelaySpaces } from './relay-spaces.ts'
import type { RelayServer, RelaySocket } from './relay-types.ts'

export interface RelayParts {
  http: HttpServer
  store: Store
  fanout: Fanout
  now: () => Instant
  log: Logger
  origin: OriginCheck
  pauseLimits: PauseLimits
  /** Called when an event was stored: what falls due next may have changed, or somebody is to be pushed. */
  onStored?: (stored: Stored) => void
  /** How often heads repeat, ms; tests shorten it. */
  headEveryMs?: number
  /** How much a device may send, here and over HTTP. */
  sends: Limiter
  /** When devices were heard from, here and over HTTP. */
  heard: HeardDevices
  /** How many events a seat may ask for; tests lower it. */
  sinces?: Limit
  /** How often a device may connect; tests lower it. */
  opens?: Limit
  memory?: MemoryLimits
}

/** The largest frame a client may send, bytes; the largest event is a third of it. */
const MAX_FRAME_BYTES = 32_768
/** A connection that has not introduced itself by then is closed, ms. */
const INTRODUCTION_MS = 10_000
/** How often one connection may introduce itself: once is enough, and each costs a look into the store. */
const INTRODUCTIONS = 10
/** Tabs, with room to reconnect. */
const MAX_SOCKETS_PER_DEVICE = 32
/** All devices of a seat together: every event is told to every one of them. */
const MAX_SOCKETS_PER_SEAT = 64
/** Connections that a device may open: a network that comes and goes, in some tabs. Each may read a long log. */
const OPENS: Limit = { points: 240, seconds: 60 }
/** Either end notices within both together that the other is gone without a word, ms: a network may let a connection fall in silence. */
const PING_EVERY_MS = 10_000
const PONG_WITHIN_MS = 10_000
/** A space's changes are told at most this often, ms. */
const CHANGES_EVERY_MS = 500
/** Spaces whose heads are read in one query. */
const HEADS_PAGE = 500

/** Serves the relay of docs/PROTOCOL.md on an HTTP server until disposed. It never closes the HTTP server itself. */
export const attachRelay = (parts: RelayParts): AsyncDisposable => {
  const { store, fanout, now, log, heard } = parts
  const io: RelayServer = new Server(parts.http, {
    path: RELAY_PATH,
    transports: ['websocket'],
    allowUpgrades: false,
    serveClient: false,
    cookie: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: MAX_FRAME_BYTES,
    connectTimeout: INTRODUCTION_MS,
    pingInterval: PING_EVERY_MS,
    pingTimeout: PONG_WITHIN_MS,
    // Other sockets of this server are answered by their own listeners, which may wait for the store first.
    destroyUpgradeTimeout: INTRODUCTION_MS,
    allowRequest: ({ headers }, decide) => {
      const allowed = parts.origin(headers.origin, headers.host)
      decide(allowed ? null : 'foreign-origin', allowed)
    },
  })
  const spaces = new RelaySpaces(fanout, (space, message) => hear(space, message))
  const changes = new SpaceChanges(CHANGES_EVERY_MS, space => io.to(space).emit('space-changed'))
  const running = new Set<Promise<void>>()
  const connections = new Set<RelayConnection>()
  const holders = new Set<Holder>()
  const stop = new AbortController()

  const settled = (work: Promise<unknown>): void => {
    const done = work.then(
      () => undefined,
      error =>
        error instanceof NotStored ? log.warn('the relay could not store') : log.error(faultOf(error), 'the relay failed'),
    )
    running.add(done)
    void done.then(() => running.delete(done))
  }

  const tell = (space: SpaceId, event: StoredEvent, by?: RelaySocket): void => {
    const others = by ? by.to(space) : io.to(space)
    others.emit('event', event)
  }

  /** Something outside the relay stored an event, changed the space or ended access. */
  const hear = (space: SpaceId, message: FanoutMessage): void => {
    switch (message.kind) {
      case 'space-changed':
        changes.note(space)
        return
      case 'access-ended':
        spaces.end(space, message.devices, message.code)
        return
      case 'event-stored':
        settled(
          store
            .read(tx => readLog(tx, space, message.seq - 1, 1))
            .then(({ events }) => {
              for (const event of events) tell(space, event)
            }),
        )
        return
      case 'document-update':
      case 'document-awareness':
        return
    }
  }

  const sendHeads = async (): Promise<void> => {
    const ids = spaces.ids()
    for (let from = 0; from < ids.length; from += HEADS_PAGE) {
      const heads = await store.read(tx => readHeads(tx, ids.slice(from, from + HEADS_PAGE)))
      for (const { spaceId, head } of heads) io.to(spaceId).emit('head', { head, now: now() })
    }
  }

  const opens = memoryLimiter(parts.opens ?? OPENS)
  const introductions = new WeakMap<object, number>()
  io.use((socket, next) => {
    const count = (introductions.get(socket.conn) ?? 0) + 1
    introductions.set(socket.conn, count)
    if (count > INTRODUCTIONS) return void socket.conn.close(true)
    const refused = (refusal: Refusal) => next(Object.assign(new Error(refusal.code), { data: refusal }))
    if (stop.signal.aborted) return refused(refuse('stopping'))
    const admitted = admit(store, socket.handshake.auth).then(
      async result => {
        if (!result.ok) return refused(result)
        const { access, tokenHash, since, heardAt } = result
        const retryAfterMs = await opens.take(access.deviceId)
        if (retryAfterMs !== null) return refused(refuse('too-many', { retryAfterMs }))
        const isFull =
          heard.connectionsOf(access.deviceId) >= MAX_SOCKETS_PER_DEVICE ||
          spaces.socketsOf(access.spaceId, access.seat) >= MAX_SOCKETS_PER_SEAT
        if (isFull) return refused(refuse('too-many'))
        const connectedAt = now()
        socket.data = { access, tokenHash, since, connectedAt, heardBefore: heardAt }
        next()
      },
      error => {
        refused(refuse('not-stored'))
        throw error
      },
    )
    settled(admitted)
  })

  const serving: Serving = {
    store,
    now,
    log,
    limits: parts.pauseLimits,
    spaces,
    heard,
    holders,
    calls: relayCalls(parts),
    stop: stop.signal,
    settled,
    onStored: (stored, by) => {
      if (!stored.fresh) return
      tell(by.data.access.spaceId, stored.fresh, by)
      parts.onStored?.(stored)
    },
  }
  io.engine.on('connection', (connection: RelayConnection) => {
    const { socket } = connection.request
    const wire: Holder = { held: () => socket.writableLength, cutOff: () => socket.destroy() }
    connections.add(connection)
    holders.add(wire)
    watchFrames(connection, now, () => log.warn('a socket that sends too many frames was closed'))
    connection.once('close', () => {
      connections.delete(connection)
      holders.delete(wire)
    })
  })
  io.on('connection', socket => serveSocket(serving, socket))
  const memory = watchMemory(
    () => holders,
    () => log.warn('a socket was cut off, since all together hold too much'),
    parts.memory,
  )
  const heads = setInterval(() => settled(sendHeads()), parts.headEveryMs ?? HEAD_EVERY_MS)

  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      clearInterval(heads)
      memory[Symbol.dispose]()
      changes[Symbol.dispose]()
      while (running.size > 0) await Promise.all(running)
      await Promise.all([...connections].map(closeOnceRead))
      io.engine.close()
      while (running.size > 0) await Promise.all(running)
    },
  }
}
