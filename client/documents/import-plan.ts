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
import type { ReadFile } from './read-agreement-file.ts'

/** `add`: what is missing comes to the end of its kind. `same`: the draft says what the file says, in the file's order. */
export type ImportChoice = 'add' | 'same'

/** A clause that is there, by its id, or one that comes. */
export type Place = { id: string } | { words: ClauseWords }

/** A clause of the draft that the file has with other words: the same kind and the same title. It stays the clause it is. */
export interface ChangedClause {
  clause: ClauseView
  /** Only the texts that become other ones. */
  texts: ClauseWords['texts']
}

/** What an import would do to the draft as it stood. Nothing of it is done yet. */
export interface ImportPlan {
  added: readonly ClauseWords[]
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

/** `pause`: with the file's minutes too. */
export const planImport = (view: AgreementView, file: ReadFile, choice: ImportChoice, pause: boolean): ImportPlan => {
  const kinds = Object.fromEntries(
    clauseKinds.map(kind => [
      kind,
      planKind(
        clausesOf(view, kind),
        file.clauses.filter(words => words.kind === kind),
        choice,
      ),
    ]),
  ) as Record<ClauseKind, KindPlan>
  const all = Object.values(kinds)
  return {
    added: all.flatMap(({ added }) => added),
    removed: all.flatMap(({ removed }) => removed),
    changed: all.flatMap(({ changed }) => changed),
    there: all.reduce((sum, { there }) => sum + there, 0),
    moved: all.some(({ moved }) => moved),
    pause: pause && !samePause(view.pause, file.pause) ? file.pause : null,
    alike: all.flatMap(({ alike }) => alike),
    full: clauseKinds.filter(kind => kinds[kind].added.length > 0 && kinds[kind].places.length > MOST_READ),
    places: {
      signal: kinds.signal.places,
      activity: kinds.activity.places,
      phrase: kinds.phrase.places,
      promise: kinds.promise.places,
    },
  }
}

/** Whether it would change nothing at all. */
export const changesNothing = ({ added, removed, changed, moved, pause }: ImportPlan): boolean =>
  added.length === 0 && removed.length === 0 && changed.length === 0 && !moved && pause === null

/** Whether one would do just what the other would: the draft may have changed since a plan was shown. */
export const samePlan = (one: ImportPlan, other: ImportPlan): boolean => JSON.stringify(one) === JSON.stringify(other)

export const samePause = (one: PauseMinutes, other: PauseMinutes): boolean =>
  one.shortest === other.shortest && one.usual === other.usual && one.longest === other.longest

interface KindPlan extends Pick<ImportPlan, 'added' | 'removed' | 'changed' | 'there' | 'moved' | 'alike'> {
  places: readonly Place[]
}

const planKind = (clauses: readonly ClauseView[], wanted: readonly ClauseWords[], choice: ImportChoice): KindPlan => {
  const here = new Map<string, ClauseView[]>()
  for (const clause of clauses) {
    const key = keyOf(wordsOf(clause))
    here.set(key, [...(here.get(key) ?? []), clause])
  }
  const missing = wanted.filter(words => !here.has(keyOf(words)))
  const idOf = ({ id }: ClauseView): Place => ({ id })
  if (choice === 'add')
    return {
      added: missing,
      removed: [],
      changed: [],
      there: wanted.length - missing.length,
      moved: false,
      alike: alikeOf(missing, clauses.map(wordsOf)),
      places: [...clauses.map(idOf), ...missing.map(words => ({ words }))],
    }
  const keys = new Set(wanted.map(keyOf))
  // What says nothing yet is neither in a file nor taken away: somebody may be about to write in it.
  const unwritten = clauses.filter(clause => saysNothing(wordsOf(clause)))
  const others = clauses.filter(clause => !unwritten.includes(clause) && !keys.has(keyOf(wordsOf(clause))))
  const changes = pairsOf(others, missing)
  const becomes = new Map([...changes].map(([clause, words]) => [words, clause]))
  const added = missing.filter(words => !becomes.has(words))
  const removed = others.filter(clause => !changes.has(clause))
  const staysFor = (words: ClauseWords) => here.get(keyOf(words)) ?? becomes.get(words)
  const stays = [...wanted.flatMap(words => staysFor(words) ?? []), ...unwritten]
  const before = clauses.filter(clause => !removed.includes(clause))
  return {
    added,
    removed,
    changed: [...changes].map(([clause, words]) => ({ clause, texts: otherTexts(clause, words) })),
    there: wanted.length - missing.length,
    alike: alikeOf(
      added,
      wanted.filter(words => !added.includes(words)),
    ),
    moved: stays.some((clause, at) => clause !== before[at]),
    places: [
      ...wanted.flatMap(words => (added.includes(words) ? [{ words }] : [staysFor(words) ?? []].flat().map(idOf))),
      ...unwritten.map(idOf),
    ],
  }
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
