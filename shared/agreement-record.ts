import type { EventId, Instant, Seat } from './ids.ts'
import { otherSeat } from './ids.ts'
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

export interface Reply {
  readonly id: EventId
  readonly seat: Seat
  readonly at: Instant
  readonly text: string
}

export interface Question extends Reply {
  readonly clauseId: string
  readonly replies: readonly Reply[]
  readonly settledBy: Seat | null
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
}

/** What both hold of a clause, and what each has agreed to beside it and the other has not. */
interface ClauseAssents {
  readonly ours: Held | null
  readonly waiting: Readonly<Record<Seat, Held | null>>
}

export interface FoldedAgreement {
  readonly clauses: ReadonlyMap<string, ClauseAssents>
  /** Oldest first. */
  readonly versions: readonly Version[]
  /** The newest version, less what either withdrew since. Null before the first. */
  readonly inForce: { readonly number: number; readonly clauses: readonly HeldClause[] } | null
  readonly questions: ReadonlyMap<EventId, Question>
}

const NO_ASSENTS: ClauseAssents = { ours: null, waiting: { a: null, b: null } }

/** What the statements come to, given in the order of the log. An event counts once. */
export const foldAgreement = (statements: Iterable<Statement>): FoldedAgreement => {
  const seen = new Set<EventId>()
  const clauses = new Map<string, ClauseAssents>()
  const questions = new Map<EventId, Question>()
  const versions: Version[] = []
  let inForce: InForce | null = null
  for (const statement of statements) {
    if (seen.has(statement.id)) continue
    seen.add(statement.id)
    switch (statement.kind) {
      case 'given':
        clauses.set(statement.clauseId, give(clauses.get(statement.clauseId) ?? NO_ASSENTS, statement))
        break
      case 'withdrawn':
        clauses.set(statement.clauseId, withdraw(clauses.get(statement.clauseId) ?? NO_ASSENTS, statement))
        inForce = without(inForce, statement)
        break
      case 'unread':
        for (const [clauseId, assents] of clauses)
          clauses.set(clauseId, withdraw(assents, { ...statement, kind: 'withdrawn', clauseId, hash: null }))
        inForce = inForce && { number: inForce.number, clauses: [] }
        break
      case 'version': {
        const before = heldIn(inForce)
        inForce = { number: versions.length + 1, clauses: putInForce(statement, clauses, before) }
        versions.push(versionOf(statement, inForce, before))
        break
      }
      case 'asked':
      case 'replied':
      case 'settled':
        converse(questions, statement)
    }
  }
  return { clauses, versions, inForce: inForce && { number: inForce.number, clauses: inForce.clauses.map(plain) }, questions }
}

/**
 * A seat's assent stands beside what is ours until the other gives theirs to the same wording: then that is ours, and what
 * either had agreed to before is over. A seat that agrees to another wording has moved on from one that was not met.
 */
const give = (before: ClauseAssents, { seat, clauseId, wording, hash, entry, at, unsent }: Given): ClauseAssents => {
  const { ours, waiting } = before
  if (ours?.hash === hash) return { ours, waiting: { ...waiting, [seat]: null } }
  if (waiting[seat]?.hash === hash) return before
  const held: Held = { clauseId, wording, hash, entry, since: at, ...(unsent && { unsent }) }
  if (waiting[otherSeat(seat)]?.hash === hash) return { ...NO_ASSENTS, ours: held }
  return { ours, waiting: { ...waiting, [seat]: held } }
}

/** The other's assent stays: what was ours waits for whoever withdrew to agree anew. */
const withdraw = (before: ClauseAssents, statement: Withdrawn): ClauseAssents => {
  const { seat } = statement
  const other = otherSeat(seat)
  const waiting = { ...before.waiting }
  if (waiting[seat] && concerns(statement, waiting[seat])) waiting[seat] = null
  if (!before.ours || !concerns(statement, before.ours)) return { ours: before.ours, waiting }
  waiting[other] ??= before.ours
  return { ours: null, waiting }
}

const concerns = ({ clauseId, hash }: Withdrawn, clause: HeldClause): boolean =>
  clause.clauseId === clauseId && (hash === null || clause.hash === hash)

/**
 * What a press puts in force: of what it names that which is ours at this moment, or in force already, in its order; then what
 * was in force and is not named, so that of two presses without a network neither ends what the other put in force. Only
 * withdrawing ends it.
 */
const putInForce = ({ entries }: Put, clauses: ReadonlyMap<string, ClauseAssents>, before: readonly Held[]): readonly Held[] => {
  const ours = new Set([...clauses.values()].flatMap(({ ours }) => ours ?? []))
  const possible = new Map([...before, ...ours].map(held => [held.entry, held]))
  const named = new Map<string, Held>()
  for (const entry of entries) {
    const held = possible.get(entry)
    if (held && (!named.has(held.clauseId) || ours.has(held))) named.set(held.clauseId, held)
  }
  return [...named.values(), ...before.filter(({ clauseId }) => !named.has(clauseId))]
}

interface InForce {
  readonly number: number
  readonly clauses: readonly Held[]
}

const heldIn = (inForce: InForce | null): readonly Held[] => inForce?.clauses ?? []

const without = (inForce: InForce | null, withdrawn: Withdrawn): InForce | null =>
  inForce && { number: inForce.number, clauses: inForce.clauses.filter(clause => !concerns(withdrawn, clause)) }

const versionOf = ({ id, at, seat, unsent }: Put, { number, clauses }: InForce, before: readonly Held[]): Version => ({
  number,
  id,
  at,
  seat,
  unsent,
  clauses: clauses.map(plain),
  replaces: before.map(plain),
})

const plain = ({ clauseId, wording, hash, since }: Held): HeldClause => ({ clauseId, wording, hash, since })

type Said = Extract<Statement, { kind: 'asked' | 'replied' | 'settled' }>

const converse = (questions: Map<EventId, Question>, said: Said): void => {
  const { id, seat, at } = said
  if (said.kind === 'asked') {
    questions.set(id, { id, seat, at, clauseId: said.clauseId, text: said.text, replies: [], settledBy: null })
    return
  }
  const question = questions.get(said.about)
  if (!question) return
  if (said.kind === 'replied') {
    questions.set(question.id, { ...question, replies: [...question.replies, { id, seat, at, text: said.text }] })
  } else if (question.settledBy === null) questions.set(question.id, { ...question, settledBy: seat })
}
