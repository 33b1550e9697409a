import { z } from 'zod/mini'
import type { SignalContent } from '../../shared/events.ts'
import { plainWords } from '../../shared/plain-words.ts'
import type { Session } from '../sync/session.ts'
import { fieldLimits, MOST_CLAUSES, type PauseMinutes, soundPause, starterPause } from './agreement-view.ts'
import type { StarterTexts } from './starter-texts.ts'

/**
 * What the home screen, an incoming signal, the pause and the reunion need of the agreement: the version in force as small plain
 * data in local storage, there before any network and without Yjs. Never the draft. Written by `keepHome` (loaded late).
 */
export interface HomeProjection {
  signals: HomeSignal[]
  pause: PauseMinutes
  /** What each may do during a pause. */
  activities: string[]
  /** Reconnection phrases. */
  phrases: string[]
  /** What the starters stand in for: nothing of it was ever in force; of signals also, nothing is any more. Never is there none. */
  starters: { signals: boolean; pause: boolean; activities: boolean; phrases: boolean }
  /** Whose words these are, at the same places: the clauses of those in force. Not there where starters stand in. */
  clauseIds?: { activities: string[]; phrases: string[] } | undefined
  /** Signals were in force, and the last of them has left. */
  signalsLeft?: boolean | undefined
  /** The number of the version in force; null before the first. */
  version: number | null
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
const ClauseIds = z.array(text(64)).check(z.maxLength(MOST_CLAUSES))
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
  starters: z.object({ signals: z.boolean(), pause: z.boolean(), activities: z.boolean(), phrases: z.boolean() }),
  clauseIds: z.optional(z.object({ activities: ClauseIds, phrases: ClauseIds })),
  signalsLeft: z.optional(z.boolean()),
  version: z.nullable(z.int().check(z.positive())),
})

/** Until something is in force: the words that a new space is seeded with, under the same clause ids. */
export const starterProjection = (texts: StarterTexts): HomeProjection => ({
  signals: texts.signals.map(({ answer1, answer2, ...signal }, index) => ({
    ...signal,
    clauseId: starterId('signal', index),
    answers: written([answer1, answer2]),
  })),
  pause: starterPause,
  activities: [...texts.activities],
  phrases: [...texts.phrases],
  starters: { signals: true, pause: true, activities: true, phrases: true },
  version: null,
})

/** The clause id of a starter: fixed, so that two devices that begin at once begin with the same clauses. */
export const starterId = (kind: 'signal' | 'activity' | 'phrase' | 'promise', index: number): string =>
  `starter-${kind}-${index + 1}`

/** Null when nothing sound is there yet; what an earlier release left, which followed the draft, is not sound. */
export const readHomeProjection = async (session: Pick<Session, 'readLocal'>): Promise<HomeProjection | null> =>
  Stored.safeParse(await session.readLocal(HOME_PROJECTION_KEY)).data ?? null

/** Whether a signal that came in says what this phone's own Now says under its clause. Any words may travel under any clause. */
export const saysAsHere = (signals: readonly HomeSignal[], content: SignalContent): boolean => {
  const here = signals.find(({ clauseId }) => clauseId === content.clauseId)
  return (['word', 'emoji', 'gesture', 'meaning', 'helps'] as const).every(
    field => here && plainWords(here[field]) === content[field],
  )
}

/** Without what is blank. */
export const written = (texts: string[]): string[] => texts.map(one => one.trim()).filter(one => one !== '')
