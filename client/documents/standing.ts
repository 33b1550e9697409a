import { MOST_ENTRIES } from '../../shared/assent.ts'
import { type Instant, otherSeat, type Seat } from '../../shared/ids.ts'
import type { Withdrawal } from '../../shared/withdrawal.ts'
import type { Wording } from '../../shared/wording.ts'
import { wordingHash } from '../keys/wording-hash.ts'
import type { AgreementRecord, HeldClause, Version } from './agreement-record.ts'
import type { AgreementView } from './agreement-view.ts'
import { draftIds } from './draft-wording.ts'

/**
 * Where a clause of the draft stands. `ours` on all of them: the wording that both agreed to last, whatever the draft says now; where
 * that was withdrawn before it came into force, what is in force still.
 * `you-agree`, `partner-agrees`: to exactly the draft as it is. `changed`: there is a wording of both, and the draft is another
 * that neither agreed to. `withdrawn`: both held exactly the draft as it is, and these no longer agree; `stays` still does. `draft` null: it cannot be signed as it is.
 */
export type Standing =
  | { kind: 'being-written'; ours: null }
  | { kind: 'you-agree'; ours: HeldClause | null }
  | { kind: 'partner-agrees'; ours: HeldClause | null }
  | { kind: 'ours'; ours: HeldClause; since: Instant }
  | { kind: 'changed'; ours: HeldClause }
  | { kind: 'withdrawn'; ours: HeldClause | null; by: readonly Withdrawal[]; stays: Seat | null }

const hashes = new WeakMap<Wording, string>()

/** Reckoned once for each state of a draft: a letter in one clause must not cost the hashes of all. */
const hashOf = (wording: Wording): string => {
  const hash = hashes.get(wording) ?? wordingHash(wording)
  hashes.set(wording, hash)
  return hash
}

export const standingOf = (record: AgreementRecord, mySeat: Seat, clauseId: string, draft: Wording | null): Standing => {
  const both = record.ours(clauseId)
  const ours = both ?? record.inForce?.clauses.find(held => held.clauseId === clauseId) ?? null
  const hash = draft && hashOf(draft)
  if (hash !== null && both?.hash === hash) return { kind: 'ours', ours: both, since: both.since }
  const agrees = (seat: Seat) => hash !== null && record.waiting(seat, clauseId)?.hash === hash
  const by = hash === null ? [] : record.withdrawals(clauseId).filter(({ hashes }) => hashes.includes(hash))
  if (by.length > 0) return { kind: 'withdrawn', ours, by, stays: agrees('a') ? 'a' : agrees('b') ? 'b' : null }
  if (agrees(mySeat)) return { kind: 'you-agree', ours }
  if (agrees(otherSeat(mySeat))) return { kind: 'partner-agrees', ours }
  return ours ? { kind: 'changed', ours } : { kind: 'being-written', ours }
}

/**
 * Whose yes to what the other withdrew is over too: they changed the words or took the clause out (`MovedOn`), agreed to others, or
 * took it back. Null when that yes still waits, or when both withdrew.
 */
export const overToo = (record: AgreementRecord, clauseId: string, by: readonly Withdrawal[]): Seat | null => {
  const [left, alsoLeft] = by
  if (!left || alsoLeft || record.unverified) return null
  const seat = otherSeat(left.seat)
  return left.hashes.some(hash => record.holds(seat, clauseId, hash)) ? null : seat
}

/** Whether a yes of one's own that was not met cannot be taken back alone: it is to what is in force, and nothing else is ours. */
export const isOnlyForce = ({ ours, inForce, waiting }: AgreementRecord, mySeat: Seat, clauseId: string): boolean => {
  const mine = waiting(mySeat, clauseId)
  return (
    mine !== null &&
    ours(clauseId) === null &&
    (inForce?.clauses.some(held => held.clauseId === clauseId && held.hash === mine.hash) ?? false)
  )
}

/** Of `standingOf`, while something else than the draft stands on the screen: what is seen there is agreed to by nobody. */
export const shownOtherwise = (standing: Standing): Standing =>
  standing.ours ? { kind: 'changed', ours: standing.ours } : { kind: 'being-written', ours: null }

/**
 * What could be named: of every clause of the draft, in order, what is ours, else what is in force of it; then what is in force and
 * gone from the draft: removing a clause from the draft does not end its force, "I no longer agree" does.
 */
const namable = (record: AgreementRecord, view: AgreementView) => {
  const drafted = draftIds(view)
  const inForce = new Map(record.inForce?.clauses.map(clause => [clause.clauseId, clause]))
  const gone = [...inForce.values()].filter(({ clauseId }) => !drafted.includes(clauseId))
  const all = [...drafted.flatMap(clauseId => record.ours(clauseId) ?? inForce.get(clauseId) ?? []), ...gone]
  const isIn = ({ clauseId, hash }: HeldClause) => inForce.get(clauseId)?.hash === hash
  return { all, news: all.filter(clause => !isIn(clause)), rest: all.filter(isIn) }
}

/**
 * What "Put in force" names, in order. No more than a press holds: then what is not in force as it is comes first, since what is
 * in force and not named stays so.
 */
export const entriesToPutInForce = (record: AgreementRecord, view: AgreementView): readonly HeldClause[] => {
  const { all, news, rest } = namable(record, view)
  const named = new Set([...news, ...rest].slice(0, MOST_ENTRIES))
  return all.filter(clause => named.has(clause))
}

/** How many that could come into force have no room in this press, and are named by the next one. */
export const leftForNextPress = (record: AgreementRecord, view: AgreementView): number =>
  Math.max(0, namable(record, view).news.length - MOST_ENTRIES)

/** What would be in force after a press that names these: a press ends nothing. */
export const inForceAfter = (record: AgreementRecord, entries: readonly HeldClause[]): readonly HeldClause[] => {
  const named = new Set(entries.map(({ clauseId }) => clauseId))
  return [...entries, ...(record.inForce?.clauses ?? []).filter(({ clauseId }) => !named.has(clauseId))]
}

/** What of the newest version is in force no longer, since one of the two withdrew it. */
export const leftSince = ({ versions, inForce }: AgreementRecord): readonly HeldClause[] => {
  const stays = new Set(inForce?.clauses.map(({ clauseId }) => clauseId))
  return versions.at(-1)?.clauses.filter(({ clauseId }) => !stays.has(clauseId)) ?? []
}

/** Whether a clause is in force for both: a version that has not gone out puts nothing in force on the other phone. */
export const isInForceForBoth = ({ inForce, versions }: AgreementRecord, clauseId: string): boolean => {
  const isIn = (clauses: readonly HeldClause[] = []) => clauses.some(clause => clause.clauseId === clauseId)
  const unsent = versions.find(version => version.unsent)
  return isIn(inForce?.clauses) && (!unsent || isIn(unsent.replaces))
}

/**
 * One clause's part of what a version changes, or a new one would. `returned`: the words of the version before, which had left force
 * since. `removed`: in the version before and no longer, since one of the two withdrew it.
 */
export type Change =
  | { kind: 'added'; now: HeldClause }
  | { kind: 'changed'; before: HeldClause; now: HeldClause }
  | { kind: 'returned'; now: HeldClause }
  | { kind: 'removed'; before: HeldClause }

type Between = Exclude<Change, { kind: 'returned' }>
/** A press ends nothing. */
export type WouldChange = Exclude<Change, { kind: 'removed' }>
const isOfPress = (change: Change): change is WouldChange => change.kind !== 'removed'

/** The words of two versions held against each other. What is new or other first, in its order; then what is gone. */
export const changesBetween = (before: readonly HeldClause[], now: readonly HeldClause[]): readonly Between[] => {
  const was = new Map(before.map(clause => [clause.clauseId, clause]))
  const is = new Set(now.map(({ clauseId }) => clauseId))
  const changes = now.flatMap((clause): Between[] => {
    const earlier = was.get(clause.clauseId)
    if (!earlier) return [{ kind: 'added', now: clause }]
    return earlier.hash === clause.hash ? [] : [{ kind: 'changed', before: earlier, now: clause }]
  })
  const gone = before.filter(({ clauseId }) => !is.has(clauseId))
  return [...changes, ...gone.map(clause => ({ kind: 'removed' as const, before: clause }))]
}

/** What came with a version. Null for the first one: there was nothing before it. */
export const whatChangedWith = (record: AgreementRecord, { number, replaces, clauses }: Version): readonly Change[] | null => {
  const before = record.versions.find(version => version.number === number - 1)
  return before ? changesAfter(before, replaces, clauses) : null
}

/**
 * The same of a version that is not there yet: what these would change when they are put in force now. Nothing of what has left
 * force already: no press takes that out.
 */
export const whatWouldChange = (record: AgreementRecord, entries: readonly HeldClause[]): readonly WouldChange[] =>
  changesAfter(record.versions.at(-1), record.inForce?.clauses ?? [], inForceAfter(record, entries)).filter(isOfPress)

/**
 * What one's own last press named and did not put in force since the other no longer agrees to it. Nothing of what came into force
 * all the same, of what both have met on other words since, or of what the other agrees to again.
 */
export const missedBy = (record: AgreementRecord, mySeat: Seat): readonly HeldClause[] => {
  const press = record.lastPress(mySeat)
  // Until all is read nothing is known to be missing, nor of what has not gone out what comes of it.
  if (record.unverified || !press || press.unsent) return []
  const since = record.versions.filter(({ number }) => number > press.number)
  const cameWith = new Set(since.flatMap(({ clauses }) => clauses.map(({ clauseId, hash }) => `${clauseId} ${hash}`)))
  const partner = otherSeat(mySeat)
  return press.missed.filter(({ clauseId, hash }) => {
    if (cameWith.has(`${clauseId} ${hash}`) || record.holds(partner, clauseId, hash)) return false
    const left = record.withdrawals(clauseId).some(({ seat, hashes }) => seat === partner && hashes.includes(hash))
    return left || record.holds(mySeat, clauseId, hash)
  })
}

/** `inForce`: what stood of the version before at that moment. */
const changesAfter = (
  before: Version | undefined,
  inForce: readonly HeldClause[],
  now: readonly HeldClause[],
): readonly Change[] => {
  const earlier = before?.clauses ?? []
  const was = new Set(earlier.map(({ clauseId, hash }) => `${clauseId} ${hash}`))
  const stood = new Set(inForce.map(({ clauseId }) => clauseId))
  const returned = now.filter(({ clauseId, hash }) => was.has(`${clauseId} ${hash}`) && !stood.has(clauseId))
  return [...changesBetween(earlier, now), ...returned.map(clause => ({ kind: 'returned' as const, now: clause }))]
}
