import type { EventId, Instant, Seat } from '../../shared/ids.ts'
import type { Wording } from '../../shared/wording.ts'
import type { Session } from '../sync/session.ts'

/** A wording of a clause that both agreed to. `since`: when the second of the two did, by the server's clock. */
export interface HeldClause {
  readonly clauseId: string
  readonly wording: Wording
  /** SHA-256 of the canonical wording, base64url (`wordingHash`). */
  readonly hash: string
  readonly since: Instant
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

/** What both signed, as far as this device could verify it. Immutable; a new one takes its place when something changes. */
export interface AgreementRecord {
  /** Oldest first, as they were put in force. */
  readonly versions: readonly Version[]
  /** The newest version, less what either withdrew since. Null before the first. */
  readonly inForce: { readonly number: number; readonly clauses: readonly HeldClause[] } | null
  /** Whether a seat's assent to exactly this wording stands. */
  holds(seat: Seat, clauseId: string, hash: string): boolean
  /** The wording that both agreed to last, as far as neither withdrew it. */
  ours(clauseId: string): HeldClause | null
  /** The wording that this seat agreed to and the other has not, so far. `since`: when it did. */
  waiting(seat: Seat, clauseId: string): HeldClause | null
  /** Oldest first, settled ones too. */
  questionsOf(clauseId: string): readonly Question[]
  /** Signatures are still being checked: what is missing may yet come. */
  readonly unverified: boolean
}

/** What both signed, open on this page. One record however often it is opened; the last to close lets go of it. */
export interface OpenedAgreementRecord {
  /** The same object until something changes. */
  state(): AgreementRecord
  subscribe(changed: () => void): () => void
  /** Signs "I understand, agree to and own this". Throws for a wording that cannot be signed (`draftWording` tells). */
  agree(clauseId: string, wording: Wording): Promise<void>
  /** Withdraws every assent of one's own to this clause, at once and alone. */
  noLongerAgree(clauseId: string): Promise<void>
  putInForce(entries: readonly { clauseId: string; hash: string }[]): Promise<void>
  ask(clauseId: string, text: string): Promise<void>
  reply(question: EventId, text: string): Promise<void>
  settle(question: EventId): Promise<void>
  close(): void
}

export const emptyRecord: AgreementRecord = {
  versions: [],
  inForce: null,
  holds: () => false,
  ours: () => null,
  waiting: () => null,
  questionsOf: () => [],
  unverified: true,
}

/** Null while this device has no space. Each call is closed by whoever made it. */
export const openAgreementRecord = (_session: Session): OpenedAgreementRecord | null => null
