import type { CloseCodeName } from '../../shared/documents.ts'
import { type Clocks, covers } from './kept.ts'

export type DocumentConnection = 'online' | 'connecting' | 'offline'

/**
 * Where all that this page shows of a document rests, each state a fact. `saving`: on its way. `stuck`: sealing it failed; it is in
 * this page alone, and tried again. `page`: it goes nowhere for now and cannot be written on this device either, so that it is in
 * this page alone. `here`: on this device only. `kept`: the server has it. `both`: it rests on this device and on one of the partner's.
 */
export type Saved = 'saving' | 'stuck' | 'page' | 'here' | 'kept' | 'both'

export interface DocumentStatus {
  /** What there is can be shown: this device held some of it, or the server's first answer is here. */
  loaded: boolean
  connection: DocumentConnection
  saved: Saved
  /** Entries that this device cannot open: another key, another version, or nonsense. They stay where they are. */
  unopened: number
  /** Why the server last ended the connection, until it has kept everything. What was written stays on this device. */
  refused: CloseCodeName | null
}

export interface Whereabouts {
  /** Something that is not in the outer document: edits (at most `SEAL_EVERY_MS`), or what somebody erased from it. */
  unsealed: boolean
  /** Sealing or looking after it failed, and did not succeed since. */
  failed: boolean
  /** What the outer document of this page holds. */
  here: Clocks
  /** What of it rests in this device's own storage. */
  stored: Clocks
  /** That storage took nothing when it was last asked, or there is none. */
  unwritten: boolean
  /** What the server said it keeps. */
  kept: Clocks
  /** What devices of the other seat said rests in their storage. */
  partner: Clocks
  connection: DocumentConnection
  refused: CloseCodeName | null
}

/** The strongest claim that is true. Without a reason for a stronger one it stays with the weaker. */
export const savedState = (at: Whereabouts): Saved => {
  if (at.failed) return 'stuck'
  if (at.unsealed) return 'saving'
  const stored = covers(at.stored, at.here)
  if (stored && at.here.size > 0 && covers(at.partner, at.here)) return 'both'
  if (covers(at.kept, at.here)) return 'kept'
  const underway = at.connection === 'online' && at.refused === null
  if (underway) return 'saving'
  if (stored) return 'here'
  return at.unwritten ? 'page' : 'saving'
}

export const sameStatus = (one: DocumentStatus, other: DocumentStatus): boolean =>
  one.loaded === other.loaded &&
  one.connection === other.connection &&
  one.saved === other.saved &&
  one.unopened === other.unopened &&
  one.refused === other.refused
