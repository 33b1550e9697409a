import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { DOCUMENT_SUBPROTOCOL, DOCUMENTS_PATH, OUTER_ROOT } from '../../shared/documents.ts'
import type { Credentials } from './relay-client.ts'

export interface OpenDocumentOptions {
  /** As a path names it; `agreement.0` when not said. */
  room?: string
  /** A document that already holds something. */
  doc?: Y.Doc
  connect?: boolean
}

/** An outer document with the stock provider. Entries are plain text here: the server cannot tell. */
export interface DocumentClient extends AsyncDisposable {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  /** Appends an entry. */
  push(...texts: string[]): void
  entries(): string[]
  remove(index: number, count: number): void
  /** What the server last said it keeps. */
  readonly kept: ReadonlyMap<number, number>
  /** Everything that this client has is kept. */
  isKept(): boolean
  /** The last close code and reason, while not connected again. */
  readonly closed: { code: number; reason: string } | null
  /** Every close code so far. */
  readonly closes: number[]
  /** Resolves when the condition holds; looked at whenever something happens. */
  until(condition: () => boolean): Promise<void>
  disconnect(): void
  connect(): void
}

export const openDocument = (url: string, who: Credentials, options: OpenDocumentOptions = {}): DocumentClient => {
  const doc = options.doc ?? new Y.Doc()
  const serverUrl = `${url.replace(/^http/, 'ws')}${DOCUMENTS_PATH}/${who.deviceId}`
  const provider = new WebsocketProvider(serverUrl, options.room ?? 'agreement.0', doc, {
    protocols: [DOCUMENT_SUBPROTOCOL, who.token],
    // Its events lack what only pages need.
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    connect: options.connect ?? true,
    maxBackoffTime: 50,
  })
  return new Client(doc, provider)
}

/** Takes out all the entries there are, as whoever holds a token can. */
export const eraseAll = async (client: DocumentClient): Promise<void> => {
  await client.until(() => client.provider.synced && client.entries().length > 0)
  client.remove(0, client.entries().length)
}

class Client implements DocumentClient {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  kept: ReadonlyMap<number, number> = new Map()
  closed: { code: number; reason: string } | null = null
  readonly closes: number[] = []
  readonly #waiting = new Set<() => void>()

  constructor(doc: Y.Doc, provider: WebsocketProvider) {
    this.doc = doc
    this.provider = provider
    const look = () => {
      for (const check of [...this.#waiting]) check()
    }
    const stockSync = provider.messageHandlers[0]
    if (!stockSync) throw new Error('the provider handles no sync messages')
    provider.messageHandlers[0] = (encoder, decoder, ...more) => {
      const before = decoder.pos
      if (decoder.arr[before] === 0)
        this.kept = Y.decodeStateVector(decoder.arr.subarray(before + 1 + lengthBytes(decoder.arr, before + 1)))
      stockSync(encoder, decoder, ...more)
      look()
    }
    doc.on('update', look)
    provider.on('sync', look)
    provider.on('status', look)
    provider.awareness.on('change', look)
    provider.on('connection-close', event => {
      if (!event) return
      this.closed = { code: event.code, reason: event.reason }
      this.closes.push(event.code)
      look()
    })
  }

  get #array(): Y.Array<Uint8Array> {
    return this.doc.getArray(OUTER_ROOT)
  }

  push(...texts: string[]): void {
    this.#array.push(texts.map(text => new TextEncoder().encode(text)))
  }

  entries(): string[] {
    return this.#array.toArray().map(entry => new TextDecoder().decode(entry))
  }

  remove(index: number, count: number): void {
    this.#array.delete(index, count)
  }

  isKept(): boolean {
    const held = Y.decodeStateVector(Y.encodeStateVector(this.doc))
    return held.entries().every(([client, clock]) => (this.kept.get(client) ?? 0) >= clock)
  }

  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    const check = () => {
      if (!condition()) return
      this.#waiting.delete(check)
      resolve()
    }
    this.#waiting.add(check)
    return promise
  }

  disconnect(): void {
    this.provider.disconnect()
  }

  connect(): void {
    this.closed = null
    this.provider.connect()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.provider.destroy()
    this.doc.destroy()
  }
}

/** Bytes that a length prefix takes. */
const lengthBytes = (bytes: Uint8Array, at: number): number => {
  let end = at
  while ((bytes[end] ?? 0) >= 128) end++
  return end - at + 1
}

/** Whether all have the same entries, in the same order. */
export const sameEntries = (clients: DocumentClient[]): boolean => {
  const [first, ...others] = clients.map(client => JSON.stringify(client.entries()))
  return others.every(other => other === first)
}

/** Resolves when all have the same entries and the condition holds of each; looked at whenever something happens to any. */
export const untilAll = (clients: DocumentClient[], condition: (client: DocumentClient) => boolean): Promise<void> =>
  Promise.any(clients.map(client => client.until(() => clients.every(condition) && sameEntries(clients))))

/** What a device that knows nothing yet gets. */
export const freshEntries = async (url: string, who: Credentials): Promise<string[]> => {
  await using fresh = openDocument(url, who)
  await fresh.until(() => fresh.provider.synced)
  return fresh.entries()
}

/** A socket that sends whatever it is told to. */
export interface RawDocument extends AsyncDisposable {
  readonly socket: WebSocket
  /** Frames received. */
  readonly frames: Uint8Array[]
  readonly ended: { code: number; reason: string } | null
  /** HTTP status of a refused upgrade. */
  readonly status: number | null
  send(frame: Uint8Array | string): void
  until(condition: () => boolean): Promise<void>
}

export interface RawOptions {
  path?: string
  protocols?: string[]
  origin?: string
  /** Does not answer pings, as if the network had gone without a word. */
  deaf?: boolean
}

export const openRaw = (url: string, who: Credentials, options: RawOptions = {}): RawDocument => {
  const path = options.path ?? `${DOCUMENTS_PATH}/${who.deviceId}/agreement.0`
  const protocols = options.protocols ?? [DOCUMENT_SUBPROTOCOL, who.token]
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, protocols, {
    autoPong: !options.deaf,
    ...(options.origin && { origin: options.origin }),
  })
  const waiting = new Set<() => void>()
  const frames: Uint8Array[] = []
  const state: { ended: RawDocument['ended']; status: number | null } = { ended: null, status: null }
  const look = () => {
    for (const check of [...waiting]) check()
  }
  socket.on('message', data => {
    frames.push(new Uint8Array(data as Buffer))
    look()
  })
  socket.on('open', look)
  socket.on('error', look)
  socket.on('unexpected-response', (_, response) => {
    state.status = response.statusCode ?? 0
    response.resume()
    look()
  })
  socket.on('close', (code, reason) => {
    state.ended = { code, reason: reason.toString() }
    look()
  })
  return {
    socket,
    frames,
    get ended() {
      return state.ended
    },
    get status() {
      return state.status
    },
    send: frame => socket.send(frame),
    until: condition => {
      const { promise, resolve } = Promise.withResolvers<void>()
      const check = () => {
        if (!condition()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
      return promise
    },
    [Symbol.asyncDispose]: async () => socket.terminate(),
  }
}
