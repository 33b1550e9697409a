import type { Refusal } from '../../shared/errors.ts'
import { UnknownEvent } from '../../shared/events.ts'
import type { EventId } from '../../shared/ids.ts'
import type { PauseLimits } from '../../shared/pause.ts'
import { mayRetry } from './api.ts'
import type { ServerClock } from './clock.ts'
import { LOG_WINDOW, type LogRecord, type MemberStore } from './local.ts'
import { soon } from './soon.ts'
import { type Folded, SpaceLog } from './space-log.ts'
import { Steady } from './steady.ts'

/** When the server asks for patience without saying how long, ms. */
const RETRY_MS = 2_000
/** The page has its turn after so much applying, ms. */
const SLICE_MS = 8
/** Entries that are applied before the time is looked at. */
const APPLY_AT_ONCE = 20
/** Entries in one transaction of local storage: a press waits for no more. */
const KEEP_AT_ONCE = 50

export interface LogSource {
  since(seq: number): Promise<{ ok: true; events: unknown[]; head: number } | Refusal | { ok: false; code: 'offline' }>
}

/**
 * Brings the server's log to this device and keeps it: what is told live, and what is asked for where something is missing. However
 * much that is, it is applied and kept in slices, between which the page has its turn.
 */
export class LogFeed implements Disposable {
  readonly #source: LogSource
  readonly #parts: { store: MemberStore; clock: ServerClock }
  readonly #shown: (ids: EventId[]) => void
  readonly #applying = new Steady(() => this.#apply())
  #log: SpaceLog
  #folded: Folded
  /** Told and not applied yet. */
  #told: unknown[] = []
  /** How many were told and are applied, and who waits for how many. */
  #done = 0
  #waiting: { upTo: number; resolve: () => void }[] = []
  #callOff: (() => void) | null = null
  /** Applied and not shown yet. */
  #fresh: EventId[] = []
  #unkept: LogRecord[] = []
  #isKeeping = false
  #asking: Promise<void> | null = null
  #askAgain = false
  #connection = 0
  /** A connection has begun and not sent all that was missed: a part of it would show what is long over. */
  #catchingUp = false
  #begunAt: UnknownEvent | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `shown`: called with what is new in `folded`. */
  constructor(
    log: SpaceLog,
    source: LogSource,
    parts: { store: MemberStore; clock: ServerClock },
    shown: (ids: EventId[]) => void,
  ) {
    this.#log = log
    this.#folded = log.folded
    this.#source = source
    this.#parts = parts
    this.#shown = shown
  }

  get log(): SpaceLog {
    return this.#log
  }

  /** What is to be shown of the log: what a connection begins with, whole or not at all. */
  get folded(): Folded {
    return this.#folded
  }

  /** Told live. A hint: what is missing before it is asked for. A stream of them is applied and shown in few parts. */
  told(event: unknown): void {
    this.#told.push(event)
    this.#applying.call()
  }

  /** A connection begins: the last entry that is here. */
  begin(): number {
    this.#connection += 1
    this.#catchingUp = true
    this.#begunAt = this.#log.newest
    return this.#log.last
  }

  /**
   * What the server's log has where this connection began. False when that is another entry than here: the server was restored from
   * an older copy, and has gone on since. Its log is the truth now, and another connection begins with all of it.
   */
  isSameLog(entry: unknown): boolean {
    const there = UnknownEvent.safeParse(entry).data
    const here = this.#begunAt
    // The same event can have been sent again and be at the same place, behind others: then it was stored at another time.
    if (there?.seq !== here?.seq || (there?.id === here?.id && there?.at === here?.at)) return true
    void this.#forget()
    return false
  }

  /** The server's log reaches so far. Resolves when this device's does too, or cannot for now. */
  async reach(head: number): Promise<void> {
    if (this.#catchingUp) return
    await this.#allApplied()
    if (head > this.#log.last) await this.ask()
  }

  /** What a connection begins with is here. False when the server knows less than was known here: as for `isSameLog`. */
  async caughtUp(head: number, limits: PauseLimits): Promise<boolean> {
    const connection = this.#connection
    this.#log.setLimits(limits)
    await this.#allApplied()
    if (connection !== this.#connection) return true
    // Not by what is here now: a live entry may have come since the server looked.
    if (head < (this.#begunAt?.seq ?? 0)) {
      await this.#forget()
      return false
    }
    this.#stampFresh()
    this.#catchingUp = false
    this.#show()
    void this.#keepAll()
    await this.reach(head)
    return true
  }

  /** What came of the log that is none any more: all that was told until now, too. Its entries are shown until the next are whole. */
  async #forget(): Promise<void> {
    this.#log = new SpaceLog([], this.#log.limits)
    this.#done += this.#told.length
    this.#told = []
    this.#fresh = []
    this.#unkept = []
    await this.#parts.store.forgetLog().catch(() => {})
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
    this.#callOff?.()
    this.#applying[Symbol.dispose]()
  }

  #apply(): void {
    if (this.#callOff) return
    const until = performance.now() + SLICE_MS
    while (this.#told.length > 0 && performance.now() < until) {
      const some = this.#told.splice(0, APPLY_AT_ONCE)
      this.#done += some.length
      this.#take(this.#log.take(some, this.#parts.clock.now()))
    }
    this.#show()
    const done = this.#waiting.filter(({ upTo }) => upTo <= this.#done)
    this.#waiting = this.#waiting.filter(({ upTo }) => upTo > this.#done)
    for (const { resolve } of done) resolve()
    if (this.#told.length > 0) this.#callOff = soon(() => this.#applyOn())
    else if (this.#log.hasGap) void this.ask()
  }

  #applyOn(): void {
    this.#callOff = null
    this.#apply()
  }

  /** Resolves when all that was told until now is applied. */
  #allApplied(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push({ upTo: this.#done + this.#told.length, resolve })
    this.#apply()
    return promise
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
      this.#take(log.takeAnswer(after, answer.events, answer.head, this.#parts.clock.now()))
      this.#show()
      if (log.last > after && log.last < answer.head) this.#askAgain = true
    }
  }

  #askLater(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.ask(), ms)
  }

  #take(records: LogRecord[]): void {
    for (const record of records) {
      this.#fresh.push(record.event.id)
      this.#unkept.push(record)
    }
    void this.#keepAll()
  }

  #show(): void {
    if (this.#catchingUp) return
    this.#folded = this.#log.folded
    const fresh = this.#fresh
    this.#fresh = []
    if (fresh.length > 0) this.#shown(fresh)
  }

  /** When a connection begins, the device's clock may have been changed since the last one: only now it is known how late it is. */
  #stampFresh(): void {
    const arrivedAt = this.#parts.clock.now()
    const fresh = new Set(this.#fresh)
    this.#log.stamp(fresh, arrivedAt)
    this.#unkept = this.#unkept.map(record => (fresh.has(record.event.id) ? { ...record, arrivedAt } : record))
  }

  /** What a connection begins with is kept when it is whole, for a reload shows what is kept; unless it is more than a reload reads. */
  async #keepAll(): Promise<void> {
    if (this.#isKeeping) return
    this.#isKeeping = true
    const tooMany = () => this.#unkept.length - (this.#catchingUp ? LOG_WINDOW : 0)
    for (let many = tooMany(); many > 0; many = tooMany()) {
      await this.#parts.store.keepLog(this.#unkept.splice(0, Math.min(many, KEEP_AT_ONCE))).catch(() => {})
    }
    this.#isKeeping = false
  }
}
