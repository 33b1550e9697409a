import type { HeldClause } from '../../shared/agreement-record.ts'
import type { Wording, WordingOf } from '../../shared/wording.ts'
import { clip } from '../sync/event-content.ts'
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
  const wordings = inForce?.clauses.map(({ wording }) => wording) ?? []
  const wasHeld = (kind: Wording['kind']) => versions.some(({ clauses }) => clauses.some(({ wording }) => wording.kind === kind))
  const signals = signalsOf(inForce?.clauses ?? [])
  const minutes = wordings.find(wording => wording.kind === 'pause')
  return {
    signals: signals.length > 0 ? signals : standIns(starters.signals, versions),
    pause: soundPause(minutes ?? starterPause),
    activities: wasHeld('activity')
      ? bounded(wordings.flatMap(wording => (wording.kind === 'activity' ? wording.activity : [])))
      : starters.activities,
    phrases: wasHeld('phrase')
      ? bounded(wordings.flatMap(wording => (wording.kind === 'phrase' ? wording.phrase : [])))
      : starters.phrases,
    starters: {
      signals: signals.length === 0,
      pause: minutes === undefined,
      activities: !wasHeld('activity'),
      phrases: !wasHeld('phrase'),
    },
    ...(signals.length === 0 && wasHeld('signal') && { signalsLeft: true }),
    version: inForce?.number ?? null,
  }
}

/** Those that nobody ended come before the others: all of them, when there is no other. */
const standIns = (starters: HomeSignal[], versions: InForce['versions']): HomeSignal[] => {
  const ended = new Set(versions.flatMap(({ clauses }) => clauses.map(({ clauseId }) => clauseId)))
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

const bounded = <T>(all: T[]): T[] => all.slice(0, MOST_CLAUSES)
