import { plainWords } from '../../shared/plain-words.ts'
import type { HeldClause } from './agreement-record.ts'
import type { AgreementView, ClauseView } from './agreement-view.ts'
import { foldEmoji, foldWord } from './alike.ts'
import { lookOf, type SignalLook } from './held-signals.ts'
import type { FindRights, Right } from './rights-words.ts'

/** Two signals that would be mistaken for each other on a hard evening, and what they share. */
export interface Alike {
  as: SignalLook
  by: 'word' | 'emoji'
  /** Not as it stands in the draft: as both agreed to it. */
  held: boolean
}

/** What a kind word is due about. Nothing of it keeps anybody from writing. */
export type Check =
  /** A signal with neither word nor emoji nor gesture: it could not be sent, nor given in the room. */
  | { kind: 'says-nothing' }
  | ({ kind: 'looks-alike' } & Alike)
  /** It speaks of what stands above every agreement: nothing written here changes that. */
  | { kind: 'rights'; rights: readonly Right[] }

/** The signals of the draft, and those that both hold (`heldSignals`): in force, and gone from the draft or other in it. */
export interface Signals extends Pick<AgreementView, 'signals'> {
  held: readonly SignalLook[]
}

/** In the order in which they are shown. A clause without any words is new, and is left alone. */
export const checksOf = (clause: ClauseView, view: Signals, findRights: FindRights): readonly Check[] => {
  const checks: Check[] = []
  if (clause.kind === 'signal' && saysNothing(clause) && isWritten(clause)) checks.push({ kind: 'says-nothing' })
  const alike = looksLike(clause, view)
  if (alike) checks.push({ kind: 'looks-alike', ...alike })
  const rights = findRights(Object.values(clause.texts))
  if (rights.length > 0) checks.push({ kind: 'rights', rights })
  return checks
}

/** What is left of the checks that were shown, now that these are due: nothing new comes with it. */
export const stillDue = (shown: readonly Check[], due: readonly Check[]): readonly Check[] =>
  shown.flatMap(check => {
    const now = due.find(({ kind }) => kind === check.kind)
    if (now?.kind !== 'rights' || check.kind !== 'rights') return now ?? []
    const rights = now.rights.filter(right => check.rights.includes(right))
    return rights.length > 0 ? { kind: 'rights', rights } : []
  })

/** The first other signal with the same word, or else with the same emoji; those of the draft first. Null for any other kind. */
export const looksLike = (clause: ClauseView | SignalLook, { signals, held }: Signals): Alike | null =>
  clause.kind === 'signal' ? (firstAlike(clause, signals, false) ?? firstAlike(clause, held, true)) : null

/** The same of signals that both hold. */
export const looksLikeOneOf = (clause: ClauseView, held: readonly SignalLook[]): Alike | null =>
  clause.kind === 'signal' ? firstAlike(clause, held, true) : null

/** Of what would be in force, the first that comes new or changed and looks like another. Null when nothing is in the way. */
export const alikeInForce = (
  entries: readonly HeldClause[],
  changed: ReadonlySet<string>,
): { one: SignalLook; as: SignalLook } | null => {
  const signals = entries.flatMap(({ clauseId, wording }) => (wording.kind === 'signal' ? lookOf(clauseId, wording) : []))
  for (const one of signals) {
    const alike = changed.has(one.id) ? firstAlike(one, signals, true) : null
    if (alike) return { one, as: alike.as }
  }
  return null
}

const firstAlike = (signal: SignalLook, among: readonly SignalLook[], held: boolean): Alike | null => {
  const looks = looksOf(among)
  for (const by of ['word', 'emoji'] as const) {
    const as = looks[by].get(foldedOf(signal)[by])?.find(({ id }) => id !== signal.id)
    if (as) return { as, by, held }
  }
  return null
}

type Look = Record<'word' | 'emoji', string>
type Looks = Record<'word' | 'emoji', Map<string, SignalLook[]>>

/** Every letter typed anywhere asks again, of every signal: what has not changed is not looked through twice. */
const folded = new WeakMap<SignalLook, Look>()
const known = new WeakMap<readonly SignalLook[], Looks>()

const foldedOf = (signal: SignalLook): Look => {
  const look = folded.get(signal) ?? { word: foldWord(signal.texts.word), emoji: foldEmoji(signal.texts.emoji) }
  folded.set(signal, look)
  return look
}

/** The signals of each look, in their order, at most two: one of them is another than whoever asks. One may be there in several wordings. */
const looksOf = (signals: readonly SignalLook[]): Looks => {
  const there = known.get(signals)
  if (there) return there
  const looks: Looks = { word: new Map(), emoji: new Map() }
  for (const signal of signals)
    for (const by of ['word', 'emoji'] as const) {
      const look = foldedOf(signal)[by]
      const same = looks[by].get(look) ?? []
      const isNew = look !== '' && same.length < 2 && same.every(({ id }) => id !== signal.id)
      if (isNew) looks[by].set(look, [...same, signal])
    }
  known.set(signals, looks)
  return looks
}

export type AgreeRefusal =
  | { ok: false; reason: 'nothing-written' | 'says-nothing' }
  | ({ ok: false; reason: 'looks-alike' } & Alike)

/**
 * Whether a clause can be agreed to as it stands, or why not yet, beside the signals that both hold (`heldSignals`). Rights that it
 * touches are no reason: they hold whatever is agreed.
 */
export const mayBeAgreedTo = (clause: ClauseView, held: readonly SignalLook[]): { ok: true } | AgreeRefusal => {
  if (!isWritten(clause)) return { ok: false, reason: 'nothing-written' }
  if (clause.kind === 'signal' && saysNothing(clause)) return { ok: false, reason: 'says-nothing' }
  const alike = looksLikeOneOf(clause, held)
  return alike ? { ok: false, reason: 'looks-alike', ...alike } : { ok: true }
}

const saysNothing = ({ texts }: ClauseView<'signal'>): boolean => ![texts.word, texts.emoji, texts.gesture].some(isSeen)

const isWritten = ({ texts }: ClauseView): boolean => Object.values(texts).some(isSeen)

const isSeen = (text: string): boolean => plainWords(text) !== ''
