import type { Wording } from '../../../shared/wording.ts'
import type { AgreementView, ClauseView } from '../../documents/agreement-view.ts'
import type { SignalLook } from '../../documents/held-signals.ts'
import { signalName } from '../../documents/signal-name.ts'

const MOST = 48

/** What a clause is called by: its own words, cut short. Empty while there are none. */
export const clauseTitle = (clause: ClauseView | SignalLook): string => shortened(words(clause).trim().replace(/\s+/g, ' '))

/** The same of words that were signed. Empty for the minutes of a pause. */
export const wordingTitle = (wording: Wording): string => {
  switch (wording.kind) {
    case 'signal':
      return shortened(signalName(wording))
    case 'activity':
      return shortened(wording.activity)
    case 'phrase':
      return shortened(wording.phrase)
    case 'promise':
      return shortened(wording.when || wording.say)
    case 'pause':
      return ''
  }
}

const words = (clause: ClauseView | SignalLook): string => {
  switch (clause.kind) {
    case 'signal':
      return signalName(clause.texts)
    case 'activity':
      return clause.texts.activity
    case 'phrase':
      return clause.texts.phrase
    case 'promise':
      return clause.texts.when.trim() ? clause.texts.when : clause.texts.say
  }
}

const shortened = (text: string): string => {
  const letters = [...text]
  return letters.length <= MOST ? text : `${letters.slice(0, MOST).join('').trimEnd()}…`
}

export const allClauses = ({ signals, activities, phrases, promises }: AgreementView): ClauseView[] => [
  ...signals,
  ...activities,
  ...phrases,
  ...promises,
]
