import { clausesOf } from './agreement-reading.ts'
import {
  type AgreementView,
  type ClauseKind,
  type ClauseView,
  clauseFields,
  clauseKinds,
  MOST_READ,
  type PauseMinutes,
} from './agreement-view.ts'
import { foldEmoji, foldText, foldWord } from './alike.ts'
import { type ClauseWords, keyOf, saysNothing, wordsOf } from './clause-words.ts'
import type { GoneClauses } from './gone-clauses.ts'
import type { ReadFile } from './read-agreement-file.ts'

/** `add`: what is missing comes to the end of its kind. `same`: the draft says what the file says, in the file's order. */
export type ImportChoice = 'add' | 'same'

/** A clause that is there or comes back, by its id, or one that comes. */
export type Place = { id: string } | { back: string } | { words: ClauseWords }

/** A clause that comes to say other words, of the same title or once agreed to as its own. It stays the clause it is. */
export interface ChangedClause {
  clause: ClauseView
  /** Only the texts that become other ones. */
  texts: ClauseWords['texts']
}

/** What an import would do to the draft as it stood. Nothing of it is done yet. */
export interface ImportPlan {
  added: readonly ClauseWords[]
  /** What comes back under its own id, with everything that was agreed to of it. */
  back: readonly ClauseWords[]
  removed: readonly ClauseView[]
  changed: readonly ChangedClause[]
  /** What the file says and the draft says already. */
  there: number
  /** Clauses stay and come to stand in another order. */
  moved: boolean
  /** What the minutes become; null when they stay as they are. */
  pause: PauseMinutes | null
  /** Signals that come and look like one that stays: the same word or the same emoji. */
  alike: readonly ClauseWords[]
  /** Kinds of which there would be more than can be. */
  full: readonly ClauseKind[]
  /** All clauses of each kind as they would stand. */
  places: Readonly<Record<ClauseKind, readonly Place[]>>
}

/** `gone`: of the moment of the view. `pause`: with the file's minutes too. */
export const planImport = (
  view: AgreementView,
  gone: GoneClauses,
  file: ReadFile,
  choice: ImportChoice,
  pause: boolean,
): ImportPlan => {
  const kinds = Object.fromEntries(
    clauseKinds.map(kind => [
      kind,
      planKind(
        clausesOf(view, kind),
        gone,
        file.clauses.filter(words => words.kind === kind),
        choice,
      ),
    ]),
  ) as Record<ClauseKind, KindPlan>
  const all = Object.values(kinds)
  return {
    added: all.flatMap(({ added }) => added),
    back: all.flatMap(({ back }) => back),
    removed: all.flatMap(({ removed }) => removed),
    changed: all.flatMap(({ changed }) => changed),
    there: all.reduce((sum, { there }) => sum + there, 0),
    moved: all.some(({ moved }) => moved),
    pause: pause && !samePause(view.pause, file.pause) ? file.pause : null,
    alike: all.flatMap(({ alike }) => alike),
    full: clauseKinds.filter(
      kind => kinds[kind].added.length + kinds[kind].back.length > 0 && kinds[kind].places.length > MOST_READ,
    ),
    places: {
      signal: kinds.signal.places,
      activity: kinds.activity.places,
      phrase: kinds.phrase.places,
      promise: kinds.promise.places,
    },
  }
}

/** Whether it would change nothing at all. */
export const changesNothing = ({ added, back, removed, changed, moved, pause }: ImportPlan): boolean =>
  [added, back, removed, changed].every(({ length }) => length === 0) && !moved && pause === null

/** Whether one would do just what the other would: the draft may have changed since a plan was shown. */
export const samePlan = (one: ImportPlan, other: ImportPlan): boolean => JSON.stringify(one) === JSON.stringify(other)

export const samePause = (one: PauseMinutes, other: PauseMinutes): boolean =>
  one.shortest === other.shortest && one.usual === other.usual && one.longest === other.longest

interface KindPlan extends Pick<ImportPlan, 'added' | 'back' | 'removed' | 'changed' | 'there' | 'moved' | 'alike'> {
  places: readonly Place[]
}

const planKind = (
  clauses: readonly ClauseView[],
  { clauses: gone, agreed }: GoneClauses,
  wanted: readonly ClauseWords[],
  choice: ImportChoice,
): KindPlan => {
  const here = new Map<string, ClauseView[]>()
  for (const clause of clauses) {
    const key = keyOf(wordsOf(clause))
    here.set(key, [...(here.get(key) ?? []), clause])
  }
  const missing = wanted.filter(words => !here.has(keyOf(words)))
  const keys = new Set(wanted.map(keyOf))
  // What says nothing yet is neither in a file nor taken away: somebody may be about to write in it.
  const isOther = (clause: ClauseView) => !saysNothing(wordsOf(clause)) && !keys.has(keyOf(wordsOf(clause)))
  const others = choice === 'same' ? clauses.filter(isOther) : []
  // Agreed-to words go before all else: as another clause they would look like the one that has them, and nobody could agree to them.
  const held = pairsByKey([...others, ...gone], missing, ({ id }) => agreed.get(id) ?? [])
  const unheld = without(missing, held)
  const titled = pairsOf(
    others.filter(clause => !held.has(clause)),
    unheld,
  )
  const again = pairsByKey(
    gone.filter(clause => !held.has(clause)),
    without(unheld, titled),
    clause => [keyOf(wordsOf(clause))],
  )
  const pairs = new Map([...held, ...titled, ...again])
  const becomes = new Map([...pairs].map(([clause, words]) => [words, clause]))
  const added = without(missing, pairs)
  const removed = others.filter(clause => !pairs.has(clause))
  const before = clauses.filter(clause => !removed.includes(clause))
  const placeOf = (clause: ClauseView): Place => (gone.includes(clause) ? { back: clause.id } : { id: clause.id })
  const placeFor = (words: ClauseWords): readonly Place[] => {
    const clause = becomes.get(words)
    return clause ? [placeOf(clause)] : (here.get(keyOf(words))?.map(placeOf) ?? [{ words }])
  }
  const places =
    choice === 'add'
      ? [...before.map(placeOf), ...missing.flatMap(placeFor)]
      : [...wanted.flatMap(placeFor), ...clauses.filter(clause => saysNothing(wordsOf(clause))).map(placeOf)]
  const stays = places.flatMap(place => ('id' in place ? place.id : []))
  const back = missing.filter(words => gone.some(clause => clause === becomes.get(words)))
  const comes = [...added, ...back]
  const staysSaying = choice === 'add' ? clauses.map(wordsOf) : wanted.filter(words => !comes.includes(words))
  return {
    added,
    back,
    removed,
    changed: [...pairs].map(([clause, words]) => ({ clause, texts: otherTexts(clause, words) })).filter(saysOther),
    there: wanted.length - missing.length,
    alike: alikeOf(comes, staysSaying),
    moved: stays.some((id, at) => id !== before[at]?.id),
    places,
  }
}

const saysOther = ({ texts }: ChangedClause): boolean => Object.keys(texts).length > 0

const without = (all: readonly ClauseWords[], pairs: ReadonlyMap<ClauseView, ClauseWords>): readonly ClauseWords[] => {
  const taken = new Set(pairs.values())
  return all.filter(words => !taken.has(words))
}

/** Clauses with the words that they come to say, which have one of their keys: of several clauses the first. */
const pairsByKey = (
  clauses: readonly ClauseView[],
  wanted: readonly ClauseWords[],
  keysOf: (clause: ClauseView) => readonly string[],
): ReadonlyMap<ClauseView, ClauseWords> => {
  const open = new Map(wanted.map(words => [keyOf(words), words]))
  const pairs = new Map<ClauseView, ClauseWords>()
  for (const clause of clauses)
    for (const key of keysOf(clause)) {
      const words = open.get(key)
      if (pairs.has(clause) || words?.kind !== clause.kind || words.seat !== clause.seat) continue
      pairs.set(clause, words)
      open.delete(key)
    }
  return pairs
}

/** Clauses with the words that they come to say: of those with one title the first goes with the first. */
const pairsOf = (clauses: readonly ClauseView[], wanted: readonly ClauseWords[]): ReadonlyMap<ClauseView, ClauseWords> => {
  const open = [...wanted]
  return new Map(
    clauses.flatMap(clause => {
      const title = titleOf(wordsOf(clause))
      const at = open.findIndex(words => titleOf(words) === title)
      const [words] = at < 0 ? [] : open.splice(at, 1)
      return words ? [[clause, words] as const] : []
    }),
  )
}

/** What a clause is known by, whatever else it says. */
const titleOf = ({
  seat,
  texts: { word = '', emoji = '', gesture = '', activity = '', phrase = '', when = '', say = '' },
}: ClauseWords) =>
  JSON.stringify([
    seat,
    foldText(word) || foldText(gesture) || foldEmoji(emoji),
    foldText(activity || phrase),
    foldText(when) || foldText(say),
  ])

const otherTexts = (clause: ClauseView, words: ClauseWords): ClauseWords['texts'] => {
  const before = wordsOf(clause).texts
  return Object.fromEntries(
    clauseFields[clause.kind].flatMap(field => (before[field] === words.texts[field] ? [] : [[field, words.texts[field]]])),
  )
}

const alikeOf = (added: readonly ClauseWords[], stays: readonly ClauseWords[]): ClauseWords[] => {
  const looks = new Set(stays.flatMap(looksOf))
  return added.filter(words => looksOf(words).some(look => looks.has(look)))
}

const looksOf = ({ kind, texts: { word = '', emoji = '' } }: ClauseWords): string[] =>
  kind === 'signal' ? [`word ${foldWord(word)}`, `emoji ${foldEmoji(emoji)}`].filter(look => !look.endsWith(' ')) : []
