import type { Socket } from 'socket.io-client'
import { z } from 'zod/mini'
import { ErrorCode, type Refusal } from '../../shared/errors.ts'
import type { OutgoingEvent } from '../../shared/events.ts'
import { type DeviceId, Instant } from '../../shared/ids.ts'
import {
  CaughtUp,
  type ClientToServerEvents,
  PROTOCOL_VERSION,
  RELAY_PATH,
  type ServerToClientEvents,
} from '../../shared/relay.ts'
import { AnyRefusal, withoutGaps } from './api.ts'

/** A call that is not acknowledged within this time means a dead connection, ms. Each that was doubles it: the network may be slow and not dead. */
const ANSWER_WITHIN_MS = 5_000
const ANSWER_WITHIN_MOST_MS = 20_000
const CONNECT_WITHIN_MS = 10_000
/** A connection that has not caught up within this time is made anew, ms. */
const CATCH_UP_WITHIN_MS = 20_000
const RETRY_FIRST_MS = 400
const RETRY_MOST_MS = 15_000

/**
 * `outdated`: the server no longer speaks this page's protocol. `unknown`: it does not know this device's token. It is asked again all
 * the same: it may be set back, or be another server, or on another data folder.
 */
export type RelayState = 'online' | 'connecting' | 'offline' | 'outdated' | 'unknown'

export interface RelayListener {
  /** The last event applied here. */
  since(): number
  /** Whether the server's log is the one of which `since` is known here, by its entry there (unparsed). */
  isSameLog(entry: unknown): boolean
  /** Unparsed. */
  event(event: unknown): void
  /** `askedAt`: the device's time when this connection was begun. */
  caughtUp(state: CaughtUp, askedAt: number): void
  head(head: number, now: Instant): void
  spaceChanged(): void
  /** Whether this refusal ends this device's access for good. */
  isEnd(code: ErrorCode): boolean
  /** This device has no access any more. Nothing is tried again. */
  ended(code: ErrorCode): void
  connection(state: RelayState): void
}

const Head = z.object({ head: z.int().check(z.nonnegative()), now: Instant })
const Ended = z.object({ code: z.catch(ErrorCode, 'wrong-token') })
const SendAnswer = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), seq: z.int(), at: Instant }), AnyRefusal])
const SinceAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), events: z.array(z.unknown()), head: z.int().check(z.nonnegative()) }),
  AnyRefusal,
])

type Lost = { ok: false; code: 'offline' }
type RelaySocket = Socket<ServerToClientEvents, ClientToServerEvents>

/**
 * One device's connection to the relay, kept up by itself: made anew after growing pauses, at once when `nudge` says that the
 * network or the page is back. Calls never throw; without a connection they answer `offline`.
 */
export class Relay implements AsyncDisposable {
  readonly #url: string
  readonly #credentials: { token: string; deviceId: DeviceId }
  readonly #listener: RelayListener
  readonly #deviceNow: () => number
  #socket: RelaySocket | null = null
  #wanted = false
  #failures = 0
  #answerWithinMs = ANSWER_WITHIN_MS
  #trying: RelayState = 'connecting'
  #timer: ReturnType<typeof setTimeout> | undefined
  #watch: ReturnType<typeof setTimeout> | undefined
  #generation = 0

  constructor(url: string, credentials: { token: string; deviceId: DeviceId }, listener: RelayListener, deviceNow: () => number) {
    this.#url = url
    this.#credentials = credentials
    this.#listener = listener
    this.#deviceNow = deviceNow
  }

  /** Connects, and stays connected until `stop`. */
  start(): void {
    if (this.#wanted) return
    this.#wanted = true
    this.#failures = 0
    void this.#connect()
  }

  stop(): void {
    this.#wanted = false
    this.#drop()
    this.#listener.connection('offline')
  }

  /** The network or the page is back: try at once. Whether what seems connected still is, the next call tells. */
  nudge(): void {
    if (!this.#wanted) return
    this.#failures = 0
    this.#answerWithinMs = ANSWER_WITHIN_MS
    if (this.#timer !== undefined) void this.#connect()
  }

  isConnected(): boolean {
    return this.#socket?.connected === true
  }

  /** What looks like a connection is none any more: make another. */
  interrupt(): void {
    if (this.#wanted) this.#again()
  }

  async send(event: OutgoingEvent): Promise<{ ok: true; seq: number; at: Instant } | Refusal | Lost> {
    const socket = this.#socket
    if (!socket?.connected) return { ok: false, code: 'offline' }
    try {
      const answer = SendAnswer.parse(await socket.timeout(this.#answerWithinMs).emitWithAck('send', event))
      return answer.ok ? answer : withoutGaps(answer)
    } catch {
      return this.#lost(socket)
    }
  }

  /** Events after `seq`, unparsed, in order. */
  async since(seq: number): Promise<{ ok: true; events: unknown[]; head: number } | Refusal | Lost> {
    const socket = this.#socket
    if (!socket?.connected) return { ok: false, code: 'offline' }
    try {
      const answer = SinceAnswer.parse(await socket.timeout(this.#answerWithinMs).emitWithAck('since', seq))
      return answer.ok ? answer : withoutGaps(answer)
    } catch {
      return this.#lost(socket)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#wanted = false
    this.#drop()
  }

  /** Not answered: the connection cannot be trusted. */
  #lost(socket: RelaySocket): Lost {
    this.#answerWithinMs = Math.min(2 * this.#answerWithinMs, ANSWER_WITHIN_MOST_MS)
    if (this.#socket === socket) this.#again()
    return { ok: false, code: 'offline' }
  }

  async #connect(): Promise<void> {
    this.#drop()
    const generation = this.#generation
    this.#tellTrying()
    const opened = await import('socket.io-client').catch(() => null)
    if (generation !== this.#generation || !this.#wanted) return
    if (!opened) {
      this.#again()
      return
    }
    const askedAt = this.#deviceNow()
    const socket: RelaySocket = opened.io(this.#url, {
      path: RELAY_PATH,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      timeout: CONNECT_WITHIN_MS,
      auth: { protocol: PROTOCOL_VERSION, ...this.#credentials, since: this.#listener.since() },
    })
    this.#socket = socket
    this.#watch = setTimeout(() => this.#again(), CONNECT_WITHIN_MS + CATCH_UP_WITHIN_MS)
    this.#listen(socket, askedAt)
  }

  #listen(socket: RelaySocket, askedAt: number): void {
    const listener = this.#listener
    socket.on('known', entry => {
      if (!listener.isSameLog(entry)) this.#again()
    })
    socket.on('event', event => listener.event(event))
    socket.on('caught-up', raw => {
      const state = CaughtUp.safeParse(raw)
      if (!state.success) return
      clearTimeout(this.#watch)
      this.#failures = 0
      this.#trying = 'connecting'
      listener.caughtUp(state.data, askedAt)
    })
    socket.on('head', raw => {
      const head = Head.safeParse(raw)
      if (head.success) listener.head(head.data.head, head.data.now)
    })
    socket.on('space-changed', () => listener.spaceChanged())
    socket.on('ended', raw => this.#refused(Ended.parse(raw).code))
    socket.on('disconnect', () => this.#socket === socket && this.#again())
    socket.on('connect_error', error => {
      if (this.#socket !== socket) return
      const refusal = AnyRefusal.safeParse('data' in error ? error.data : undefined)
      if (refusal.success) this.#refused(refusal.data.code, refusal.data.retryAfterMs)
      else this.#again()
    })
  }

  #refused(code: ErrorCode, retryAfterMs?: number): void {
    if (this.#listener.isEnd(code)) {
      this.stop()
      this.#listener.ended(code)
      return
    }
    if (code === 'old-protocol') this.#trying = 'outdated'
    if (code === 'wrong-token') this.#trying = 'unknown'
    this.#again(retryAfterMs)
  }

  /** Lets go of this connection and makes another one after a pause that grows with every failure. */
  #again(atLeastMs = 0): void {
    this.#drop()
    if (!this.#wanted) return
    this.#tellTrying()
    const grown = Math.min(RETRY_FIRST_MS * 2 ** this.#failures, RETRY_MOST_MS)
    this.#failures += 1
    // Spread out: after a restart of the server not every phone comes in the same instant.
    const wait = Math.max(atLeastMs, grown * (0.5 + Math.random() / 2))
    this.#timer = setTimeout(() => void this.#connect(), wait)
  }

  #tellTrying(): void {
    this.#listener.connection(this.#trying)
  }

  #drop(): void {
    this.#generation += 1
    clearTimeout(this.#timer)
    clearTimeout(this.#watch)
    this.#timer = undefined
    const socket = this.#socket
    this.#socket = null
    socket?.removeAllListeners()
    socket?.disconnect()
  }
}
