import type { Presence } from './documents-awareness.ts'
import { writeStates } from './documents-awareness.ts'
import type { DocumentConnection } from './documents-connection.ts'
import { awarenessMessage } from './documents-wire.ts'

export interface TellingPace {
  /** Between two rounds, ms. The first after a quiet while goes at once. */
  awarenessEveryMs: number
  /** What all rounds of a room may send, bytes per second: after a large one the next waits longer. */
  awarenessBytesPerSecond: number
}

/** Who has more than this unread is told later, bytes. */
const CALM_BYTES = 65_536
/** Who is owed the news of so many pages does not read at all. */
const MOST_OWED = 256

interface News {
  presence: Presence
  /** Null for what another node told. */
  from: DocumentConnection | null
}

/**
 * Tells the sockets of a room of each other's awareness. It is no history: in a round each is told the newest of every page, once,
 * however often that changed, however often it asked; and one that does not read what it has is told when it has.
 */
export class AwarenessTelling {
  readonly #pace: TellingPace
  readonly #hearers: ReadonlySet<DocumentConnection>
  readonly #publish: (states: Uint8Array) => void
  readonly #news = new Map<number, News>()
  readonly #owed = new Map<DocumentConnection, Map<number, Presence>>()
  #timer: NodeJS.Timeout | undefined
  #nextAt = Number.NEGATIVE_INFINITY

  /** `publish` is for other nodes, and gets what those did not tell. */
  constructor(pace: TellingPace, hearers: ReadonlySet<DocumentConnection>, publish: (states: Uint8Array) => void) {
    this.#pace = pace
    this.#hearers = hearers
    this.#publish = publish
  }

  tell(presence: Presence, from: DocumentConnection | null): void {
    this.#news.set(presence.client, { presence, from })
    this.#soon()
  }

  /** The answer to a question, which is owed once however often it is put. */
  owe(to: DocumentConnection, states: Presence[]): void {
    if (states.length === 0) return
    const owed = this.#owed.get(to) ?? new Map<number, Presence>()
    for (const presence of states) owed.set(presence.client, presence)
    this.#owed.set(to, owed)
    this.#soon()
  }

  forget(connection: DocumentConnection): void {
    this.#owed.delete(connection)
  }

  /** Tells other nodes what is left, and nobody anything later. */
  stop(): void {
    this.#round()
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#owed.clear()
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.#round(), Math.max(0, this.#nextAt - performance.now()))
  }

  #round(): void {
    this.#timer = undefined
    const news = [...this.#news.values()]
    this.#news.clear()
    const all = writeStates(news.map(({ presence }) => presence))
    const message = awarenessMessage(all)
    let sent = 0
    for (const hearer of this.#hearers) {
      if (!hearer.greeted) continue
      const fresh = news.filter(({ from }) => from !== hearer)
      if (this.#owed.has(hearer) || hearer.unread > CALM_BYTES) {
        const states = fresh.map(({ presence }) => presence)
        sent += this.#settle(hearer, states)
      } else if (fresh.length > 0) {
        hearer.send(message)
        sent += message.length
      }
      // Telling costs more than saying: who says something pays for all who are told.
      for (const { presence, from } of fresh) from?.charge(presence.bytes)
    }
    const own = news.filter(({ from }) => from !== null).map(({ presence }) => presence)
    if (own.length > 0) this.#publish(own.length === news.length ? all : writeStates(own))
    const { awarenessEveryMs, awarenessBytesPerSecond } = this.#pace
    this.#nextAt = performance.now() + Math.max(awarenessEveryMs, (sent / awarenessBytesPerSecond) * 1_000)
    if (this.#owed.size > 0) this.#soon()
  }

  /** What it is owed, with what is new, if it reads; returns how much was sent, bytes. */
  #settle(hearer: DocumentConnection, fresh: Presence[]): number {
    const owed = this.#owed.get(hearer) ?? new Map<number, Presence>()
    for (const presence of fresh) owed.set(presence.client, presence)
    if (hearer.unread > CALM_BYTES) {
      if (owed.size > MOST_OWED) hearer.cutOff()
      else if (owed.size > 0) this.#owed.set(hearer, owed)
      return 0
    }
    this.#owed.delete(hearer)
    const message = awarenessMessage(writeStates([...owed.values()]))
    hearer.charge(message.length)
    hearer.send(message)
    return message.length
  }
}
