import { generateKeyBetween } from 'fractional-indexing'
import type * as Y from 'yjs'
import {
  type AgreementView,
  type ClauseKind,
  type ClauseView,
  MOST_READ,
  PAUSE_CEILING_MINUTES,
  PAUSE_FLOOR_MINUTES,
  type PauseMinutes,
  soundPause,
} from './agreement-view.ts'
import { byOrder, isClause, isRemoved, readClause } from './clauses.ts'

/** What was read of each clause, null for what is none. Kept from one reading to the next, so that unchanged clauses stay the same objects. */
export type KnownClauses = Map<string, ClauseView | null>

/**
 * Everything in the document as plain data. `known` keeps what was read of unchanged clauses. Of more than `MOST_READ` of a kind
 * those in `first` have their place before others; what is read stands in its order.
 */
export const readAgreement = (
  clauses: Y.Map<unknown>,
  pause: Y.Map<unknown>,
  known: KnownClauses,
  first: ReadonlySet<string> = new Set(),
): AgreementView => {
  const found: ClauseView[] = []
  let leftOut = 0
  for (const [id, value] of clauses.entries()) {
    const clause = known.has(id) ? (known.get(id) ?? null) : readClause(id, value)
    known.set(id, clause)
    if (clause) found.push(clause)
    else if (!isRemoved(value)) leftOut++
  }
  found.sort(byOrder)
  const some = <K extends ClauseKind>(kind: K): readonly ClauseView<K>[] => {
    const all = found.filter(clause => isClause(clause, kind))
    leftOut += Math.max(0, all.length - MOST_READ)
    return Object.freeze(withFirst(all, first) as ClauseView<K>[])
  }
  const lists = { signals: some('signal'), activities: some('activity'), phrases: some('phrase'), promises: some('promise') }
  return Object.freeze({ ...lists, pause: readPause(pause), leftOut })
}

const withFirst = (all: readonly ClauseView[], first: ReadonlySet<string>): readonly ClauseView[] => {
  if (all.length <= MOST_READ) return all
  const known = all.filter(({ id }) => first.has(id)).slice(0, MOST_READ)
  const others = all.filter(({ id }) => !first.has(id)).slice(0, MOST_READ - known.length)
  const read = new Set([...known, ...others])
  return all.filter(clause => read.has(clause))
}

export const readPause = (pause: Y.Map<unknown>): PauseMinutes =>
  Object.freeze(soundPause({ shortest: pause.get('shortest'), usual: pause.get('usual'), longest: pause.get('longest') }))

/**
 * The view after these clauses were written in. Null when one of them came, went or moved: then all is read anew. What a letter
 * costs must not grow with the number of clauses.
 */
export const rereadClauses = (
  view: AgreementView,
  clauses: Y.Map<unknown>,
  known: KnownClauses,
  changed: Iterable<string>,
): AgreementView | null => {
  const lists: Record<ClauseKind, readonly ClauseView[]> = {
    signal: view.signals,
    activity: view.activities,
    phrase: view.phrases,
    promise: view.promises,
  }
  let sameClauses = true
  for (const id of changed) {
    const before = known.get(id)
    const now = readClause(id, clauses.get(id))
    known.set(id, now)
    sameClauses &&= Boolean(before && now && before.kind === now.kind && before.order === now.order)
    if (!before || !now || !sameClauses) continue
    const place = lists[now.kind].indexOf(before)
    if (place >= 0) lists[now.kind] = Object.freeze(lists[now.kind].with(place, now))
  }
  if (!sameClauses) return null
  return Object.freeze({
    ...view,
    signals: lists.signal as AgreementView['signals'],
    activities: lists.activity as AgreementView['activities'],
    phrases: lists.phrase as AgreementView['phrases'],
    promises: lists.promise as AgreementView['promises'],
  })
}

export const clausesOf = (view: AgreementView, kind: ClauseKind): readonly ClauseView[] => {
  switch (kind) {
    case 'signal':
      return view.signals
    case 'activity':
      return view.activities
    case 'phrase':
      return view.phrases
    case 'promise':
      return view.promises
  }
}

/** A place between two others, whatever stands there. */
export const orderBetween = (before: string | undefined, after: string | undefined): string => {
  const bounds: [string | null, string | null][] = [
    [before ?? null, after ?? null],
    [before ?? null, null],
    [null, after ?? null],
  ]
  for (const [low, high] of bounds) {
    try {
      if (low === null || low !== high) return generateKeyBetween(low, high)
    } catch {
      // Not a place that this app makes: the next bounds do without it.
    }
  }
  return generateKeyBetween(null, null)
}

export type PauseRefusal = { ok: false; field: keyof PauseMinutes; code: 'too-short' | 'too-long' | 'out-of-order' }

/** Whether these minutes can stand together; the refusal names the field that was changed. */
export const refusePause = (minutes: PauseMinutes, changed: Partial<PauseMinutes>): PauseRefusal | null => {
  for (const field of ['shortest', 'usual', 'longest'] as const) {
    const wanted = changed[field]
    if (wanted === undefined) continue
    if (!(wanted >= PAUSE_FLOOR_MINUTES)) return { ok: false, field, code: 'too-short' }
    if (wanted > PAUSE_CEILING_MINUTES) return { ok: false, field, code: 'too-long' }
  }
  if (minutes.shortest > minutes.usual) return outOfOrder(changed, 'shortest', 'usual')
  if (minutes.usual > minutes.longest) return outOfOrder(changed, 'usual', 'longest')
  return null
}

const outOfOrder = (changed: Partial<PauseMinutes>, one: keyof PauseMinutes, other: keyof PauseMinutes): PauseRefusal => ({
  ok: false,
  field: changed[one] === undefined ? other : one,
  code: 'out-of-order',
})
