import type { AgreementView, ClauseView } from '../../client/documents/agreement-view.ts'
import { phrase } from './statements.ts'

/** Three wordings to agree to. */
export const [one, two, three] = [phrase('I am here'), phrase('I am near'), phrase('We are one team')]
/** A draft of these phrases and nothing else. */
export const draftOf = (...phrases: [id: string, text: string][]): AgreementView => ({
  signals: [],
  activities: [],
  phrases: phrases.map(
    ([id, text]): ClauseView<'phrase'> => ({
      id,
      kind: 'phrase',
      order: 'a0',
      starter: false,
      seat: null,
      texts: { phrase: text },
    }),
  ),
  promises: [],
  pause: { shortest: 20, usual: 25, longest: 240 },
  leftOut: 0,
})
