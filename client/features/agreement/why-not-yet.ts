import type { AgreeRefusal } from '../../documents/checks.ts'
import type { Translate } from '../../i18n/translate.ts'
import { clauseTitle } from './clause-title.ts'

/** Why a clause cannot be agreed to as it stands, in one or two sentences. */
export const whyNotYet = (refusal: AgreeRefusal, t: Translate<'drafting'>): string => {
  switch (refusal.reason) {
    case 'nothing-written':
      return t('notYet.nothingWritten')
    case 'says-nothing':
      return t('notYet.saysNothing')
    case 'looks-alike': {
      const title = clauseTitle(refusal.as) || t('check.untitled')
      return t(refusal.by === 'word' ? 'notYet.sameWord' : 'notYet.sameEmoji', { title })
    }
  }
}
