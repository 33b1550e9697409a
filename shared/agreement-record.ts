import { AllQuestions, type ClauseQuestions } from './clause-questions.ts'
import type { EventId, Instant, Seat } from './ids.ts'
import { otherSeat } from './ids.ts'
import { NO_WITHDRAWALS, type Withdrawals, withoutWithdrawal, withWithdrawal } from './withdrawal.ts'
import type { Wording } from './wording.ts'

/** A wording of a clause that somebody agreed to. */
export interface HeldClause {
  readonly clauseId: string
  readonly wording: Wording
  /** SHA-256 of the canonical wording, base64url. */
  readonly hash: string
  /** When it became what it is, by the server's clock: of what is ours, when the second of the two agreed. */
  readonly since: Instant
  /** The assent that made it so is still in this device's outbox. Not there when it is not. */
  readonly unsent?: true
}

/** What was put in force at one time, by one press. Never changes once the log has it. */
export interface Version {
  /** Its place among the versions, from 1. */
  readonly number: number
  readonly id: EventId
  readonly at: Instant
  /** Who put it in force. */
  readonly seat: Seat
  readonly clauses: readonly HeldClause[]
  /** What was in force when it came: the version before, less what either had withdrawn. */
  readonly replaces: readonly HeldClause[]
  /** Still in this device's outbox: its number may change. */
  readonly unsent: boolean
}

/** The last press of a seat, whether or not a version came of it. */
export interface Press {
  readonly id: EventId
  /** Still in this device's outbox: what comes of it may change. */
  readonly unsent: boolean
  /** Of the newest version once it had its place in the log: its own, else the one before it. 0 when there was none. */
  readonly number: number
  /** What it named that was not in force then, and that the other seat did not agree to by then. */
  readonly missed: readonly HeldClause[]
}

/** One event of the agreement, opened, its signature verified; of a withdrawal, not known to be wrong. `entry` names wording and clause in versions. */
export type Statement = { readonly id: EventId; readonly seat: Seat; readonly at: Instant; readonly unsent: boolean } & (
  | {
      readonly kind: 'given'
      readonly clauseId: string
      readonly wording: Wording
      readonly hash: string
      readonly entry: string
    }
  /** `hash` null: every wording of the clause. */
  | { readonly kind: 'withdrawn'; readonly clauseId: string; readonly hash: string | null }
  /** Not opened yet: it may withdraw anything of its seat's, and counts as if it did. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'version'; readonly entries: readonly string[] }
  | { readonly kind: 'asked'; readonly clauseId: string; readonly text: string }
  | { readonly kind: 'replied'; readonly about: EventId; readonly text: string }
  | { readonly kind: 'settled'; readonly about: EventId }
)
type Given = Extract<Statement, { kind: 'given' }>
type Withdrawn = Extract<Statement, { kind: 'withdrawn' }>
type Put = Extract<Statement, { kind: 'version' }>

interface Held extends HeldClause {
  readonly entry: string
  /** The same for whoever shows it: made once, however many versions name it. */
  readonly plain: HeldClause
}

/** What both hold of a clause, and what each has agreed to beside it and the other has not. */
interface ClauseAssents {
  readonly ours: Held | null
  readonly waiting: Readonly<Record<Seat, Held | null>>
  /** Who no longer agrees to what both held, until they do anew or both have met on other words. */
  readonly withdrawals: Withdrawals
}

export interface FoldedAgreement {
  readonly clauses: ReadonlyMap<string, ClauseAssents>
  /** Oldest first. */
  readonly versions: readonly Version[]
  /** The newest version, less what either withdrew since. Null before the first. */
  readonly inForce: { readonly number: number; readonly clauses: readonly HeldClause[] } | null
  readonly lastPresses: Readonly<Record<Seat, Press | null>>
  questionsOf(clauseId: string): ClauseQuestions
}

const NO_ASSENTS: ClauseAssents = { ours: null, waiting: { a: null, b: null }, withdrawals: NO_WITHDRAWALS }

/** What the statements come to, given in the order of the log. An event counts once. */
export const foldAgreement = (statements: Iterable<Statement>): FoldedAgreement => {
  const fold = new AgreementFold()
  for (const statement of statements) fold.add(statement)
  return fold.state()
}

/**
 * Takes the statements in one by one. What one costs does not grow with what came before, so that a partner's program that sends
 * as much as a log holds slows no page: a version costs what it names and what is in force, anything else next to nothing.
 */
export class AgreementFold {
  readonly #seen = new Set<EventId>()
  readonly #clauses = new Map<string, ClauseAssents>()
  /** What is ours, by its entry. */
  readonly #ours = new Map<string, Held>()
  /** All that anybody ever agreed to, by its entry. */
  readonly #given = new Map<string, HeldClause>()
  readonly #versions: Version[] = []
  /** By clause, in the order of the newest version. Null before the first. */
  #inForce: Map<string, Held> | null = null
  #lastPresses: FoldedAgreement['lastPresses'] = { a: null, b: null }
  readonly #questions = new AllQuestions()

  add(statement: Statement): void {
    if (this.#seen.has(statement.id)) return
    this.#seen.add(statement.id)
    switch (statement.kind) {
      case 'given':
        this.#given.set(statement.entry, heldOf(statement))
        this.#now(statement.clauseId, give(this.#of(statement.clauseId), statement))
        break
      case 'withdrawn':
        this.#withdraw(statement)
        break
      case 'unread':
        this.#withdrawAll(statement)
        break
      case 'version':
        this.#putInForce(statement)
        break
      case 'asked':
      case 'replied':
      case 'settled':
        this.#questions.add(statement)
    }
  }

  /** What it has come to so far. To be read before more is taken in. */
  state(): FoldedAgreement {
    const clauses = this.#inForce && plainOf(this.#inForce)
    return {
      clauses: this.#clauses,
      versions: this.#versions,
      inForce: clauses && { number: this.#versions.length, clauses },
      lastPresses: this.#lastPresses,
      questionsOf: clauseId => this.#questions.of(clauseId),
    }
  }

  #of(clauseId: string): ClauseAssents {
    return this.#clauses.get(clauseId) ?? NO_ASSENTS
  }

  #now(clauseId: string, assents: ClauseAssents): void {
    const before = this.#of(clauseId).ours
    if (before) this.#ours.delete(before.entry)
    if (assents.ours) this.#ours.set(assents.ours.entry, assents.ours)
    this.#clauses.set(clauseId, assents)
  }

  /** A press that leaves all as it is makes no version: of two at once the second, or one of what nobody agreed to. */
  #putInForce(put: Put): void {
    const before = this.#inForce ?? new Map<string, Held>()
    const after = putInForce(put, this.#ours, before)
    const [was, is] = [plainOf(before), plainOf(after)]
    const isNone = isSame(was, is) || (this.#misses(put, before) && isSame(was.toSorted(byId), is.toSorted(byId)))
    if (!isNone) {
      this.#inForce = after
      this.#versions.push(versionOf(put, this.#versions.length + 1, after, before))
    }
    this.#lastPresses = { ...this.#lastPresses, [put.seat]: this.#pressOf(put, after) }
  }

  #pressOf({ id, seat, unsent, entries }: Put, inForce: ReadonlyMap<string, Held>): Press {
    const isIn = new Set(Array.from(inForce.values(), ({ entry }) => entry))
    const named = entries.flatMap(entry => (isIn.has(entry) ? [] : (this.#given.get(entry) ?? [])))
    const other = otherSeat(seat)
    const missed = named.filter(({ clauseId, hash }) => this.#of(clauseId).waiting[other]?.hash !== hash)
    return { id, unsent, number: this.#versions.length, missed }
  }

  /** Names something that is neither ours nor in force by now: then what stays where that would have stood is no new order. */
  #misses({ entries }: Put, before: ReadonlyMap<string, Held>): boolean {
    const inForce = new Set([...before.values()].map(({ entry }) => entry))
    return entries.some(entry => !this.#ours.has(entry) && !inForce.has(entry))
  }

  #withdraw(statement: Withdrawn): void {
    const { clauseId, seat, at } = statement
    const held = this.#inForce?.get(clauseId)
    const before = this.#of(clauseId)
    const hashes = endedBy(statement, before, held)
    this.#now(clauseId, { ...withdraw(before, statement), withdrawals: withWithdrawal(before.withdrawals, { seat, at, hashes }) })
    if (held && concerns(statement, held)) this.#inForce?.delete(clauseId)
  }

  /** What is not opened may be nothing of the kind: nobody is told to have withdrawn anything. */
  #withdrawAll(statement: Statement): void {
    for (const [clauseId, assents] of this.#clauses)
      this.#now(clauseId, withdraw(assents, { ...statement, kind: 'withdrawn', clauseId, hash: null }))
    this.#inForce?.clear()
  }
}

const heldOf = ({ clauseId, wording, hash, at }: Given): HeldClause => ({ clauseId, wording, hash, since: at })

/**
 * A seat's assent stands beside what is ours until the other gives theirs to the same wording: then that is ours, and what
 * either had agreed to before is over. A seat that agrees to another wording has moved on from one that was not met.
 */
const give = (before: ClauseAssents, statement: Given): ClauseAssents => {
  const { seat, hash, entry, unsent } = statement
  const { ours, waiting } = before
  if (ours?.hash === hash) return { ...before, waiting: { ...waiting, [seat]: null } }
  if (waiting[seat]?.hash === hash) return before
  const plain = heldOf(statement)
  const held: Held = { ...plain, entry, plain, ...(unsent && { unsent }) }
  if (waiting[otherSeat(seat)]?.hash === hash) return { ...NO_ASSENTS, ours: held }
  return { ours, waiting: { ...waiting, [seat]: held }, withdrawals: withoutWithdrawal(before.withdrawals, seat, hash) }
}

/** The other's assent stays: what was ours waits for whoever withdrew to agree anew. */
const withdraw = (before: ClauseAssents, statement: Withdrawn): ClauseAssents => {
  const { seat } = statement
  const other = otherSeat(seat)
  const waiting = { ...before.waiting }
  if (waiting[seat] && concerns(statement, waiting[seat])) waiting[seat] = null
  if (!before.ours || !concerns(statement, before.ours)) return { ...before, waiting }
  waiting[other] ??= before.ours
  return { ...before, ours: null, waiting }
}

/** Which wordings that both held a withdrawal ends; of what the other withdrew first, one's own yes to it, unless that was only taken back. */
const endedBy = (statement: Withdrawn, { ours, waiting, withdrawals }: ClauseAssents, held: HeldClause | undefined): string[] => {
  const own = waiting[statement.seat]
  const wasBoth = statement.hash === null && own && withdrawals[otherSeat(statement.seat)]?.hashes.includes(own.hash) ? own : null
  return [ours, held, wasBoth].flatMap(one => (one && concerns(statement, one) ? one.hash : []))
}

const concerns = ({ clauseId, hash }: Withdrawn, clause: HeldClause): boolean =>
  clause.clauseId === clauseId && (hash === null || clause.hash === hash)

/**
 * What a press puts in force: of what it names that which is ours at this moment, or in force already, in its order; then what
 * was in force and is not named, so that of two presses without a network neither ends what the other put in force. Only
 * withdrawing ends it.
 */
const putInForce = ({ entries }: Put, ours: ReadonlyMap<string, Held>, before: ReadonlyMap<string, Held>): Map<string, Held> => {
  const byEntry = new Map([...before.values()].map(held => [held.entry, held]))
  const named = new Map<string, Held>()
  for (const entry of entries) {
    const held = ours.get(entry) ?? byEntry.get(entry)
    if (held && (!named.has(held.clauseId) || ours.has(entry))) named.set(held.clauseId, held)
  }
  for (const [clauseId, held] of before) if (!named.has(clauseId)) named.set(clauseId, held)
  return named
}

const versionOf = (
  { id, at, seat, unsent }: Put,
  number: number,
  inForce: ReadonlyMap<string, Held>,
  before: ReadonlyMap<string, Held>,
): Version => ({
  number,
  id,
  at,
  seat,
  unsent,
  clauses: plainOf(inForce),
  replaces: plainOf(before),
})

const byId = (one: HeldClause, other: HeldClause): number => (one.clauseId < other.clauseId ? -1 : 1)

const isSame = (one: readonly HeldClause[], other: readonly HeldClause[]): boolean =>
  one.length === other.length &&
  one.every(({ clauseId, hash }, at) => clauseId === other[at]?.clauseId && hash === other[at].hash)

const plainOf = (held: ReadonlyMap<string, Held>): readonly HeldClause[] => Array.from(held.values(), ({ plain }) => plain)
