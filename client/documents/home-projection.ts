import { z } from 'zod/mini'
import type { Session } from '../sync/session.ts'
import { type AgreementView, fieldLimits, MOST_CLAUSES, type PauseMinutes, soundPause, starterPause } from './agreement-view.ts'
import type { StarterTexts } from './starter-texts.ts'

/**
 * What the home screen, an incoming signal, the pause and the reunion need of the agreement: small plain data in local storage,
 * there before any network and without Yjs. Written by `keepHomeProjection` (loaded late).
 */
export interface HomeProjection {
  signals: HomeSignal[]
  pause: PauseMinutes
  /** What each may do during a pause. */
  activities: string[]
  /** Reconnection phrases. */
  phrases: string[]
  /** Nothing of it was made their own yet. */
  starters: boolean
}

export interface HomeSignal {
  clauseId: string
  word: string
  emoji: string
  gesture: string
  meaning: string
  helps: string
  /** Up to two one-tap answers. */
  answers: string[]
}

export const HOME_PROJECTION_KEY = 'home-projection'

const text = (limit: number) => z.string().check(z.maxLength(limit))
const Stored = z.object({
  signals: z
    .array(
      z.object({
        clauseId: text(64),
        word: text(fieldLimits.word).check(z.minLength(1)),
        emoji: text(fieldLimits.emoji),
        gesture: text(fieldLimits.gesture),
        meaning: text(fieldLimits.meaning),
        helps: text(fieldLimits.helps),
        answers: z.array(text(fieldLimits.answer1)).check(z.maxLength(2)),
      }),
    )
    .check(z.maxLength(MOST_CLAUSES)),
  pause: z.pipe(
    z.object({ shortest: z.number(), usual: z.number(), longest: z.number() }),
    z.transform((minutes: PauseMinutes) => soundPause(minutes)),
  ),
  activities: z.array(text(fieldLimits.activity)).check(z.maxLength(MOST_CLAUSES)),
  phrases: z.array(text(fieldLimits.phrase)).check(z.maxLength(MOST_CLAUSES)),
  starters: z.boolean(),
})

/** What the agreement comes to on the home screen. Clauses without their word are still being written. */
export const projectHome = (view: AgreementView): HomeProjection => ({
  signals: view.signals
    .filter(({ texts }) => texts.word.trim() !== '')
    .map(({ id, texts }) => ({
      clauseId: id,
      word: texts.word.trim(),
      emoji: texts.emoji.trim(),
      gesture: texts.gesture.trim(),
      meaning: texts.meaning.trim(),
      helps: texts.helps.trim(),
      answers: written([texts.answer1, texts.answer2]),
    })),
  pause: view.pause,
  activities: written(view.activities.map(({ texts }) => texts.activity)),
  phrases: written(view.phrases.map(({ texts }) => texts.phrase)),
  starters: onlyStarters([...view.signals, ...view.activities, ...view.phrases, ...view.promises]),
})

/** Words that were all taken out are no starters either. */
const onlyStarters = (clauses: { starter: boolean }[]): boolean => clauses.length > 0 && clauses.every(clause => clause.starter)

/** Until there is an agreement to read: the same words that a new space is seeded with, under the same clause ids. */
export const starterProjection = (texts: StarterTexts): HomeProjection => ({
  signals: texts.signals.map(({ answer1, answer2, ...signal }, index) => ({
    ...signal,
    clauseId: starterId('signal', index),
    answers: written([answer1, answer2]),
  })),
  pause: starterPause,
  activities: [...texts.activities],
  phrases: [...texts.phrases],
  starters: true,
})

/** The clause id of a starter: fixed, so that two devices that begin at once begin with the same clauses. */
export const starterId = (kind: 'signal' | 'activity' | 'phrase' | 'promise', index: number): string =>
  `starter-${kind}-${index + 1}`

/** Null when nothing sound is there yet. */
export const readHomeProjection = async (session: Pick<Session, 'readLocal'>): Promise<HomeProjection | null> =>
  Stored.safeParse(await session.readLocal(HOME_PROJECTION_KEY)).data ?? null

const written = (texts: string[]): string[] => texts.map(one => one.trim()).filter(one => one !== '')
