import { createContext, use } from 'react'
import type { PartName, WordingParts } from './wording-parts.ts'

/** The words that both hold while others lie on the table. Null while the clause says the same, or nothing is held yet. */
export const OlderWordsContext = createContext<WordingParts | null>(null)

/** What the words on the table are held against, of one text. */
export const useOlderWords = (field: PartName): string | null => {
  const held = use(OlderWordsContext)
  return held && (held.get(field) ?? '')
}
