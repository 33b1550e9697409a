import { createContext, use, useMemo } from 'react'
import type { Seat } from '../../../shared/ids.ts'
import type { OlderWords } from './added-marks.ts'
import type { PartName, WordingParts } from './wording-parts.ts'

/** The words that both hold while others lie on the table, and whose change it is. */
export interface HeldAgainst {
  parts: WordingParts
  by: Seat | null
}

/** Null while the clause says what both hold, or nothing is held yet. */
export const OlderWordsContext = createContext<HeldAgainst | null>(null)

export const useOlderWords = (field: PartName): OlderWords | null => {
  const held = use(OlderWordsContext)
  return useMemo(() => held && { text: held.parts.get(field) ?? '', by: held.by }, [held, field])
}
