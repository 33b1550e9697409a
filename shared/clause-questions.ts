import type { EventId, Instant, Seat } from './ids.ts'

export interface Reply {
  readonly id: EventId
  readonly seat: Seat
  readonly at: Instant
  readonly text: string
}

export interface Question extends Reply {
  readonly clauseId: string
  /** The newest, oldest of them first. */
  readonly replies: readonly Reply[]
  /** So many replies came before them. */
  readonly earlier: number
  readonly settledBy: Seat | null
}

/** What is kept of the questions on a clause, oldest first. */
export interface ClauseQuestions {
  readonly open: readonly Question[]
  readonly settled: readonly Question[]
  /** So many questions are no longer kept, settled or not. */
  readonly earlier: number
}

/** Kept of each seat, so that however much the one says, nothing of the other's goes: together twice as many. */
const OPEN_OF_SEAT = 10
const SETTLED_OF_SEAT = 10
const REPLIES_OF_SEAT = 25

/** What was said, given in the order of the log. */
export type Said = { readonly id: EventId; readonly seat: Seat; readonly at: Instant } & (
  | { readonly kind: 'asked'; readonly clauseId: string; readonly text: string }
  | { readonly kind: 'replied'; readonly about: EventId; readonly text: string }
  | { readonly kind: 'settled'; readonly about: EventId }
)

interface Thread {
  readonly asked: Reply & { readonly clauseId: string }
  readonly replies: Newest<Reply>
  settledBy: Seat | null
}

interface OfClause {
  readonly open: Newest<Thread>
  readonly settled: Newest<Thread>
}

/** Everything that was asked, folded one by one: what one more costs does not grow with what there is. */
export class AllQuestions {
  readonly #clauses = new Map<string, OfClause>()
  /** Those still kept, which alone can be replied to and settled. */
  readonly #threads = new Map<EventId, Thread>()

  add(said: Said): void {
    const { id, seat, at } = said
    if (said.kind === 'asked') {
      const { clauseId, text } = said
      const thread: Thread = { asked: { id, seat, at, clauseId, text }, replies: new Newest(REPLIES_OF_SEAT), settledBy: null }
      this.#threads.set(id, thread)
      this.#forget(this.#ofClause(clauseId).open.add(seat, thread))
      return
    }
    const thread = this.#threads.get(said.about)
    if (!thread) return
    if (said.kind === 'replied') thread.replies.add(seat, { id, seat, at, text: said.text })
    else if (thread.settledBy === null) this.#settle(thread, seat)
  }

  of(clauseId: string): ClauseQuestions {
    const { open, settled } = this.#clauses.get(clauseId) ?? {}
    return {
      open: open?.kept().map(questionOf) ?? [],
      settled: settled?.kept().map(questionOf) ?? [],
      earlier: (open?.gone ?? 0) + (settled?.gone ?? 0),
    }
  }

  #settle(thread: Thread, by: Seat): void {
    const { seat, clauseId } = thread.asked
    const { open, settled } = this.#ofClause(clauseId)
    thread.settledBy = by
    open.take(seat, thread)
    this.#forget(settled.add(seat, thread))
  }

  #forget(thread: Thread | undefined): void {
    if (thread) this.#threads.delete(thread.asked.id)
  }

  #ofClause(clauseId: string): OfClause {
    const known = this.#clauses.get(clauseId) ?? { open: new Newest(OPEN_OF_SEAT), settled: new Newest(SETTLED_OF_SEAT) }
    this.#clauses.set(clauseId, known)
    return known
  }
}

const questionOf = ({ asked, replies, settledBy }: Thread): Question => ({
  ...asked,
  replies: replies.kept(),
  earlier: replies.gone,
  settledBy,
})

/** The newest so many of each seat. */
class Newest<T> {
  /** How many were kept once and had to go. */
  gone = 0
  readonly #most: number
  readonly #of: Record<Seat, { place: number; one: T }[]> = { a: [], b: [] }
  #next = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Answers with what had to go for it. */
  add(seat: Seat, one: T): T | undefined {
    const list = this.#of[seat]
    list.push({ place: this.#next, one })
    this.#next += 1
    if (list.length <= this.#most) return undefined
    this.gone += 1
    return list.shift()?.one
  }

  take(seat: Seat, one: T): void {
    const list = this.#of[seat]
    const at = list.findIndex(kept => kept.one === one)
    if (at >= 0) list.splice(at, 1)
  }

  /** Oldest first. */
  kept(): T[] {
    return [...this.#of.a, ...this.#of.b].sort((one, other) => one.place - other.place).map(({ one }) => one)
  }
}
