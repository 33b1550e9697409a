import { type RefObject, useEffect, useRef, useState } from 'react'
import { clauseFields, PAUSE_CLAUSE_ID } from '../../../shared/clause.ts'
import { canonicalWording } from '../../../shared/wording.ts'
import type { Agreement } from '../../documents/agreement.ts'
import { type DraftWording, draftPause } from '../../documents/draft-wording.ts'
import { draftOf, useAssents } from './assents.ts'
import { allClauses } from './clause-title.ts'
import { showsExactly } from './shown-words.ts'
import { minuteParts, textParts, type WordingParts } from './wording-parts.ts'
import { useWriting } from './writing.ts'

/** What became of a press, told in the clause until its words change again. */
export type Told = 'moved' | 'leftForce' | 'noLongerOurs' | 'takenBack'

export interface Agreeing {
  told: Told | null
  /** On pointer down: what was on the screen when the finger came down is what counts. */
  touch: () => void
  agree: () => void
  noLongerAgree: () => void
}

/**
 * The two presses of a clause. What is signed is what is rendered: the words last painted here, those in the editors now, and those
 * in the document must be the same, or nothing is signed.
 */
export const useAgreeing = (row: RefObject<HTMLElement | null>, draft: DraftWording): Agreeing => {
  const { record, verbs } = useAssents()
  const agreement = useWriting()?.agreement
  const { clauseId } = draft
  const words = signable(draft)
  const painted = useRef(words)
  const touched = useRef<string | null>(null)
  const [told, setTold] = useState<{ what: Told; of: string } | null>(null)
  useEffect(() => {
    painted.current = words
  }, [words])
  const tell = (what: Told, of: string) => setTold({ what, of })

  const agree = () => {
    const seen = touched.current ?? painted.current
    touched.current = null
    const now = agreement && inDocument(agreement, clauseId)
    const wording = now?.draft.wording
    if (!verbs || !row.current) return
    if (!wording || signable(now.draft) !== seen || !showsExactly(row.current, now.shown))
      return tell('moved', now ? signable(now.draft) : '')
    setTold(null)
    void verbs.agree(clauseId, wording)
  }
  const noLongerAgree = () => {
    const inForce = record.inForce?.clauses.some(clause => clause.clauseId === clauseId)
    tell(inForce ? 'leftForce' : record.ours(clauseId) ? 'noLongerOurs' : 'takenBack', words)
    void verbs?.noLongerAgree(clauseId)
  }
  return {
    told: told?.of === words ? told.what : null,
    touch: () => {
      touched.current = painted.current
    },
    agree,
    noLongerAgree,
  }
}

/** One text for one wording; empty for what cannot be signed. */
const signable = ({ wording }: DraftWording): string => (wording ? canonicalWording(wording) : '')

interface InDocument {
  draft: DraftWording
  /** What an exact picture of it shows. */
  shown: WordingParts
}

const inDocument = (agreement: Agreement, clauseId: string): InDocument | null => {
  const view = agreement.snapshot()
  if (clauseId === PAUSE_CLAUSE_ID) return { draft: draftPause(view.pause), shown: minuteParts(view.pause) }
  const clause = allClauses(view).find(({ id }) => id === clauseId)
  return clause ? { draft: draftOf(clause), shown: textParts(clauseFields[clause.kind], clause.texts) } : null
}
