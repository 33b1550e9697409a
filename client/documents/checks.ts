import { plainWords } from '../../shared/plain-words.ts'
import type { AgreementView, ClauseView } from './agreement-view.ts'
import { foldEmoji, foldText } from './alike.ts'
import type { FindRights, Right } from './rights-words.ts'

/** Two signals that would be mistaken for each other on a hard evening, and what they share. */
interface Alike {
  as: ClauseView<'signal'>
  by: 'word' | 'emoji'
}

/** What a kind word is due about. Nothing of it keeps anybody from writing. */
export type Check =
  /** A signal with neither word nor emoji nor gesture: it could not be sent, nor given in the room. */
  | { kind: 'says-nothing' }
  | ({ kind: 'looks-alike' } & Alike)
  /** It speaks of what stands above every agreement: nothing written here changes that. */
  | { kind: 'rights'; rights: readonly Right[] }

type Signals = Pick<AgreementView, 'signals'>

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

/** The first other signal with the same word, or else with the same emoji. Null for any other kind. */
export const looksLike = (clause: ClauseView, { signals }: Signals): Alike | null => {
  if (clause.kind !== 'signal') return null
  const looks = looksOf(signals)
  for (const by of ['word', 'emoji'] as const) {
    const as = looks[by].get(foldedOf(clause)[by])?.find(({ id }) => id !== clause.id)
    if (as) return { as, by }
  }
  return null
}

type Look = Record<'word' | 'emoji', string>
type Looks = Record<'word' | 'emoji', Map<string, ClauseView<'signal'>[]>>

/** Every letter typed anywhere asks again, of every signal: what has not changed is not looked through twice. */
const folded = new WeakMap<ClauseView<'signal'>, Look>()
const known = new WeakMap<Signals['signals'], Looks>()

const foldedOf = (signal: ClauseView<'signal'>): Look => {
  const look = folded.get(signal) ?? { word: foldText(signal.texts.word), emoji: foldEmoji(signal.texts.emoji) }
  folded.set(signal, look)
  return look
}

/** The signals of each look, in their order, at most two: one of them is another than whoever asks. One may be there in several wordings. */
const looksOf = (signals: Signals['signals']): Looks => {
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
 * Whether a clause can be agreed to as it stands, or why not yet, beside the signals that are held (`heldSignals`). Rights that it touches are no reason: they hold whatever is agreed.
 */
export const mayBeAgreedTo = (clause: ClauseView, held: Signals): { ok: true } | AgreeRefusal => {
  if (!isWritten(clause)) return { ok: false, reason: 'nothing-written' }
  if (clause.kind === 'signal' && saysNothing(clause)) return { ok: false, reason: 'says-nothing' }
  const alike = looksLike(clause, held)
  return alike ? { ok: false, reason: 'looks-alike', ...alike } : { ok: true }
}

const saysNothing = ({ texts }: ClauseView<'signal'>): boolean => ![texts.word, texts.emoji, texts.gesture].some(isSeen)

const isWritten = ({ texts }: ClauseView): boolean => Object.values(texts).some(isSeen)

const isSeen = (text: string): boolean => plainWords(text) !== ''
