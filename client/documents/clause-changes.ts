import type * as Y from 'yjs'
import { PAUSE_CLAUSE_ID } from '../../shared/clause.ts'
import { type Instant, otherSeat, type Seat } from '../../shared/ids.ts'
import type { Agreement } from './agreement.ts'
import { type ChangedWords, type ClauseChange, type ClauseChangeNote, clauseChange, readChangeNote } from './clause-change.ts'
import { CHANGES } from './clauses.ts'
import { KeyedListeners } from './keyed-listeners.ts'

/** One's own change of a clause is noted once it has rested for so long, ms: once for all its letters. */
const RESTED_MS = 2_000
/** Whether a partner who is here has got it is waited for so long, ms: until then they count as writing together. */
const TOGETHER_MS = 5_000
const UNTRACKED = Symbol('note of a change')

export interface ChangesSurroundings {
  seat: Seat
  now(): Instant
  /** Runs once after `ms`; the answer calls it off. */
  after(ms: number, run: () => void): () => void
  /** Whether the partner looks at the agreement, as far as this page is connected, and then whether their device has all of it. */
  partner(): 'away' | 'here' | 'has-all'
}

/** What goes on with a clause on which two changed apart. */
export type Decision = 'keep' | 'mine' | 'theirs'

interface Burst {
  /** What the other seat had noted when it began. */
  saw: string | null
  lastAt: Instant
  /** As one's own last letter left it: what comes from elsewhere until it has rested is not one's own wording. */
  words: ChangedWords | null
  /** The partner was away for a part of it. */
  apart: boolean
  cancel: () => void
}

/** Notes one's own changes in the document, and tells of each clause who changed it last and whether both did so apart. */
export class ClauseChanges implements Disposable {
  readonly #agreement: Agreement
  readonly #notes: Y.Map<unknown>
  readonly #doc: Y.Doc
  readonly #at: ChangesSurroundings
  readonly #bursts = new Map<string, Burst>()
  readonly #known = new Map<string, ClauseChange>()
  readonly #listeners = new KeyedListeners<string>()
  readonly #stopWatching: () => void
  #deciding = false

  constructor(doc: Y.Doc, agreement: Agreement, at: ChangesSurroundings) {
    this.#doc = doc
    this.#agreement = agreement
    this.#notes = doc.getMap(CHANGES)
    this.#at = at
    this.#notes.observe(this.#noted)
    this.#stopWatching = agreement.watchOwnChanges(id => this.#touched(id))
  }

  /** The same object until something of it changes. */
  of(id: string): ClauseChange {
    const known = this.#known.get(id)
    if (known) return known
    const change = clauseChange(
      this.#note(id, this.#at.seat),
      this.#note(id, otherSeat(this.#at.seat)),
      this.#at.seat,
      this.#at.now(),
    )
    this.#known.set(id, change)
    return change
  }

  subscribe(id: string, changed: () => void): () => void {
    return this.#listeners.add(id, changed)
  }

  /** Ends the hint on both phones, as one step of undo. False when there is nothing to decide. */
  decide(id: string, decision: Decision): boolean {
    const { apart } = this.of(id)
    const theirs = this.#note(id, otherSeat(this.#at.seat))
    if (!apart || !theirs) return false
    const words = decision === 'keep' ? null : apart[decision]
    this.#deciding = true
    this.#agreement.byHand(() => {
      if (words) this.#agreement.setWords(id, words)
      this.#put(id, theirs.id, words ?? this.#agreement.wordsOf(id))
    })
    this.#deciding = false
    this.#bursts.get(id)?.cancel()
    this.#bursts.delete(id)
    return true
  }

  /** Notes what has not rested yet: the page may be about to end. */
  settle(): void {
    for (const id of [...this.#bursts.keys()]) this.#rested(id)
  }

  /** The partner has everything: words that were kept for their return are no longer needed. Those of an open hint stay. */
  tidy(): void {
    if (this.#at.partner() !== 'has-all') return
    this.#doc.transact(() => {
      for (const id of this.#ids()) {
        const mine = this.#note(id, this.#at.seat)
        if (mine?.words && !this.of(id).apart) this.#notes.set(keyOf(id, this.#at.seat), { ...mine, words: null })
      }
    }, UNTRACKED)
  }

  [Symbol.dispose](): void {
    this.settle()
    this.#stopWatching()
    this.#notes.unobserve(this.#noted)
  }

  #touched(id: string): void {
    if (this.#deciding) return
    const [lastAt, words] = [this.#at.now(), this.#agreement.wordsOf(id)]
    const isAway = this.#at.partner() === 'away'
    const burst = this.#bursts.get(id)
    if (burst) Object.assign(burst, { lastAt, words, apart: burst.apart || isAway })
    else {
      const saw = this.#note(id, otherSeat(this.#at.seat))?.id ?? null
      this.#bursts.set(id, { saw, lastAt, words, apart: isAway, cancel: this.#wait(id, RESTED_MS) })
    }
  }

  /** A letter sets no timer anew: when the time is over, what is left of it since the last letter is waited for. */
  #wait(id: string, ms: number): () => void {
    return this.#at.after(ms, () => {
      const burst = this.#bursts.get(id)
      if (!burst) return
      const rested = this.#at.now() - burst.lastAt
      const isOnItsWay = !burst.apart && this.#at.partner() === 'here' && rested < TOGETHER_MS
      if (rested >= RESTED_MS && !isOnItsWay) this.#rested(id)
      else burst.cancel = this.#wait(id, Math.max(RESTED_MS - rested, TOGETHER_MS / 10))
    })
  }

  #rested(id: string): void {
    const burst = this.#bursts.get(id)
    if (!burst) return
    burst.cancel()
    this.#bursts.delete(id)
    // Until it is decided, both wordings stay as they were written.
    const words = burst.apart || this.#at.partner() !== 'has-all' ? burst.words : null
    if (!this.of(id).apart) this.#doc.transact(() => this.#put(id, burst.saw, words), UNTRACKED)
  }

  #put(id: string, saw: string | null, words: ChangedWords | null): void {
    const note: ClauseChangeNote = {
      id: crypto.getRandomValues(new Uint32Array(2)).join('-'),
      at: this.#at.now(),
      saw,
      words,
    }
    this.#notes.set(keyOf(id, this.#at.seat), note)
  }

  #note(id: string, seat: Seat): ClauseChangeNote | null {
    return readChangeNote(this.#notes.get(keyOf(id, seat)))
  }

  #ids(): string[] {
    const { signals, activities, phrases, promises } = this.#agreement.snapshot()
    return [PAUSE_CLAUSE_ID, ...[...signals, ...activities, ...phrases, ...promises].map(({ id }) => id)]
  }

  readonly #noted = (event: Y.YMapEvent<unknown>) => {
    for (const key of event.keysChanged) {
      const id = String(key).slice(0, -2)
      this.#known.delete(id)
      this.#listeners.tell(id)
    }
  }
}

const keyOf = (id: string, seat: Seat): string => `${id}:${seat}`
