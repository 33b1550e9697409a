import { z } from 'zod/mini'
import { withoutUnseen } from '../../shared/canonical-text.ts'
import { type ClauseField, fieldLimits } from '../../shared/clause.ts'
import { Instant, otherSeat, type Seat } from '../../shared/ids.ts'
import type { PauseMinutes } from './agreement-view.ts'

/** The words of a clause by field; of the pause rule its minutes, in digits. */
export type ChangedField = ClauseField | keyof PauseMinutes
export type ChangedWords = Readonly<Partial<Record<ChangedField, string>>>

/** What one seat's page noted of its latest change of a clause: a small value in the document, that the other seat can overwrite. */
export interface ClauseChangeNote {
  id: string
  at: Instant
  /** The other seat's note that was there when this change began: that one had been seen. */
  saw: string | null
  /** The whole clause as it stood after the change; left out when the partner had it at once. */
  words: ChangedWords | null
  /**
   * What stood in the fields that this seat wrote in before it did, since the partner last had the same. Null beside words: not
   * known, as of a decision; without any: the partner has it all.
   */
  was: ChangedWords | null
}

/** Who changed a clause last; and both wordings, where both changed it without knowing of the other's change. */
export interface ClauseChange {
  last: { seat: Seat; at: Instant } | null
  apart: {
    mine: ChangedWords
    theirs: ChangedWords
    /** Those that both changed, in two wordings: a decision sets these and no other. */
    fields: readonly ChangedField[]
    /** Those that one of the two changed, and left words in: they stand as that one wrote them. */
    alone: readonly ChangedAlone[]
    /** Either wrote on since: the text holds words that neither of the two has. */
    wroteOn: boolean
    /** This device does not know that `mine` was written on it: whose the two are is then said of neither. Not there when it does. */
    unsure?: true
  } | null
}

export interface ChangedAlone {
  field: ChangedField
  by: 'mine' | 'theirs'
}

/** That a seat wrote on under an open hint: its note stays as the hint shows it. `of`: the two notes of that hint. */
export interface WrittenOn {
  of: string
  at: Instant
}

const MOST_MINUTES = 4
const limits: Record<ChangedField, number> = {
  ...fieldLimits,
  shortest: MOST_MINUTES,
  usual: MOST_MINUTES,
  longest: MOST_MINUTES,
}
const changedFields = Object.keys(limits) as ChangedField[]

const NoteId = z.string().check(z.regex(/^[\w-]{1,36}$/))
const Note = z.object({
  id: NoteId,
  at: Instant,
  saw: z.catch(z.nullable(NoteId), null),
  words: z.optional(z.unknown()),
  was: z.optional(z.unknown()),
})

/** Whatever was found in its place: null for what is no note. Never throws, and holds no more than a clause can. */
export const readChangeNote = (found: unknown): ClauseChangeNote | null => {
  const note = Note.safeParse(found).data
  if (!note) return null
  return { id: note.id, at: note.at, saw: note.saw, words: readChangedWords(note.words), was: readChangedWords(note.was) }
}

/** Whatever was found in the place of a clause's words: null for what is none. */
export const readChangedWords = (found: unknown): ChangedWords | null => {
  if (typeof found !== 'object' || found === null) return null
  const words: Partial<Record<ChangedField, string>> = {}
  for (const field of changedFields) {
    const text: unknown = Reflect.get(found, field)
    if (typeof text === 'string') words[field] = withoutUnseen(text.slice(0, limits[field]).toWellFormed())
  }
  return words
}

const On = z.object({ of: z.string().check(z.maxLength(80)), at: Instant })

/** Whatever was found in its place: null for what is none. Never throws. */
export const readWrittenOn = (found: unknown): WrittenOn | null => On.safeParse(found).data ?? null

/** Names the hint that two notes make, the same from either seat. */
export const hintOf = (one: ClauseChangeNote, other: ClauseChangeNote): string => [one.id, other.id].sort().join(' ')

/** Whether neither of two notes was known where the other was written. */
const areApart = (one: ClauseChangeNote, other: ClauseChangeNote): boolean => one.saw !== other.id && other.saw !== one.id

/** One seat's note, and that it wrote on under a hint. */
export interface SeatChanges {
  note: ClauseChangeNote | null
  on: WrittenOn | null
}

/** What a seat had before it wrote: also before its earlier note, unless the partner is known to have had that. */
export const wasBefore = (
  earlier: ClauseChangeNote | null,
  theirs: ClauseChangeNote | null,
  { id, was }: { id: string; was: ChangedWords },
): ChangedWords | null => {
  const isHad = !earlier || (!earlier.words && !earlier.was) || (earlier.id !== id && theirs?.saw === earlier.id)
  return isHad ? was : earlier.was && { ...was, ...earlier.was }
}

export const only = (fields: readonly ChangedField[], words: ChangedWords): ChangedWords =>
  Object.fromEntries(fields.map(field => [field, words[field]]))

/** What a clause shows of its changes. Instants later than `now` are a wrong clock or a lie: they count as now. */
export const clauseChange = (mine: SeatChanges, theirs: SeatChanges, mySeat: Seat, now: Instant): ClauseChange => {
  const [my, their] = [lastOf(mine), lastOf(theirs)]
  const at = Math.max(my, their)
  const last = at < 0 ? null : { seat: my >= their ? mySeat : otherSeat(mySeat), at: Math.min(at, now) }
  return { last, apart: apartOf(mine, theirs) }
}

/** -1: never. */
const lastOf = ({ note, on }: SeatChanges): Instant => Math.max(note?.at ?? -1, on?.at ?? -1)

const apartOf = ({ note: mine, on: mineOn }: SeatChanges, { note: theirs, on: theirsOn }: SeatChanges): ClauseChange['apart'] => {
  if (!mine?.words || !theirs?.words || !areApart(mine, theirs)) return null
  const words = { mine: mine.words, theirs: theirs.words }
  const changes = changesOf(mine, theirs, words)
  const fields = changes.filter(({ by }) => by === 'both').map(({ field }) => field)
  const alone = changes.filter(isAlone)
  if (fields.length === 0 && new Set(alone.map(({ by }) => by)).size < 2) return null
  const hint = hintOf(mine, theirs)
  return {
    ...words,
    fields,
    alone: alone.filter(({ field, by }) => words[by][field] !== ''),
    wroteOn: mineOn?.of === hint || theirsOn?.of === hint,
  }
}

interface Changed {
  field: ChangedField
  by: 'mine' | 'theirs' | 'both'
}
type Wordings = Readonly<Record<'mine' | 'theirs', ChangedWords>>

const isAlone = (changed: Changed): changed is ChangedAlone => changed.by !== 'both'

const changesOf = (mine: ClauseChangeNote, theirs: ClauseChangeNote, words: Wordings): readonly Changed[] => {
  const changes = changedFields.flatMap((field): Changed[] => {
    const [one, other] = [words.mine[field], words.theirs[field]]
    if (one === undefined || other === undefined || one === other) return []
    const [byMe, byThem] = [hasChanged(mine, field), hasChanged(theirs, field)]
    if (!byMe && !byThem) return []
    return [{ field, by: byMe && byThem ? 'both' : byMe ? 'mine' : 'theirs' }]
  })
  return minutesHold(changes, words) ? changes : changes.map(({ field }) => ({ field, by: 'both' }))
}

/**
 * Where it is not known, what differs counts as changed. Who filled an empty field and emptied it again changed nothing; elsewhere
 * letters that were taken out and put back are others than before, beside which the partner's stand.
 */
const hasChanged = ({ words, was }: ClauseChangeNote, field: ChangedField): boolean =>
  was === null || (was[field] !== undefined && (was[field] !== '' || words?.[field] !== ''))

/** Minutes of two that contradict each other stand as neither wrote them. True for what has no minutes. */
const minutesHold = (changes: readonly Changed[], { mine, theirs }: Wordings): boolean => {
  const possible = (field: keyof PauseMinutes) => {
    const by = changes.find(changed => changed.field === field)?.by
    return [by !== 'theirs' && mine[field], (by === 'theirs' || by === 'both') && theirs[field]].filter(Boolean).map(Number)
  }
  const isOver = (low: keyof PauseMinutes, high: keyof PauseMinutes) => Math.max(...possible(low)) > Math.min(...possible(high))
  return !isOver('shortest', 'usual') && !isOver('usual', 'longest')
}
