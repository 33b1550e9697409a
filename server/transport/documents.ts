import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import {
  closeCodes,
  DOCUMENT_SUBPROTOCOL,
  KEPT_AT_LEAST_MS,
  KEPT_AT_MOST_MS,
  MAX_RESYNC_BYTES,
  MAX_UPDATE_BYTES,
} from '../../shared/documents.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import type { Fanout } from '../fanout/fanout.ts'
import { Malformed } from '../features/document-bytes.ts'
import { MAX_CLIENTS } from '../features/document-update.ts'
import { type DocumentRules, documentRules } from '../features/documents.ts'
import { type Limit, memoryLimiter } from '../limits.ts'
import { faultOf, type Logger } from '../log.ts'
import type { Store } from '../storage/store.ts'
import { MAX_AWARENESS_MESSAGE_BYTES } from './documents-awareness.ts'
import { SeatBudgets } from './documents-budget.ts'
import { DocumentConnection } from './documents-connection.ts'
import { type Admitted, admit, isDocumentPath, readRequest, refuseUpgrade } from './documents-entrance.ts'
import type { DocumentRoom, RoomTiming } from './documents-room.ts'
import { DocumentRooms } from './documents-rooms.ts'
import { type DocumentMessage, readMessage } from './documents-wire.ts'
import { type DocumentWork, WorkBeside } from './documents-work.ts'
import { type MemoryLimits, watchMemory } from './held-memory.ts'
import type { OriginCheck } from './origin.ts'

export interface DocumentTiming extends RoomTiming {
  /** A peer that does not answer for so long is cut off, ms. */
  silentAtMostMs: number
}

export interface DocumentParts {
  http: Pick<Server, 'on' | 'off'>
  store: Store
  fanout: Fanout
  /** ms since 1970. */
  now: () => number
  log: Logger
  origin: OriginCheck
  /** Tests take a rule away to show what it is good for. */
  rules?: DocumentRules
  timing?: DocumentTiming
  memory?: MemoryLimits
  opens?: Limit
  /** Owned, and ended with the documents. */
  work?: DocumentWork
}

const timingOfRelease: DocumentTiming = {
  keptAtMostMs: KEPT_AT_MOST_MS,
  keptAtLeastMs: KEPT_AT_LEAST_MS,
  awarenessEveryMs: 100,
  awarenessBytesPerSecond: 2_097_152,
  silentAtMostMs: 60_000,
}
/** So many rows of a log are folded. */
const FOLD_AT_ROWS = 64
/** Tabs times documents, with room to reconnect. */
const MAX_SOCKETS_PER_DEVICE = 16
/** All devices of a seat together: what one page says is told to every other socket. */
const MAX_SOCKETS_PER_SEAT = 48
/** Sockets that a device may open: a network that comes and goes, in four documents and some tabs. Opening may read a long log. */
const OPENS: Limit = { points: 240, seconds: 60 }
/** More is cut off by the socket itself, unread. The types and the length of a message take a few bytes. */
const MAX_FRAME_BYTES = MAX_RESYNC_BYTES + 64
/** Work beside the loop that is not done by then is given up when the server stops, ms. */
const WORK_ENDS_WITHIN_MS = 1_500
/** A peer that does not answer the closing is cut off, ms. */
const CLOSE_WITHIN_MS = 1_000

/**
 * Serves documents on an HTTP server, under `/documents/` only. Disposing takes nothing more in, stores or refuses what came in,
 * tells everyone what is kept, and closes every socket with `stopping`. Call it before the store is closed.
 */
export const attachDocuments = (parts: DocumentParts): AsyncDisposable => {
  const { store, fanout, now, log, timing = timingOfRelease } = parts
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => DOCUMENT_SUBPROTOCOL,
  })
  const work = parts.work ?? new WorkBeside()
  const budgets = new SeatBudgets()
  const rooms = new DocumentRooms({
    store,
    work,
    fanout,
    log,
    rules: parts.rules ?? documentRules,
    foldAtRows: FOLD_AT_ROWS,
    ...timing,
    node: randomUUID(),
  })
  const opens = memoryLimiter(parts.opens ?? OPENS)
  const connections = new Set<DocumentConnection>()
  const watch = watchSilence(sockets, timing.silentAtMostMs)
  const memory = watchMemory(
    () => connections,
    () => log.warn('document: a socket was cut off, since all together hold too much'),
    parts.memory,
  )
  let stopping = false

  const entranceRefusal = ({ headers }: IncomingMessage): ErrorCode | null => {
    if (!parts.origin(headers.origin, headers.host)) return 'foreign-origin'
    return stopping ? 'stopping' : null
  }

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (!isDocumentPath(request.url)) return
    const gone = () => socket.destroy()
    socket.on('error', gone)
    const asked = readRequest(request)
    const refused = entranceRefusal(request)
    if (refused || !asked) {
      refuseUpgrade(socket, refused ?? 'bad-request')
      return
    }
    admit(store, asked)
      .then(async admitted => {
        const wait = typeof admitted === 'string' ? null : await opens.take(admitted.access.deviceId)
        return wait === null ? admitted : ('too-many' as const)
      })
      .catch((error: unknown) => {
        log.error({ fault: faultOf(error) }, 'document: no access check')
        return 'not-stored' as const
      })
      .then(admitted => {
        socket.off('error', gone)
        if (socket.destroyed) return
        sockets.handleUpgrade(request, socket, head, accepted => {
          accepted.on('error', error => log.debug({ fault: faultOf(error) }, 'document: socket error'))
          if (typeof admitted === 'string') return accepted.close(closeCodes[admitted], admitted)
          if (stopping) return accepted.close(closeCodes.stopping, 'stopping')
          serve(accepted, socket, admitted)
        })
      })
      .catch((error: unknown) => {
        log.error({ fault: faultOf(error) }, 'document: upgrade failed')
        socket.destroy()
      })
  }

  const serve = (socket: WebSocket, wire: Duplex, { access, tokenHash, key }: Admitted): void => {
    const connection = new DocumentConnection(socket, wire, access, tokenHash, budgets.open(access, now()))
    const open = rooms.socketsOf(access)
    if (open.device >= MAX_SOCKETS_PER_DEVICE || open.seat >= MAX_SOCKETS_PER_SEAT) {
      connection.close('too-many')
      return
    }
    const room = rooms.join(key, access.spaceId, connection)
    connections.add(connection)
    // Each is answered; no page sends any.
    socket.on('ping', data => {
      if (!connection.allow(data.length, now())) connection.cutOff()
    })
    socket.on('message', (data, isBinary) => {
      if (connection.ended || stopping) return
      const frame = isBinary ? bytesOf(data) : null
      if (!frame) return connection.close('bad-request')
      if (!connection.allow(frame.length, now())) return connection.close('too-many')
      try {
        receive(room, connection, readMessage(frame))
      } catch (error) {
        if (!(error instanceof Malformed)) log.error({ fault: faultOf(error) }, 'document: message failed')
        connection.close('bad-request')
      }
    })
    socket.on('close', () => {
      connections.delete(connection)
      connection.end()
      rooms.leave(room, connection)
    })
  }

  const stop = async (): Promise<void> => {
    stopping = true
    watch[Symbol.dispose]()
    memory[Symbol.dispose]()
    const giveUp = setTimeout(() => void work[Symbol.asyncDispose](), WORK_ENDS_WITHIN_MS)
    await rooms.stop()
    clearTimeout(giveUp)
    await work[Symbol.asyncDispose]()
    await closed(sockets)
    parts.http.off('upgrade', upgrade)
  }

  parts.http.on('upgrade', upgrade)
  return { [Symbol.asyncDispose]: stop }
}

const receive = (room: DocumentRoom, from: DocumentConnection, message: DocumentMessage | null): void => {
  if (!message) from.close('bad-request')
  else if (sizeOf(message) > limitOf(message)) from.close('too-large')
  else room.receive(from, message)
}

const sizeOf = (message: DocumentMessage): number => {
  switch (message.kind) {
    case 'ask':
      return message.vector.length
    case 'resync':
    case 'update':
    case 'awareness':
      return message.bytes.length
    case 'ask-awareness':
      return 0
  }
}

/** Bytes. A state vector names each page that ever wrote, sixteen bytes each at most. */
const limitOf = (message: DocumentMessage): number => {
  switch (message.kind) {
    case 'resync':
      return MAX_RESYNC_BYTES
    case 'ask':
      return 16 * MAX_CLIENTS
    case 'update':
      return MAX_UPDATE_BYTES
    case 'awareness':
      return MAX_AWARENESS_MESSAGE_BYTES
    case 'ask-awareness':
      return 0
  }
}

const bytesOf = (data: RawData): Uint8Array => {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}

/** A phone that loses its network says nothing: its sockets would count, and its partner see it, until TCP gives up. */
const watchSilence = (sockets: WebSocketServer, atMostMs: number): Disposable => {
  let silent = new WeakSet<WebSocket>()
  const timer = setInterval(() => {
    const asked = new WeakSet<WebSocket>()
    for (const socket of sockets.clients) {
      if (silent.has(socket)) socket.terminate()
      if (socket.readyState !== socket.OPEN) continue
      asked.add(socket)
      socket.ping()
      socket.once('pong', () => asked.delete(socket))
    }
    silent = asked
  }, atMostMs / 2)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

/** Resolves when every socket is closed. */
const closed = async (sockets: WebSocketServer): Promise<void> => {
  const open = [...sockets.clients].map(socket => new Promise<void>(resolve => socket.once('close', () => resolve())))
  const cutOff = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate()
  }, CLOSE_WITHIN_MS)
  await Promise.all(open)
  clearTimeout(cutOff)
  sockets.close()
}
