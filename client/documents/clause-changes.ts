import type * as Y from 'yjs'
import { PAUSE_CLAUSE_ID } from '../../shared/clause.ts'
import { type Instant, otherSeat, type Seat } from '../../shared/ids.ts'
import type { Agreement } from './agreement.ts'
import { type Burst, beginBurst, newNoteId } from './clause-burst.ts'
import {
  type ChangedWords,
  type ClauseChange,
  type ClauseChangeNote,
  clauseChange,
  hintOf,
  only,
  readChangeNote,
  readWrittenOn,
  type SeatChanges,
  wasBefore,
} from './clause-change.ts'
import { CHANGES } from './clauses.ts'
import { KeyedListeners } from './keyed-listeners.ts'
import type { OwnWordings } from './own-wordings.ts'

/** One's own change of a clause is noted once it has rested for so long, ms: once for all its letters. */
const RESTED_MS = 2_000
/** Whether a partner who is here has got it is waited for so long, ms: until then they count as writing together. */
const TOGETHER_MS = 5_000
/** A letter after which nothing comes from the partner's device for so long was written apart, ms: a short gap is one too. */
const APART_MS = 1_500
/** A change that was made apart stands noted from its first letter on, and is noted anew at most this often, ms. */
const NOTED_EVERY_MS = 500
const UNTRACKED = Symbol('note of a change')

export interface ChangesSurroundings {
  seat: Seat
  now(): Instant
  /** Runs once after `ms`; the answer calls it off. */
  after(ms: number, run: () => void): () => void
  /** Whether the partner looks at the agreement, as far as this page is connected, and then whether their device has all of it. */
  partner(): 'away' | 'here' | 'has-all'
  /** When something last came from the partner's device: where they are, or what it holds. */
  heardAt(): Instant
  /** When a joiner was undone last: what seat b had noted by then is nobody's who is here. 0: never. */
  joinerLeftAt(): Instant
  own: OwnWordings
}

/** What goes on with a clause on which two changed apart. */
export type Decision = 'keep' | 'mine' | 'theirs'

/**
 * Notes one's own changes in the document, and tells of each clause who changed it last and whether both did so apart. What is
 * written apart is noted in the turn of its first letter: wherever that rests, its note does, also when the page ends at once.
 */
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
    this.#stopWatching = agreement.watchOwnChanges((id, byUndo, before) => this.#touched(id, byUndo, before))
  }

  /** The same object until something of it changes. */
  of(id: string): ClauseChange {
    const known = this.#known.get(id)
    if (known) return known
    const { seat } = this.#at
    const change = this.#checked(
      id,
      clauseChange(this.#changesOf(id, seat), this.#changesOf(id, otherSeat(seat)), seat, this.#at.now()),
    )
    this.#known.set(id, change)
    return change
  }

  subscribe(id: string, changed: () => void): () => void {
    return this.#listeners.add(id, changed)
  }

  /**
   * Ends the hint on both phones, as one step of undo; sets no field but those that both changed. False when there is nothing
   * to decide, or words of since would be lost.
   */
  decide(id: string, decision: Decision): boolean {
    const { apart } = this.of(id)
    const theirs = this.#note(id, otherSeat(this.#at.seat))
    if (!apart || !theirs || (decision !== 'keep' && (apart.wroteOn || apart.fields.length === 0))) return false
    const now = this.#agreement.wordsOf(id)
    const words = decision === 'keep' ? {} : only(apart.fields, apart[decision])
    this.#deciding = true
    this.#agreement.byHand(() => {
      // Minutes are set all three or not at all.
      if (decision !== 'keep') this.#agreement.setWords(id, id === PAUSE_CLAUSE_ID ? { ...now, ...words } : words)
      this.#put(id, { id: newNoteId(), saw: theirs.id, words: { ...now, ...words }, was: null })
    })
    this.#deciding = false
    this.#bursts.get(id)?.cancel()
    this.#bursts.delete(id)
    return true
  }

  /** Nothing reached a page of the partner's since `since`: what was written from then on was written apart, however soon it came. */
  partnerWasAway(since: Instant): void {
    for (const [id, burst] of this.#bursts) {
      if (burst.lastAt < since) continue
      burst.apart = true
      // In the turn of it: from here on the text may hold the partner's words too.
      if (burst.isNew) this.#noteBurst(id, burst, burst.words)
    }
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
        if ((mine?.words || mine?.was) && !this.of(id).apart)
          this.#notes.set(keyOf(id, this.#at.seat), { ...mine, words: null, was: null })
      }
    }, UNTRACKED)
  }

  [Symbol.dispose](): void {
    this.settle()
    this.#stopWatching()
    this.#notes.unobserve(this.#noted)
  }

  #touched(...[id, byUndo, before]: Parameters<Parameters<Agreement['watchOwnChanges']>[0]>): void {
    if (this.#deciding) return
    if (!byUndo && this.of(id).apart) this.#noteOn(id)
    const burst = this.#bursts.get(id) ?? this.#begin(id)
    const now = this.#at.now()
    burst.lastAt = now
    // Under an open hint what it shows of this change stays: from here on the text holds the partner's words too.
    if (!this.#isNoted(id, burst) || !this.of(id).apart) {
      burst.words = this.#agreement.wordsOf(id)
      burst.was = { ...before(burst.was), ...burst.was }
      burst.isNew = true
    }
    if (burst.unheardSince === null || this.#at.heardAt() > burst.unheardSince) {
      burst.unheardSince = now
      // What was written together so far is over; what begins here has seen what is noted by now.
      if (!burst.apart) burst.saw = this.#theirs(id)
    }
    if (this.#at.partner() === 'away') burst.apart = true
    if (burst.apart && now - (burst.notedAt ?? 0) >= NOTED_EVERY_MS) this.#noteBurst(id, burst, burst.words)
  }

  #begin(id: string): Burst {
    const burst = beginBurst({ saw: this.#theirs(id), lastAt: this.#at.now(), cancel: this.#wait(id) })
    this.#bursts.set(id, burst)
    return burst
  }

  /** A letter sets no timer anew. */
  #wait(id: string, ms = NOTED_EVERY_MS): () => void {
    return this.#at.after(ms, () => {
      const burst = this.#bursts.get(id)
      if (!burst) return
      if (this.#isUnheard(burst)) burst.apart = true
      const rested = this.#at.now() - burst.lastAt
      const isOnItsWay = !burst.apart && this.#at.partner() === 'here' && rested < TOGETHER_MS
      if (rested >= RESTED_MS && !isOnItsWay) return this.#rested(id)
      if (burst.apart && burst.isNew) this.#noteBurst(id, burst, burst.words)
      const untilApart = (burst.unheardSince ?? this.#at.now()) + APART_MS - this.#at.now()
      burst.cancel = this.#wait(id, burst.apart ? NOTED_EVERY_MS : Math.min(NOTED_EVERY_MS, Math.max(1, untilApart)))
    })
  }

  /** Whoever is heard of is there, however slow the way: they count as writing together. */
  #isUnheard(burst: Burst): boolean {
    const { unheardSince } = burst
    if (unheardSince === null) return false
    if (this.#at.partner() !== 'has-all' && this.#at.heardAt() <= unheardSince) return this.#at.now() - unheardSince >= APART_MS
    burst.unheardSince = null
    return false
  }

  #rested(id: string): void {
    const burst = this.#bursts.get(id)
    if (!burst) return
    burst.cancel()
    this.#bursts.delete(id)
    // Until it is decided, both wordings stay as they were written.
    const isUnheard = this.#at.partner() !== 'has-all' && this.#at.heardAt() <= burst.lastAt
    if (burst.isNew) this.#noteBurst(id, burst, burst.apart || isUnheard ? burst.words : null)
  }

  /** An open hint is of the notes that are there: another change leaves them as they are. */
  #noteBurst(id: string, burst: Burst, words: ChangedWords | null): void {
    burst.notedAt = this.#at.now()
    burst.isNew = false
    if (this.of(id).apart && !this.#isNoted(id, burst)) return
    const isHad = !words && this.#at.partner() === 'has-all'
    const was = isHad ? null : wasBefore(this.#note(id, this.#at.seat), this.#note(id, otherSeat(this.#at.seat)), burst)
    this.#doc.transact(() => this.#put(id, { id: burst.id, saw: burst.saw, words, was }), UNTRACKED)
  }

  /** In the turn of the first letter: what is typed under an open hint is lost by no decision. */
  #noteOn(id: string): void {
    const { note: mine, on } = this.#changesOf(id, this.#at.seat)
    const theirs = this.#note(id, otherSeat(this.#at.seat))
    if (!mine || !theirs) return
    const [of, at] = [hintOf(mine, theirs), this.#at.now()]
    if (on?.of === of && at - on.at < NOTED_EVERY_MS) return
    this.#doc.transact(() => this.#notes.set(onKeyOf(id, this.#at.seat), { of, at }), UNTRACKED)
  }

  /** Nobody is said to have written what their own device does not know of: the partner can write notes in either name. */
  #checked(id: string, { last, apart }: ClauseChange): ClauseChange {
    if (!apart || this.#at.own.has(id, apart.mine)) return { last, apart }
    void this.#at.own.look(id, apart.mine).then(isOwn => isOwn && this.#changed(id))
    return { last, apart: { ...apart, unsure: true } }
  }

  #changesOf(id: string, seat: Seat): SeatChanges {
    return { note: this.#note(id, seat), on: this.#ofOneHere(seat, readWrittenOn(this.#notes.get(onKeyOf(id, seat)))) }
  }

  #theirs(id: string): string | null {
    return this.#note(id, otherSeat(this.#at.seat))?.id ?? null
  }

  #isNoted(id: string, burst: Burst): boolean {
    return this.#note(id, this.#at.seat)?.id === burst.id
  }

  #put(id: string, change: Omit<ClauseChangeNote, 'at'>): void {
    const note: ClauseChangeNote = { ...change, at: this.#at.now() }
    if (note.words) void this.#at.own.add(id, note.words)
    this.#notes.set(keyOf(id, this.#at.seat), note)
  }

  #note(id: string, seat: Seat): ClauseChangeNote | null {
    return this.#ofOneHere(seat, readChangeNote(this.#notes.get(keyOf(id, seat))))
  }

  #ofOneHere<Noted extends { at: Instant }>(seat: Seat, noted: Noted | null): Noted | null {
    return noted && seat === 'b' && noted.at <= this.#at.joinerLeftAt() ? null : noted
  }

  #ids(): string[] {
    const { signals, activities, phrases, promises } = this.#agreement.snapshot()
    return [PAUSE_CLAUSE_ID, ...[...signals, ...activities, ...phrases, ...promises].map(({ id }) => id)]
  }

  readonly #noted = (event: Y.YMapEvent<unknown>) => {
    for (const key of event.keysChanged) this.#changed(String(key).slice(0, String(key).lastIndexOf(':')))
  }

  #changed(id: string): void {
    this.#known.delete(id)
    this.#listeners.tell(id)
  }
}

const keyOf = (id: string, seat: Seat): string => `${id}:${seat}`
const onKeyOf = (id: string, seat: Seat): string => `${id}:${seat}+`
