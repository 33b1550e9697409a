import { type RefObject, useEffect, useRef, useState } from 'react'
import { clauseFields, PAUSE_CLAUSE_ID } from '../../../shared/clause.ts'
import { canonicalWording } from '../../../shared/wording.ts'
import type { Agreement } from '../../documents/agreement.ts'
import type { AgreementRecord } from '../../documents/agreement-record.ts'
import { mayBeAgreedTo } from '../../documents/checks.ts'
import type { DraftWording } from '../../documents/draft-wording.ts'
import { heldSignals } from '../../documents/held-signals.ts'
import { isInForceForBoth } from '../../documents/standing.ts'
import { wordingHash } from '../../keys/wording-hash.ts'
import { draftOf, pauseDraftOf, useAssents } from './assents.ts'
import { allClauses } from './clause-title.ts'
import { useCouple } from './couple.ts'
import { isExactly, shownWords } from './shown-words.ts'
import { useRighted } from './use-righted.ts'
import { minuteParts, textParts, type WordingParts } from './wording-parts.ts'
import { useWriting } from './writing.ts'

/** What became of a press, told in the clause until its words change again. */
type Ended = 'leftForce' | 'noLongerOurs' | 'takenBack' | 'staysInForce'
/** `…Other`: the words that it was about are not those of the draft, which alone a key here can sign. */
export type Told = 'moved' | 'otherwise' | Ended | `${Ended}Other`

export interface Agreeing {
  told: Told | null
  /** On pointer or key down: what was on the screen when the finger came down is what counts. */
  touch: () => void
  agree: () => void
  /** Takes back one's own assent that the partner has not met; what both hold stays. */
  takeBack: () => void
  /** Ends every assent of one's own to this clause, at once. */
  noLongerAgree: () => void
}

/** What is before one's eyes: the words last painted here, and what stands in the fields, which may be behind or ahead of them. */
interface Seen {
  words: string
  shown: ReadonlyMap<string, string>
}

/**
 * The presses of a clause. What is signed is what is rendered: the words last painted and those in the fields when the finger came
 * down, those in the fields now, and those in the document must be the same, or nothing is signed.
 */
export const useAgreeing = (row: RefObject<HTMLElement | null>, draft: DraftWording): Agreeing => {
  const { record, verbs } = useAssents()
  const { mySeat } = useCouple()
  const agreement = useWriting()?.agreement
  const { clauseId } = draft
  const words = signable(draft)
  const painted = useRef(words)
  const touched = useRef<Seen | null>(null)
  const [told, setTold] = useState<{ what: Told; of: string } | null>(null)
  useEffect(() => {
    painted.current = words
  }, [words])
  const pressed = useRef(false)
  useEffect(() => {
    // The key that was pressed may be gone with what came of it: whoever was on it stays in the clause.
    if (!pressed.current || document.activeElement !== document.body) return
    pressed.current = false
    row.current?.focus({ preventScroll: true })
  })
  const isRight = (clause: HTMLElement) => {
    const now = agreement && inDocument(agreement, clauseId, record)
    return Boolean(now && isExactly(shownWords(clause), now.shown))
  }
  useRighted(row, told?.what === 'otherwise', isRight, () => setTold(null))
  const hashOfDraft = () => draft.wording && wordingHash(draft.wording)
  const see = (): Seen | null => row.current && { words: painted.current, shown: shownWords(row.current) }
  const tell = (what: Told, of: string) => setTold({ what, of })

  const agree = () => {
    const rendered = see()
    // A voice presses without a finger.
    const seen = touched.current ?? rendered
    touched.current = null
    const now = agreement && inDocument(agreement, clauseId, record)
    const wording = now?.draft.wording
    if (!verbs || !seen || !rendered) return
    if (!wording || signable(now.draft) !== seen.words) return tell('moved', now ? signable(now.draft) : '')
    if (!isExactly(rendered.shown, now.shown)) return tell('otherwise', seen.words)
    // What was held back from an editor is shown as soon as a press takes the focus away.
    if (!isExactly(seen.shown, now.shown)) return tell('moved', seen.words)
    setTold(null)
    pressed.current = true
    void verbs.agree(clauseId, wording)
  }
  const takeBack = () => {
    const mine = record.waiting(mySeat, clauseId)
    if (!verbs || !mine) return
    const isOther = mine.hash !== hashOfDraft()
    pressed.current = true
    void verbs.takeBack(clauseId, mine.hash).then(became => tell(isOther ? `${became}Other` : became, words))
  }
  const noLongerAgree = () => {
    if (!verbs) return
    const held = record.ours(clauseId) ?? record.inForce?.clauses.find(clause => clause.clauseId === clauseId)
    const ended = isInForceForBoth(record, clauseId) ? 'leftForce' : 'noLongerOurs'
    tell(held && held.hash !== hashOfDraft() ? `${ended}Other` : ended, words)
    pressed.current = true
    void verbs.noLongerAgree(clauseId)
  }
  return {
    told: told?.of === words ? told.what : null,
    touch: () => {
      touched.current = see()
    },
    agree,
    takeBack,
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

/** Null when there is no such clause, or none that can be agreed to. */
const inDocument = (agreement: Agreement, clauseId: string, record: AgreementRecord): InDocument | null => {
  const view = agreement.snapshot()
  if (clauseId === PAUSE_CLAUSE_ID) return { draft: pauseDraftOf(view.pause), shown: minuteParts(view.pause) }
  const clause = allClauses(view).find(({ id }) => id === clauseId)
  if (!clause || !mayBeAgreedTo(clause, heldSignals(record)).ok) return null
  return { draft: draftOf(clause), shown: textParts(clauseFields[clause.kind], clause.texts) }
}
