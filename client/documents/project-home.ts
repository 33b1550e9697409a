import type { HeldClause } from '../../shared/agreement-record.ts'
import { PAUSE_CLAUSE_ID } from '../../shared/clause.ts'
import type { Ended } from '../../shared/ended.ts'
import type { Wording, WordingOf } from '../../shared/wording.ts'
import { clip } from '../sync/event-content.ts'
import type { AgreementRecord } from './agreement-record.ts'
import { fieldLimits, MOST_CLAUSES, soundPause, starterPause } from './agreement-view.ts'
import { type HomeProjection, type HomeSignal, starterProjection, written } from './home-projection.ts'
import { signalName } from './signal-name.ts'
import type { StarterTexts } from './starter-texts.ts'

/**
 * What is in force comes to this on the home screen. Starters stand in for a section of which nothing was ever in force; where
 * all of it was withdrawn since, nothing does. A pause always has minutes, and there is always a signal to send: when the last
 * one in force has left, starters stand in again.
 */
export const projectHome = ({ versions, inForce }: InForce, texts: StarterTexts): HomeProjection => {
  const starters = starterProjection(texts)
  const clauses = inForce?.clauses ?? []
  const wasHeld = (kind: Wording['kind']) => versions.some(({ clauses }) => clauses.some(({ wording }) => wording.kind === kind))
  const signals = signalsOf(clauses)
  const minutes = clauses.map(({ wording }) => wording).find(wording => wording.kind === 'pause')
  const [activities, phrases] = [saidIn(clauses, 'activity'), saidIn(clauses, 'phrase')]
  const idsIn = (versions: InForce['versions']) => versions.flatMap(({ clauses }) => clauses.map(({ clauseId }) => clauseId))
  return {
    signals: signals.length > 0 ? signals : standIns(starters.signals, idsIn(versions)),
    pause: soundPause(minutes ?? starterPause),
    activities: wasHeld('activity') ? activities.map(({ text }) => text) : starters.activities,
    phrases: wasHeld('phrase') ? phrases.map(({ text }) => text) : starters.phrases,
    starters: {
      signals: signals.length === 0,
      pause: minutes === undefined,
      activities: !wasHeld('activity'),
      phrases: !wasHeld('phrase'),
    },
    ...(inForce && {
      clauseIds: { activities: activities.map(({ clauseId }) => clauseId), phrases: phrases.map(({ clauseId }) => clauseId) },
    }),
    ...(signals.length === 0 && wasHeld('signal') && { signalsLeft: true }),
    version: inForce?.number ?? null,
  }
}

/**
 * What home is to show. While signatures are still being checked, what it showed last (`last`) stays, less what is known to have
 * left; null when that leaves all as it is.
 */
export const homeNow = async (
  record: AgreementRecord,
  texts: StarterTexts,
  last: () => Promise<HomeProjection | null>,
): Promise<HomeProjection | null> => {
  if (!record.unverified) return projectHome(record, texts)
  const ended = record.sure.ended()
  const shown = ended.length > 0 ? await last() : null
  const less = shown && withoutEnded(shown, ended, texts)
  return JSON.stringify(less) === JSON.stringify(shown) ? null : less
}

/**
 * What home showed last, less what has ended since. While signatures are being checked home loses what was withdrawn, and gains
 * nothing.
 */
const withoutEnded = (home: HomeProjection, ended: readonly Ended[], texts: StarterTexts): HomeProjection => {
  const gone = new Set(ended.map(({ clauseId, wording }) => shownAs(clauseId, wording)))
  const { clauseIds, starters } = home
  const kept = (kind: 'activity' | 'phrase', said: string[], ids: string[] = []) => {
    const places = said.flatMap((text, at) => (gone.has(keyOf(ids[at] ?? '', kind, text)) ? [] : [at]))
    return { said: places.map(at => said[at] ?? ''), ids: places.map(at => ids[at] ?? '') }
  }
  const activities = kept('activity', home.activities, starters.activities ? [] : clauseIds?.activities)
  const phrases = kept('phrase', home.phrases, starters.phrases ? [] : clauseIds?.phrases)
  const signals = home.signals.filter(signal => starters.signals || !gone.has(keyOf(signal.clauseId, 'signal', signal)))
  const allLeft = signals.length === 0 && home.signals.length > 0
  const endedIds = [...home.signals, ...ended].map(({ clauseId }) => clauseId)
  const minutesLeft = !starters.pause && gone.has(keyOf(PAUSE_CLAUSE_ID, 'pause', home.pause))
  return {
    ...home,
    signals: allLeft ? standIns(starterProjection(texts).signals, endedIds) : signals,
    pause: minutesLeft ? starterPause : home.pause,
    activities: activities.said,
    phrases: phrases.said,
    starters: { ...starters, signals: starters.signals || allLeft, pause: starters.pause || minutesLeft },
    ...(clauseIds && {
      clauseIds: {
        activities: starters.activities ? clauseIds.activities : activities.ids,
        phrases: starters.phrases ? clauseIds.phrases : phrases.ids,
      },
    }),
    ...(allLeft && { signalsLeft: true }),
  }
}

/** The same for the same words of the same clause, as home has them. */
const shownAs = (clauseId: string, wording: Wording): string => {
  switch (wording.kind) {
    case 'signal':
      return keyOf(clauseId, 'signal', homeSignal(clauseId, wording))
    case 'activity':
      return keyOf(clauseId, 'activity', wording.activity)
    case 'phrase':
      return keyOf(clauseId, 'phrase', wording.phrase)
    case 'pause':
      return keyOf(clauseId, 'pause', soundPause(wording))
    case 'promise':
      return ''
  }
}
const keyOf = (clauseId: string, kind: Wording['kind'], said: unknown): string => JSON.stringify([clauseId, kind, said])

/** Those that nobody ended come before the others: all of them, when there is no other. */
const standIns = (starters: HomeSignal[], endedIds: readonly string[]): HomeSignal[] => {
  const ended = new Set(endedIds)
  const others = starters.filter(({ clauseId }) => !ended.has(clauseId))
  return others.length > 0 ? others : starters
}

/** What `projectHome` needs of an `AgreementRecord`. */
interface InForce {
  versions: readonly { clauses: readonly { clauseId: string; wording: Wording }[] }[]
  inForce: { number: number; clauses: readonly HeldClause[] } | null
}

const signalsOf = (clauses: readonly HeldClause[]): HomeSignal[] =>
  bounded(
    clauses
      .flatMap(({ clauseId, wording }) => (wording.kind === 'signal' ? homeSignal(clauseId, wording) : []))
      .filter(({ word }) => word !== ''),
  )

/** A signal without a word is known by its gesture, or by its emoji alone. */
const homeSignal = (
  clauseId: string,
  { word, emoji, gesture, meaning, helps, answer1, answer2 }: WordingOf<'signal'>,
): HomeSignal => ({
  clauseId,
  word: clip(signalName({ word, gesture, emoji }), fieldLimits.word),
  emoji: word || gesture ? emoji : '',
  gesture,
  meaning,
  helps,
  answers: written([answer1, answer2]),
})

const saidIn = (clauses: readonly HeldClause[], kind: 'activity' | 'phrase'): { clauseId: string; text: string }[] =>
  bounded(
    clauses.flatMap(({ clauseId, wording }) => {
      if (wording.kind !== kind) return []
      return { clauseId, text: wording.kind === 'activity' ? wording.activity : wording.phrase }
    }),
  )

const bounded = <T>(all: T[]): T[] => all.slice(0, MOST_CLAUSES)
