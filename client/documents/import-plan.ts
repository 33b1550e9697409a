import { clausesOf } from './agreement-reading.ts'
import {
  type AgreementView,
  type ClauseKind,
  type ClauseView,
  clauseKinds,
  MOST_CLAUSES,
  type PauseMinutes,
} from './agreement-view.ts'
import { type ClauseWords, keyOf, saysNothing, wordsOf } from './clause-words.ts'
import type { ReadFile } from './read-agreement-file.ts'

/** `add`: what is missing comes to the end of its kind. `same`: the draft says what the file says, in the file's order. */
export type ImportChoice = 'add' | 'same'

/** A clause that is there, by its id, or one that comes. */
export type Place = { id: string } | { words: ClauseWords }

/** What an import would do to the draft as it stood. Nothing of it is done yet. */
export interface ImportPlan {
  added: readonly ClauseWords[]
  removed: readonly ClauseView[]
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
    there: all.reduce((sum, { there }) => sum + there, 0),
    moved: all.some(({ moved }) => moved),
    pause: pause && !samePause(view.pause, file.pause) ? file.pause : null,
    alike: all.flatMap(({ alike }) => alike),
    full: clauseKinds.filter(kind => kinds[kind].added.length > 0 && kinds[kind].places.length > MOST_CLAUSES),
    places: {
      signal: kinds.signal.places,
      activity: kinds.activity.places,
      phrase: kinds.phrase.places,
      promise: kinds.promise.places,
    },
  }
}

/** Whether it would change nothing at all. */
export const changesNothing = ({ added, removed, moved, pause }: ImportPlan): boolean =>
  added.length === 0 && removed.length === 0 && !moved && pause === null

/** Whether one would do just what the other would: the draft may have changed since a plan was shown. */
export const samePlan = (one: ImportPlan, other: ImportPlan): boolean => JSON.stringify(one) === JSON.stringify(other)

export const samePause = (one: PauseMinutes, other: PauseMinutes): boolean =>
  one.shortest === other.shortest && one.usual === other.usual && one.longest === other.longest

interface KindPlan extends Pick<ImportPlan, 'added' | 'removed' | 'there' | 'moved' | 'alike'> {
  places: readonly Place[]
}

const planKind = (clauses: readonly ClauseView[], wanted: readonly ClauseWords[], choice: ImportChoice): KindPlan => {
  const here = new Map<string, ClauseView[]>()
  for (const clause of clauses) {
    const key = keyOf(wordsOf(clause))
    here.set(key, [...(here.get(key) ?? []), clause])
  }
  const added = wanted.filter(words => !here.has(keyOf(words)))
  const common = { added, there: wanted.length - added.length }
  const idOf = ({ id }: ClauseView): Place => ({ id })
  if (choice === 'add')
    return {
      ...common,
      removed: [],
      moved: false,
      alike: alikeOf(added, clauses),
      places: [...clauses.map(idOf), ...added.map(words => ({ words }))],
    }
  const keys = new Set(wanted.map(keyOf))
  // What says nothing yet is neither in a file nor taken away: somebody may be about to write in it.
  const unwritten = clauses.filter(clause => saysNothing(wordsOf(clause)))
  const removed = clauses.filter(clause => !unwritten.includes(clause) && !keys.has(keyOf(wordsOf(clause))))
  const stays = [...wanted.flatMap(words => here.get(keyOf(words)) ?? []), ...unwritten]
  const before = clauses.filter(clause => !removed.includes(clause))
  return {
    ...common,
    removed,
    alike: alikeOf(added, stays),
    moved: stays.some((clause, at) => clause !== before[at]),
    places: [...wanted.flatMap(words => here.get(keyOf(words))?.map(idOf) ?? [{ words }]), ...unwritten.map(idOf)],
  }
}

const alikeOf = (added: readonly ClauseWords[], stays: readonly ClauseView[]): ClauseWords[] => {
  const looks = new Set(stays.flatMap(clause => looksOf(wordsOf(clause))))
  return added.filter(words => looksOf(words).some(look => looks.has(look)))
}

const looksOf = ({ kind, texts }: ClauseWords): string[] =>
  kind === 'signal'
    ? ([texts.word?.toLowerCase(), texts.emoji].filter(look => look !== undefined && look !== '') as string[])
    : []
