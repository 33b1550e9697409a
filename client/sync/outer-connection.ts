import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Awareness } from 'y-protocols/awareness'
import { messageYjsSyncStep1, messageYjsSyncStep2 } from 'y-protocols/sync'
import { messageSync, WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { type CloseCodeName, closeCodes, DOCUMENT_SUBPROTOCOL, DOCUMENTS_PATH, MAX_UPDATE_BYTES } from '../../shared/documents.ts'
import type { DocumentClock } from './document-clock.ts'
import type { DocumentConnection } from './document-status.ts'
import type { Clocks } from './kept.ts'
import { isNetworkGone } from './page-life.ts'
import { splitUpdate } from './split-update.ts'

/** What is sent after a time without a network goes in parts of about this many bytes. */
const PART_BYTES = MAX_UPDATE_BYTES / 4
/** The stock provider's own waiting after a lost connection ends here, ms. */
const MAX_BACKOFF_MS = 5_000
/** Deletes go along in so many answers after a connection or a delete: the server may have left them out once. */
const REPEAT_DELETES = 3
/** Waiting after a refusal doubles from the first to the second, ms. */
const REFUSED_FIRST_MS = 500
const REFUSED_MOST_MS = 60_000
/** A server that does not know this device is asked again after this at most, ms: it may be on the right data by then. */
const UNKNOWN_MOST_MS = 15_000

export interface ConnectionTarget {
  /** The server's origin, `http://…`. */
  url: string
  deviceId: string
  token: string
  /** `agreement.0` */
  room: string
}

export interface ConnectionOptions {
  WebSocketPolyfill?: typeof WebSocket
  /** Without the BroadcastChannel that joins the tabs of one device. */
  disableBc?: boolean
}

/**
 * The outer document's way to the server: the stock y-websocket provider, listened to at its message handlers. The server says
 * what it keeps by its state vector; it says why it ends a connection by the close code.
 */
export class OuterConnection {
  readonly #provider: WebsocketProvider
  readonly #outer: Y.Doc
  readonly #clock: DocumentClock
  readonly #changed: () => void
  readonly #kept: (clocks: Clocks) => void
  /** In so many answers to come the whole set of deletes goes along: it grows with a document's age, so not in every one. */
  #repeatDeletes = REPEAT_DELETES
  #wanted = false
  #offline = false
  #ended = false
  #refused: CloseCodeName | null = null
  #refusals = 0
  #cancelRetry: (() => void) | null = null

  constructor(
    target: ConnectionTarget,
    outer: Y.Doc,
    awareness: Awareness,
    clock: DocumentClock,
    options: ConnectionOptions,
    on: { changed: () => void; kept: (clocks: Clocks) => void },
  ) {
    this.#outer = outer
    this.#clock = clock
    this.#changed = on.changed
    this.#kept = on.kept
    this.#provider = new WebsocketProvider(
      `${target.url.replace(/^http/, 'ws')}${DOCUMENTS_PATH}/${target.deviceId}`,
      target.room,
      outer,
      {
        connect: false,
        awareness,
        protocols: [DOCUMENT_SUBPROTOCOL, target.token],
        maxBackoffTime: MAX_BACKOFF_MS,
        shouldReconnect: event => closeName(event.code) === null,
        ...options,
      },
    )
    this.#listen()
  }

  get state(): DocumentConnection {
    if (this.#provider.wsconnected && this.#provider.synced) return 'online'
    const trying = this.#wanted && !this.#offline && !this.#ended && this.#refused === null
    return trying && this.#provider.wsUnsuccessfulReconnects === 0 && !isNetworkGone() ? 'connecting' : 'offline'
  }

  get refused(): CloseCodeName | null {
    return this.#refused
  }

  /** The access itself was refused: nothing is tried again. */
  get ended(): boolean {
    return this.#ended
  }

  connect(): void {
    this.#wanted = true
    if (this.#offline || this.#ended) return
    this.#provider.connect()
    this.#changed()
  }

  /** The network may be back: tries at once instead of waiting. */
  nudge(): void {
    if (this.#wanted && (this.#refused === null || this.#refused === 'wrong-token')) this.connect()
  }

  /** The network is said to be gone: what looks like a connection is let go at once, and another one is tried. */
  interrupt(): void {
    if (this.#provider.ws) {
      this.#provider.disconnect()
      this.connect()
    } else this.#changed()
  }

  setOffline(offline: boolean): void {
    if (offline === this.#offline) return
    this.#offline = offline
    if (offline) this.#provider.disconnect()
    else if (this.#wanted) this.connect()
    this.#changed()
  }

  /** Everything is kept: whatever was refused before is over. */
  settle(): void {
    if (this.#ended) return
    this.#refusals = 0
    this.#refused = null
  }

  close(): void {
    this.#wanted = false
    this.#cancelRetry?.()
    this.#provider.destroy()
  }

  #listen(): void {
    const provider = this.#provider
    this.#outer.on('afterTransaction', (transaction: Y.Transaction) => {
      if (transaction.local && transaction.deleteSet.clients.size > 0) this.#repeatDeletes = REPEAT_DELETES
    })
    provider.on('status', ({ status }) => {
      if (status === 'connected') this.#repeatDeletes = REPEAT_DELETES
      this.#changed()
    })
    provider.on('sync', () => this.#changed())
    provider.on('connection-close', () => this.#changed())
    provider.on('closed', ({ code }) => this.#closed(closeName(code)))
    const stock = provider.messageHandlers.slice()
    provider.messageHandlers = stock.map((handle, type) => (encoder, decoder, from, fromServer, messageType) => {
      try {
        if (type === messageSync && fromServer && this.#isVector(decoder)) this.#answer(decoding.readVarUint8Array(decoder))
        else handle(encoder, decoder, from, fromServer, messageType)
      } catch {
        // A message that cannot be read is a message that was not sent: the next state vector repairs what was missed.
      }
    })
  }

  /** Reads the kind of a sync message; puts it back unless it is the server's state vector. */
  #isVector(decoder: decoding.Decoder): boolean {
    const start = decoder.pos
    if (decoding.readVarUint(decoder) === messageYjsSyncStep1) return true
    decoder.pos = start
    return false
  }

  /** The server has told what it keeps: it gets what it lacks, in parts. An empty answer is one too: the server waits for it. */
  #answer(vector: Uint8Array): void {
    const kept = Y.decodeStateVector(vector)
    const missing = Y.encodeStateAsUpdate(this.#outer, vector)
    const deletes = this.#repeatDeletes > 0
    if (deletes) this.#repeatDeletes--
    const parts = deletes && missing.length <= PART_BYTES ? [missing] : splitUpdate(missing, PART_BYTES, deletes)
    for (const part of parts.length > 0 ? parts : [NOTHING]) this.#send(part)
    this.#kept(kept)
  }

  #send(update: Uint8Array): void {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, messageSync)
    encoding.writeVarUint(encoder, messageYjsSyncStep2)
    encoding.writeVarUint8Array(encoder, update)
    this.#provider.ws?.send(encoding.toUint8Array(encoder))
  }

  #closed(refused: CloseCodeName | null): void {
    this.#refused = refused
    if (refused && endsAccess(refused)) this.#ended = true
    else {
      const most = refused === 'wrong-token' ? UNKNOWN_MOST_MS : REFUSED_MOST_MS
      const wait = Math.min(REFUSED_FIRST_MS * 2 ** this.#refusals, most)
      this.#refusals++
      this.#cancelRetry?.()
      this.#cancelRetry = this.#clock.after(wait, () => {
        if (this.#wanted) this.connect()
      })
    }
    this.#changed()
  }
}

/** A Yjs update without structs and deletes. */
const NOTHING = new Uint8Array([0, 0])

const closeName = (code: number): CloseCodeName | null => {
  for (const name of Object.keys(closeCodes) as CloseCodeName[]) if (closeCodes[name] === code) return name
  return null
}

const endsAccess = (refused: CloseCodeName): boolean => {
  switch (refused) {
    case 'access-ended':
    case 'no-token':
    case 'not-yours':
      return true
    // Whether this device was removed, or this is another server, the relay tells.
    case 'wrong-token':
    case 'foreign-author':
    case 'foreign-content':
    case 'bad-update':
    case 'absurd-clock':
    case 'bad-request':
    case 'too-large':
    case 'too-many':
    case 'not-stored':
    case 'stopping':
      return false
  }
}
