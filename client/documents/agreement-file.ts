import { z } from 'zod/mini'
import { Seat } from '../../shared/ids.ts'
import {
  type AgreementView,
  type ClauseField,
  type ClauseKind,
  fieldLimits,
  MOST_READ,
  PAUSE_CEILING_MINUTES,
  PAUSE_FLOOR_MINUTES,
  PAUSE_STEP_MINUTES,
} from './agreement-view.ts'
import { type ClauseWords, clausesOfView, eachOnce, saysNothing, wordsOf } from './clause-words.ts'

const text = (field: ClauseField) => z.string().check(z.maxLength(fieldLimits[field]))
const minutes = z.int().check(z.minimum(PAUSE_FLOOR_MINUTES), z.maximum(PAUSE_CEILING_MINUTES), z.multipleOf(PAUSE_STEP_MINUTES))
const some = <S extends z.core.SomeType>(one: S) => z.array(one).check(z.maxLength(MOST_READ))

/**
 * The words of an agreement as a file (docs/AGREEMENT-FILE.md): the draft's clauses in their order, without any name or id.
 * Published as `agreement.schema.json`.
 */
export const AgreementFile = z.strictObject({
  /** For editors. Not looked at. */
  $schema: z.optional(z.string().check(z.maxLength(400))),
  format: z.literal('holdfast-agreement'),
  version: z.literal(1),
  signals: some(
    z.strictObject({
      word: text('word'),
      emoji: text('emoji'),
      gesture: text('gesture'),
      meaning: text('meaning'),
      helps: text('helps'),
      answer1: text('answer1'),
      answer2: text('answer2'),
    }),
  ),
  /** `shortest <= usual <= longest`. */
  pause: z.strictObject({ shortest: minutes, usual: minutes, longest: minutes }),
  activities: some(text('activity')),
  phrases: some(text('phrase')),
  promises: some(z.strictObject({ seat: z.nullable(Seat), when: text('when'), say: text('say') })),
})
export type AgreementFile = z.infer<typeof AgreementFile>

/** Where the clauses of a kind stand in a file. */
export const listOf = {
  signal: 'signals',
  activity: 'activities',
  phrase: 'phrases',
  promise: 'promises',
} as const satisfies Record<ClauseKind, keyof AgreementFile>

/** The draft as a file. Clauses that say nothing yet are left out, and words that stand there twice are there once. */
export const fileOf = (view: AgreementView): AgreementFile => {
  const all = eachOnce(clausesOfView(view).map(wordsOf)).filter(words => !saysNothing(words))
  const of = (kind: ClauseKind) => all.filter(words => words.kind === kind)
  const { shortest, usual, longest } = view.pause
  return {
    format: 'holdfast-agreement',
    version: 1,
    signals: of('signal').map(({ texts }) => ({
      word: texts.word ?? '',
      emoji: texts.emoji ?? '',
      gesture: texts.gesture ?? '',
      meaning: texts.meaning ?? '',
      helps: texts.helps ?? '',
      answer1: texts.answer1 ?? '',
      answer2: texts.answer2 ?? '',
    })),
    pause: { shortest, usual, longest },
    activities: of('activity').map(({ texts }) => texts.activity ?? ''),
    phrases: of('phrase').map(({ texts }) => texts.phrase ?? ''),
    promises: of('promise').map(({ seat, texts }) => ({ seat, when: texts.when ?? '', say: texts.say ?? '' })),
  }
}

/** The bytes of a file follow from its content alone. */
export const fileText = (file: AgreementFile): string => `${JSON.stringify(file, null, 2)}\n`

/** What a file's clauses say, in its order, letter by letter. */
export const wordsInFile = ({ signals, activities, phrases, promises }: AgreementFile): ClauseWords[] => [
  ...signals.map((texts): ClauseWords => ({ kind: 'signal', seat: null, texts })),
  ...activities.map((activity): ClauseWords => ({ kind: 'activity', seat: null, texts: { activity } })),
  ...phrases.map((phrase): ClauseWords => ({ kind: 'phrase', seat: null, texts: { phrase } })),
  ...promises.map(({ seat, ...texts }): ClauseWords => ({ kind: 'promise', seat, texts })),
]
