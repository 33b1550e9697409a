import type { Seat } from '../../../shared/ids.ts'
import type { Translate } from '../../i18n/translate.ts'
import { pauseText } from './durations.ts'
import { longDate } from './long-date.ts'
import type { Taken, TakenSignal } from './taken.ts'

/** One thing agreed: its own words as head, or just its lines. */
export interface PaperEntry {
  head: string | null
  /** What its head is, where that is no word. */
  headLabel?: string | undefined
  lines: readonly PaperLine[]
}
export interface PaperLine {
  label: string | null
  text: string
  /** The couple's own words, not the app's. */
  ours: boolean
}
export interface PaperPart {
  id: 'rights' | 'signals' | 'pauses' | 'meanwhile' | 'coming-back' | 'says-a' | 'says-b' | 'says-nobody'
  title: string
  entries: readonly PaperEntry[]
  /** What is said where there is no entry. */
  none: string
}
/** The whole agreement in the order in which it is read, on paper and as text. */
export interface Paper {
  title: string
  couple: Record<Seat, string>
  names: string
  standing: string
  isDraft: boolean
  parts: readonly PaperPart[]
}

interface Surroundings {
  names: Record<Seat, string>
  t: Translate<'along'>
  agreement: Translate<'agreement'>
}

/** Rights stand on top, whatever else was agreed. */
export const paperOf = (taken: Taken, { names, t, agreement }: Surroundings): Paper => {
  const line = (text: string, ours: boolean): PaperEntry => ({ head: null, lines: [{ label: null, text, ours }] })
  const own = (text: string) => line(text, true)
  const says = (seat: Seat | null): PaperEntry[] =>
    taken.promises
      .filter(promise => promise.seat === seat)
      .map(({ when, say }) => ({
        head: when === '' ? null : when,
        lines: say === '' ? [] : [{ label: null, text: say, ours: true }],
      }))
  const part = (id: PaperPart['id'], title: string, entries: readonly PaperEntry[]): PaperPart => ({
    id,
    title,
    entries,
    none: t(taken.standing.kind === 'draft' ? 'paper.none' : 'paper.noneInForce'),
  })
  const nobodys = says(null)
  return {
    title: agreement('title'),
    couple: names,
    names: t('paper.names', names),
    standing: standingText(taken, t),
    isDraft: taken.standing.kind === 'draft',
    parts: [
      part(
        'rights',
        agreement('rights.title'),
        (['pause', 'leave', 'demand', 'waive'] as const).map(right => line(agreement(`rights.${right}`), false)),
      ),
      part(
        'signals',
        agreement('signals'),
        taken.signals.map(signal => signalEntry(signal, t, agreement)),
      ),
      part('pauses', agreement('pauses'), taken.pause ? [line(pauseText(taken.pause, t), false)] : []),
      part('meanwhile', t('paper.meanwhile'), taken.activities.map(own)),
      part('coming-back', agreement('comingBack'), taken.phrases.map(own)),
      part('says-a', agreement('willSay', { name: names.a }), says('a')),
      part('says-b', agreement('willSay', { name: names.b }), says('b')),
      ...(nobodys.length > 0 ? [part('says-nobody', agreement('nobodySays'), nobodys)] : []),
    ],
  }
}

/** "In force: version 2, 3 March 2026", and how many of its clauses left since; or that it is a draft. */
export const standingText = ({ standing }: Pick<Taken, 'standing'>, t: Translate<'along'>): string => {
  switch (standing.kind) {
    case 'draft':
      return t('standing.draft')
    case 'in-force': {
      const { number, at, unsent, left } = standing
      const version = t(unsent ? 'standing.unsent' : 'standing.inForce', { number, date: longDate(at) })
      return left === 0 ? version : t('standing.less', { version, count: left })
    }
  }
}

const signalEntry = (
  { emoji, word, gesture, meaning, helps, answer1, answer2 }: TakenSignal,
  t: Translate<'along'>,
  agreement: Translate<'agreement'>,
): PaperEntry => {
  // Without a word it is called by its gesture, as everywhere, which is said to be one.
  const labelled = { meaning, gesture: word ? gesture : '', helps } as const
  const lines = (['meaning', 'gesture', 'helps'] as const)
    .filter(field => labelled[field] !== '')
    .map(field => ({ label: agreement(`field.${field}`), text: labelled[field], ours: true }))
  const answers = [answer1, answer2].filter(Boolean)
  return {
    head: [emoji, word || gesture].filter(Boolean).join(' ') || t('paper.wordless'),
    ...(!word && gesture && { headLabel: agreement('field.gesture') }),
    lines: answers.length === 0 ? lines : [...lines, { label: t('paper.answers'), text: answers.join(' / '), ours: true }],
  }
}
