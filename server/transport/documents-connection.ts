import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { type CloseCodeName, closeCodes, MAX_DOCUMENT_BYTES } from '../../shared/documents.ts'
import type { Access } from '../features/access.ts'
import type { UpdateSource } from '../features/documents.ts'
import type { AwareSocket } from './documents-awareness.ts'
import type { SocketBudget } from './documents-budget.ts'
import type { Holder } from './held-memory.ts'

/** A peer that has this much unread is not reading; it is cut off and resyncs. More than the longest answer, bytes. */
const SLOW_AT_BYTES = MAX_DOCUMENT_BYTES + 4 * 1_048_576
/** Above this much received and not yet decided on, the socket is not read further, bytes. */
const READ_AHEAD_BYTES = 1_048_576

/** What came over a socket so far, where what lies below it counts. */
const bytesRead = (wire: Duplex): number => ('bytesRead' in wire && typeof wire.bytesRead === 'number' ? wire.bytesRead : 0)

/** One device's socket to one document. */
export class DocumentConnection implements AwareSocket, UpdateSource, Holder {
  readonly access: Access
  readonly tokenHash: string
  /** The Yjs client id that this page's awareness goes by. */
  presence: number | null = null
  /** State vectors sent that were not answered yet: an answer under way brings whatever is missing now. */
  unanswered = 0
  behind = false
  /** The state vector it asked about last. */
  question: Uint8Array | null = null
  /** Its access was checked since it joined its room: it may be told things. */
  greeted = false
  readonly #socket: WebSocket
  readonly #wire: Duplex
  /** What the wire had read when the latest frame was whole. */
  #wholeAt: number
  #ended = false
  #waiting = 0
  readonly #budget: SocketBudget

  constructor(socket: WebSocket, wire: Duplex, access: Access, tokenHash: string, budget: SocketBudget) {
    this.#socket = socket
    this.#wire = wire
    this.#wholeAt = bytesRead(wire)
    this.access = access
    this.tokenHash = tokenHash
    this.#budget = budget
  }

  /** Nothing more is taken from it or told to it. */
  get ended(): boolean {
    return this.#ended
  }

  send(message: Uint8Array): void {
    if (this.#ended) return
    if (this.#socket.bufferedAmount > SLOW_AT_BYTES) {
      this.cutOff()
      return
    }
    this.#socket.send(message)
  }

  /** Closes with the code's number and name. */
  close(code: CloseCodeName): void {
    if (this.#ended) return
    this.#ended = true
    this.#socket.resume()
    this.#socket.close(closeCodes[code], code)
  }

  /** The peer is gone. */
  end(): void {
    this.#ended = true
  }

  /** What it was told and the network has not taken yet, bytes. */
  get unread(): number {
    return this.#socket.bufferedAmount
  }

  held(): number {
    return this.#socket.bufferedAmount + bytesRead(this.#wire) - this.#wholeAt
  }

  cutOff(): void {
    this.#ended = true
    this.#socket.terminate()
  }

  /** Counts a frame; false when there were too many. */
  allow(bytes: number, now: number): boolean {
    this.#wholeAt = bytesRead(this.#wire)
    return this.#budget.allow(bytes, now)
  }

  /** What it makes the server do counts as if it had sent as much: asking is cheap, and answering is not. */
  charge(bytes: number): void {
    this.#budget.charge(bytes)
  }

  /** `bytes` wait to be decided on: reading goes on only as fast as storing. */
  hold(bytes: number): void {
    this.#waiting += bytes
    if (this.#waiting > READ_AHEAD_BYTES) this.#socket.pause()
  }

  release(bytes: number): void {
    this.#waiting -= bytes
    if (this.#socket.isPaused && this.#waiting <= READ_AHEAD_BYTES) this.#socket.resume()
  }
}
