import type { Refusal } from '../../shared/errors.ts'
import type { OutgoingEvent } from '../../shared/events.ts'
import type { EventId, Instant } from '../../shared/ids.ts'
import { mayRetry } from './api.ts'
import type { MemberStore, OutboxEntry } from './local.ts'
import type { PressClock } from './press-clock.ts'

const RETRY_FIRST_MS = 500
const RETRY_MOST_MS = 20_000
/** How long another tab has to send what it pressed, ms. */
const LEAVE_TO_OTHERS_MS = 2_000

export interface Sender {
  send(event: OutgoingEvent): Promise<{ ok: true; seq: number; at: Instant } | Refusal | { ok: false; code: 'offline' }>
}

export interface OutboxListener {
  /** Entries came, went or were acknowledged. */
  changed(): void
  /** One went out, and nobody said whether it came. */
  unsure(): void
  /** All that could be sent was sent; the log reaches `seq` at least. */
  stored(seq: number): void
  /** It can never succeed as it is, and is gone. */
  refused(event: OutgoingEvent, refusal: Refusal): void
}

/**
 * What this device pressed and the log does not show yet. Written to local storage before anything else, then sent in the order
 * of pressing, one at a time, until the server acknowledges or refuses it for good. That it may have left is kept before it does. What
 * may be taken back for a while is sent after that while, and holds up nothing. All tabs share it: sending twice is harmless, since the
 * server knows each by its id.
 */
export class Outbox implements Disposable {
  readonly #store: MemberStore
  readonly #listener: OutboxListener
  readonly #clock: PressClock
  #entries: OutboxEntry[]
  #acknowledged = new Map<EventId, Instant>()
  /** What left, so that a late look into storage does not bring it back. */
  readonly #gone = new Set<EventId>()
  /** The page may end at once: what is sent now waits for nothing. */
  #leaving = false
  /** What storage would not take. */
  readonly #unstored = new Set<EventId>()
  #sender: Sender | null = null
  #draining = false
  #flushAgain = false
  #storedUpTo = 0
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(store: MemberStore, entries: OutboxEntry[], listener: OutboxListener, clock: PressClock) {
    this.#store = store
    this.#entries = entries
    this.#listener = listener
    this.#clock = clock
  }

  entries(): readonly OutboxEntry[] {
    return this.#entries
  }

  /** When the server stored it, if it said so. */
  acknowledgedAt(id: EventId): Instant | undefined {
    return this.#acknowledged.get(id)
  }

  /** Whether the server may have it already. */
  wasAttempted(id: EventId): boolean {
    return !this.#find(id)?.untried
  }

  /** Resolves when it is in local storage. Where storage fails it is still sent. `holdMs`: not before so long after the press. */
  async add(event: OutgoingEvent, holdMs?: number): Promise<void> {
    // What goes out in this turn is written down as that from the beginning: it waits for one write, not for two.
    const untried = !this.#sender || this.#draining || !!holdMs
    const entry: OutboxEntry = { event, ...this.#clock.press(event.id), holdMs, untried }
    const added = await this.#store.addToOutbox(entry).catch(() => {
      this.#unstored.add(event.id)
      return true
    })
    if (!added || this.#find(event.id) || this.#gone.has(event.id)) return
    this.#entries = [...this.#entries, entry]
    this.#listener.changed()
    this.flush()
  }

  /** Takes an entry out before it was ever sent. False when it may have been, unless it is to go `anyway`. */
  async withdraw(id: EventId, anyway = false): Promise<boolean> {
    if (!this.#find(id) || (this.wasAttempted(id) && !anyway)) return false
    // Another tab, or the service worker, may have tried it since.
    if (!anyway && !this.#unstored.has(id) && !(await this.#store.withdraw(id).catch(() => false))) return false
    this.#forget([id])
    if (anyway) await this.#store.removeFromOutbox(id).catch(() => false)
    return true
  }

  /** Nobody looks at this page any more: what could still be taken back on it goes now, before storage has taken down that it may have left. */
  letGo(): void {
    this.#leaving = true
    for (const entry of this.#entries) if (entry.untried && this.#clock.isHere(entry.event.id)) entry.holdMs = 0
    this.flush()
    this.#leaving = false
  }

  /** The log shows these now. */
  arrived(ids: EventId[]): void {
    this.#forget(ids)
  }

  /**
   * Another tab changed the outbox: what it pressed is sent from here only if that tab does not. While storage is read, things go
   * on here: what was added meanwhile stays, and what left meanwhile does not come back.
   */
  async reread(): Promise<void> {
    const before = new Set(this.#entries.map(({ event }) => event.id))
    const stored = await this.#store.readOutbox().catch(() => null)
    if (!stored) return
    const there = new Set(stored.map(({ event }) => event.id))
    const own = this.#entries.filter(({ event: { id } }) => !there.has(id) && (!before.has(id) || this.#unstored.has(id)))
    this.#entries = [...stored.filter(({ event }) => !this.#gone.has(event.id)), ...own]
    this.#listener.changed()
    this.#later(LEAVE_TO_OTHERS_MS)
  }

  /** A connection that has caught up, or none. */
  setSender(sender: Sender | null): void {
    this.#sender = sender
    this.#failures = 0
    if (!sender) return
    // What was acknowledged and is not in the log now, a server has lost that was restored since: it is sent again.
    this.#acknowledged.clear()
    this.flush()
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#draining) this.#flushAgain = true
    else void this.#drain()
  }

  [Symbol.dispose](): void {
    this.#sender = null
    clearTimeout(this.#timer)
  }

  async #drain(): Promise<void> {
    this.#draining = true
    this.#flushAgain = false
    this.#storedUpTo = 0
    try {
      for (let next = this.#next(); next && this.#sender; next = this.#next()) {
        if (!(await this.#sendOne(next, this.#sender))) break
      }
    } finally {
      this.#draining = false
    }
    if (this.#storedUpTo > 0) this.#listener.stored(this.#storedUpTo)
    if (this.#flushAgain) this.flush()
    else if (this.#timer === undefined) this.#waitForHeld()
  }

  #waitForHeld(): void {
    const waits = this.#entries.flatMap(entry => this.#heldFor(entry) || [])
    if (waits.length > 0) this.#later(Math.min(...waits))
  }

  /** How long it may still be taken back, ms; 0 when it is to be sent. A clock that was set back holds up nothing. */
  #heldFor({ pressedAt, holdMs = 0 }: OutboxEntry): number {
    const left = pressedAt + holdMs - this.#clock.deviceNow()
    return left > 0 && left <= holdMs ? left : 0
  }

  #next(): OutboxEntry | undefined {
    return this.#entries.find(entry => !this.#acknowledged.has(entry.event.id) && this.#heldFor(entry) === 0)
  }

  /** False when sending has to wait. */
  async #sendOne(entry: OutboxEntry, sender: Sender): Promise<boolean> {
    const { event } = entry
    if (entry.untried) {
      const handedOut = this.#handOut(entry)
      if (!this.#leaving && !(await handedOut)) return true
    }
    const answer = await sender.send({ ...event, heldMs: this.#clock.heldMs(entry) })
    if (answer.ok) {
      this.#failures = 0
      if (this.#find(event.id)) this.#acknowledged.set(event.id, answer.at)
      this.#storedUpTo = Math.max(this.#storedUpTo, answer.seq)
      this.#listener.changed()
      return true
    }
    // A lost connection starts the outbox again when it is back.
    if (answer.code === 'offline') {
      this.#listener.unsure()
      this.#later(RETRY_MOST_MS)
      return false
    }
    if (mayRetry(answer.code) || lostAccess(answer.code)) {
      const grown = Math.min(RETRY_FIRST_MS * 2 ** this.#failures, RETRY_MOST_MS)
      this.#failures += 1
      this.#later(Math.max('retryAfterMs' in answer ? (answer.retryAfterMs ?? 0) : 0, grown))
      return false
    }
    const removed = await this.#store.removeFromOutbox(event.id).catch(() => true)
    this.#forget([event.id])
    if (removed) this.#listener.refused(event, answer)
    return true
  }

  /** False when it was withdrawn in another tab, or sent from there. */
  async #handOut(entry: OutboxEntry): Promise<boolean> {
    const { id } = entry.event
    this.#entries = this.#entries.map(one => (one === entry ? { ...one, untried: false } : one))
    const isThere = (await this.#store.handOut(id).catch(() => true)) || this.#unstored.has(id)
    if (!isThere) this.#forget([id])
    return isThere
  }

  #later(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), ms)
  }

  #forget(ids: EventId[]): void {
    for (const id of ids) this.#gone.add(id)
    const kept = this.#entries.filter(({ event }) => !this.#gone.has(event.id))
    if (kept.length === this.#entries.length) return
    this.#entries = kept
    for (const id of ids) {
      this.#acknowledged.delete(id)
      this.#clock.forget(id)
    }
    this.#listener.changed()
  }

  #find(id: EventId): OutboxEntry | undefined {
    return this.#entries.find(entry => entry.event.id === id)
  }
}

/** Not the step is refused but the device: the relay says so too, and what was pressed stays readable here. */
export const lostAccess = (code: Refusal['code']): boolean =>
  code === 'wrong-token' || code === 'access-ended' || code === 'no-token'
