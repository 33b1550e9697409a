import type { Refusal } from '../../shared/errors.ts'
import type { PauseLimits } from '../../shared/pause.ts'
import { mayRetry } from './api.ts'
import type { ServerClock } from './clock.ts'
import type { LocalStore, LogRecord } from './local.ts'
import { SpaceLog } from './space-log.ts'
import { Steady } from './steady.ts'

/** When the server asks for patience without saying how long, ms. */
const RETRY_MS = 2_000

export interface LogSource {
  since(seq: number): Promise<{ ok: true; events: unknown[]; head: number } | Refusal | { ok: false; code: 'offline' }>
}

/** Brings the server's log to this device and keeps it: what is told live, and what is asked for where something is missing. */
export class LogFeed implements Disposable {
  readonly #source: LogSource
  readonly #parts: { store: LocalStore; clock: ServerClock }
  readonly #applied: (records: LogRecord[]) => void
  readonly #applying = new Steady(() => this.#apply())
  #log: SpaceLog
  /** Told live and not applied yet. */
  #told: unknown[] = []
  #asking: Promise<void> | null = null
  #askAgain = false
  /** A connection has begun and not sent all that was missed: a part of it would show what is long over. */
  #catchingUp = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    log: SpaceLog,
    source: LogSource,
    parts: { store: LocalStore; clock: ServerClock },
    applied: (records: LogRecord[]) => void,
  ) {
    this.#log = log
    this.#source = source
    this.#parts = parts
    this.#applied = applied
  }

  get log(): SpaceLog {
    return this.#log
  }

  /**
   * Told live. A hint: what is missing before it is asked for. A stream of them is applied, kept and shown in few parts; what a
   * connection begins with, in one.
   */
  told(event: unknown): void {
    this.#told.push(event)
    if (!this.#catchingUp) this.#applying.call()
  }

  /** A connection begins: the last entry that is here, with everything that was told so far. */
  begin(): number {
    this.#apply()
    this.#catchingUp = true
    return this.#log.last
  }

  /** The server's log reaches so far. Resolves when this device's does too, or cannot for now. */
  async reach(head: number): Promise<void> {
    if (this.#catchingUp) return
    this.#apply()
    if (head > this.#log.last) await this.ask()
  }

  /** What a connection begins with. A server that knows less was restored from an older copy: its log is the truth now. */
  async caughtUp(head: number, limits: PauseLimits): Promise<void> {
    this.#catchingUp = false
    this.#log.setLimits(limits)
    this.#apply()
    if (head < this.#log.last) {
      this.#log = new SpaceLog([], limits)
      await this.#parts.store.forgetLog().catch(() => {})
    }
    await this.reach(head)
  }

  /** Asks for what is missing, page by page. One question at a time; asked for while it runs: once more after that. */
  async ask(): Promise<void> {
    if (this.#catchingUp) return
    this.#askAgain = true
    this.#asking ??= this.#askAll().finally(() => {
      this.#asking = null
    })
    await this.#asking
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#applying[Symbol.dispose]()
  }

  #apply(): void {
    if (this.#told.length === 0) return
    const told = this.#told
    this.#told = []
    this.#keep(this.#log.take(told, this.#parts.clock.now()))
    if (this.#log.hasGap) void this.ask()
  }

  async #askAll(): Promise<void> {
    while (this.#askAgain) {
      this.#askAgain = false
      const log = this.#log
      const after = log.last
      const answer = await this.#source.since(after)
      if (!answer.ok) {
        if (answer.code !== 'offline' && mayRetry(answer.code)) this.#askLater(answer.retryAfterMs ?? RETRY_MS)
        return
      }
      if (log !== this.#log) continue
      this.#keep(log.takeAnswer(after, answer.events, answer.head, this.#parts.clock.now()))
      if (log.last > after && log.last < answer.head) this.#askAgain = true
    }
  }

  #askLater(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.ask(), ms)
  }

  #keep(records: LogRecord[]): void {
    if (records.length === 0) return
    void this.#parts.store.keepLog(records).catch(() => {})
    this.#applied(records)
  }
}
