import type * as Y from 'yjs'
import { z } from 'zod/mini'
import { Instant, otherSeat, type Seat } from '../../shared/ids.ts'
import type { Agreement } from './agreement.ts'
import { type ClauseView, MOST_CLAUSES } from './agreement-view.ts'
import { type ChangedWords, readChangedWords, readChangeNote } from './clause-change.ts'
import { CHANGES, CLAUSES, REMOVALS } from './clauses.ts'
import { readTakenOut, type TakenBy, type TakenOut } from './taken-out.ts'

const UNTRACKED = Symbol('note of a removal')

/** A clause that one removed without knowing how the other changes it. */
export interface RemovedApart {
  /** As it stands in the document by now. */
  clause: ClauseView
  /** The words that were removed. */
  before: ChangedWords
}

/** What was removed and when, and the partner's note of a change that was there then. An earlier release noted no time. */
const Removal = z.object({
  words: z.optional(z.unknown()),
  saw: z.catch(z.nullable(z.object({ id: z.string(), at: Instant })), null),
  at: z.catch(z.optional(Instant), undefined),
})
type Removal = z.infer<typeof Removal>

interface RemovalsSurroundings {
  seat: Seat
  now(): Instant
  /** When a joiner was undone last: what seat b had noted by then is nobody's who is here. 0: never. */
  joinerLeftAt(): Instant
}

/**
 * Notes what is removed on this page, in whatever way, and knows what both have taken out. It tells when the partner turns out to have
 * changed while apart what one removed, and when they removed what one had written in: words would be gone without either knowing.
 * Hints, like the notes of changes.
 */
export class Removals implements Disposable {
  readonly #doc: Y.Doc
  readonly #agreement: Agreement
  readonly #at: RemovalsSurroundings
  readonly #removals: Y.Map<unknown>
  readonly #changes: Y.Map<unknown>
  readonly #listeners = new Set<() => void>()
  readonly #stops: readonly (() => void)[]
  #apart: readonly RemovedApart[] = []
  #untold: readonly ClauseView[] = []
  #takenOut: readonly TakenOut[] | null = null

  constructor(doc: Y.Doc, agreement: Agreement, at: RemovalsSurroundings) {
    this.#doc = doc
    this.#agreement = agreement
    this.#at = at
    this.#removals = doc.getMap(REMOVALS)
    this.#changes = doc.getMap(CHANGES)
    this.#stops = [
      agreement.watchRemovals(removed => this.#note(removed)),
      agreement.subscribe(this.#look),
      () => this.#changes.unobserve(this.#look),
      () => this.#removals.unobserve(this.#look),
    ]
    this.#changes.observe(this.#look)
    this.#removals.observe(this.#look)
    this.#look()
  }

  /** The same list until something of it changes. */
  apart(): readonly RemovedApart[] {
    return this.#apart
  }

  /** What the partner took out and one had written in, as long as this seat was not told. The same list until something of it changes. */
  untold(): readonly ClauseView[] {
    return this.#untold
  }

  /** All that was taken out and can be shown again, the newest first. The same list until the agreement changes. */
  takenOut(): readonly TakenOut[] {
    this.#takenOut ??= readTakenOut(this.#doc.getMap(CLAUSES), id => this.#takenBy(id))
    return this.#takenOut
  }

  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  /** This seat was told that these are gone. */
  told(ids: readonly string[]): void {
    const news = ids.filter(id => this.#untold.some(clause => clause.id === id))
    if (news.length === 0) return
    this.#doc.transact(() => {
      for (const id of news) this.#removals.set(toldKeyOf(id, this.#at.seat), this.#at.now())
    }, UNTRACKED)
  }

  /** It stays removed, knowing what the partner made of it. */
  leave(id: string): void {
    const { at } = this.#removal(id, this.#at.seat) ?? {}
    this.#doc.transact(() => this.#put(id, null, at ?? this.#at.now()), UNTRACKED)
  }

  /** With the partner's words, or with those that were removed: one step of undo. */
  bringBack({ clause: { id }, before }: RemovedApart, words: 'theirs' | 'before'): void {
    this.#agreement.byHand(() => {
      this.#agreement.showClause(id)
      if (words === 'before') this.#agreement.setWords(id, before)
    })
  }

  [Symbol.dispose](): void {
    for (const stop of this.#stops) stop()
    this.#listeners.clear()
  }

  /** Some at a time: the words of all of them at once may be more than an entry of the document holds. */
  #note(removed: readonly ClauseView[]): void {
    for (let from = 0; from < removed.length; from += MOST_CLAUSES)
      this.#doc.transact(() => {
        for (const { id, texts } of removed.slice(from, from + MOST_CLAUSES)) this.#put(id, texts, this.#at.now())
      }, UNTRACKED)
  }

  #put(id: string, words: ChangedWords | null, at: Instant): void {
    const theirs = this.#theirs(id)
    const saw = theirs && { id: theirs.id, at: theirs.at }
    this.#removals.set(keyOf(id, this.#at.seat), { words, saw, at })
  }

  #theirs(id: string) {
    return readChangeNote(this.#changes.get(keyOf(id, otherSeat(this.#at.seat))))
  }

  #removal(id: string, seat: Seat): Removal | null {
    return Removal.safeParse(this.#removals.get(keyOf(id, seat))).data ?? null
  }

  /** The newest note of it. Instants to come are a wrong clock or a lie: they count as now. */
  #takenBy(id: string): TakenBy | null {
    const [newest] = (['a', 'b'] as const)
      .flatMap(seat => {
        const at = this.#removal(id, seat)?.at
        return at === undefined ? [] : { seat, at }
      })
      .sort((one, other) => other.at - one.at)
    if (!newest) return null
    const isGone = newest.seat === 'b' && newest.at <= this.#at.joinerLeftAt()
    return { seat: isGone ? null : newest.seat, at: Math.min(newest.at, this.#at.now()) }
  }

  readonly #look = () => {
    this.#takenOut = null
    const apart: RemovedApart[] = []
    const untold: ClauseView[] = []
    const there: string[] = []
    for (const key of this.#removals.keys()) {
      const [id = '', owner] = key.split(':')
      const { seat } = this.#at
      const isNews = owner === otherSeat(seat) && this.#isNews(id)
      if (!isNews && owner !== seat && owner !== `${seat}+`) continue
      const clause = this.#agreement.removedClause(id)
      if (isNews) {
        if (clause) untold.push(clause)
        continue
      }
      if (!clause) there.push(key)
      const before = clause && owner === seat && this.#changedSince(id)
      if (before) apart.push({ clause, before })
    }
    if (JSON.stringify([apart, untold]) !== JSON.stringify([this.#apart, this.#untold])) {
      this.#apart = apart
      this.#untold = untold
      for (const listener of [...this.#listeners]) listener()
    }
    // What is back was not removed by this note, should it go again.
    if (there.length > 0)
      this.#doc.transact(() => {
        for (const key of there) this.#removals.delete(key)
      }, UNTRACKED)
  }

  /** Whether the partner was the last to take it out, since this seat was told, and this seat had a part in it. */
  #isNews(id: string): boolean {
    const { seat } = this.#at
    const by = this.#takenBy(id)
    if (by?.seat !== otherSeat(seat) || !readChangeNote(this.#changes.get(keyOf(id, seat)))) return false
    const told = Instant.safeParse(this.#removals.get(toldKeyOf(id, seat))).data
    return told === undefined || told < by.at
  }

  /** The words that were removed, if the partner changed them without this page knowing. */
  #changedSince(id: string): ChangedWords | null {
    const removal = this.#removal(id, this.#at.seat)
    const theirs = this.#theirs(id)
    const before = removal && readChangedWords(removal.words)
    if (!before || !theirs?.words) return null
    const { saw } = removal
    if (saw?.id === theirs.id && theirs.at <= saw.at) return null
    const { words } = theirs
    const isOther = (Object.keys(words) as (keyof ChangedWords)[]).some(field => words[field] !== before[field])
    return isOther ? before : null
  }
}

const keyOf = (id: string, seat: Seat): string => `${id}:${seat}`
/** When this seat was told of a removal by the other. */
const toldKeyOf = (id: string, seat: Seat): string => `${id}:${seat}+`
