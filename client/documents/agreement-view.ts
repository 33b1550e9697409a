/**
 * The agreement as plain, immutable data: what screens draw. It imports nothing heavy, so that the home screen can speak of it
 * without loading Yjs.
 */
import {
  type ClauseField,
  type ClauseKind,
  type clauseFields,
  PAUSE_CEILING_MINUTES,
  PAUSE_FLOOR_MINUTES,
} from '../../shared/clause.ts'

export type { ClauseField, ClauseKind } from '../../shared/clause.ts'
export { clauseFields, clauseKinds, fieldLimits, PAUSE_CEILING_MINUTES, PAUSE_FLOOR_MINUTES } from '../../shared/clause.ts'

/** The most clauses of one kind that one page adds, and of which the first so many are shown unasked. */
export const MOST_CLAUSES = 50
/** The most of one kind that are read, so that what several devices added while apart is all there. */
export const MOST_READ = 200

interface ClauseOf<K extends ClauseKind> {
  readonly id: string
  readonly kind: K
  /** Its place among its kind. */
  readonly order: string
  /** From the starter framework and not yet made their own. */
  readonly starter: boolean
  /** Whose promise it is; null for every other kind, and for a promise of nobody's yet. */
  readonly seat: 'a' | 'b' | null
  readonly texts: Readonly<Record<(typeof clauseFields)[K][number], string>>
  /** Fields of which more is in the document than `texts` has. Not there when there is none. */
  readonly cut?: readonly ClauseField[]
}

/** A clause of one kind, or of any: its texts go with its kind. */
export type ClauseView<K extends ClauseKind = ClauseKind> = K extends ClauseKind ? ClauseOf<K> : never

/** Minutes: at least 20, at most 1440, `shortest <= usual <= longest`. */
export interface PauseMinutes {
  readonly shortest: number
  readonly usual: number
  readonly longest: number
}

export interface AgreementView {
  readonly signals: readonly ClauseView<'signal'>[]
  readonly activities: readonly ClauseView<'activity'>[]
  readonly phrases: readonly ClauseView<'phrase'>[]
  readonly promises: readonly ClauseView<'promise'>[]
  readonly pause: PauseMinutes
  /** Entries that are no clauses, or are beyond `MOST_READ`: written by something else than this app. */
  readonly leftOut: number
}

/** What a new space begins with, minutes. */
export const starterPause: PauseMinutes = { shortest: 20, usual: 25, longest: 240 }
export const PAUSE_STEP_MINUTES = 5

/** To the next five minutes, and never under the floor nor over the ceiling. */
export const roundMinutes = (minutes: number): number =>
  Math.min(PAUSE_CEILING_MINUTES, Math.max(PAUSE_FLOOR_MINUTES, Math.ceil(minutes / PAUSE_STEP_MINUTES) * PAUSE_STEP_MINUTES))

/** What is in a document, made to hold: two edits that met may contradict each other, or a value may be nonsense. */
export const soundPause = (found: { shortest?: unknown; usual?: unknown; longest?: unknown }): PauseMinutes => {
  const minutes = (value: unknown, otherwise: number) =>
    typeof value === 'number' && Number.isFinite(value) ? roundMinutes(value) : otherwise
  const shortest = minutes(found.shortest, starterPause.shortest)
  const usual = Math.max(shortest, minutes(found.usual, starterPause.usual))
  return { shortest, usual, longest: Math.max(usual, minutes(found.longest, starterPause.longest)) }
}
