import { plainWords } from '../../../shared/plain-words.ts'
import type { FilePlace, FileProblem } from '../../documents/read-agreement-file.ts'
import type { Translate } from '../../i18n/translate.ts'

/** Of a name that a file gives, so much is repeated. */
const MOST_NAME = 40

/** A place in a file as its writer finds it: "signals, 3rd: word" would not be found by search, `signals[2].word` is. */
const placeText = (place: FilePlace): string =>
  place
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at > 0 ? '.' : ''}${plainWords(step.slice(0, MOST_NAME))}`))
    .join('')

/** What is wrong with a file, and where. */
export const problemText = (problem: FileProblem, t: Translate<'along'>): string => {
  switch (problem.code) {
    case 'too-large':
    case 'not-text':
    case 'not-ours':
    case 'other-version':
      return t(`problem.${problem.code}`)
    case 'not-json':
      return problem.line === null ? t('problem.not-json') : t('problem.not-json-line', { line: problem.line })
    case 'too-long':
    case 'too-many':
    case 'minutes-low':
    case 'minutes-high':
    case 'minutes-step':
      return t(`problem.${problem.code}`, { place: placeText(problem.place), limit: problem.limit })
    case 'missing':
    case 'twice':
    case 'unknown':
    case 'not-words':
    case 'not-a-list':
    case 'not-a-number':
    case 'not-a-group':
    case 'no-seat':
    case 'no-words':
    case 'minutes-order':
      return t(`problem.${problem.code}`, { place: placeText(problem.place) })
  }
}
