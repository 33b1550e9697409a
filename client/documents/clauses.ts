import * as Y from 'yjs'
import { isClauseId } from '../../shared/clause.ts'
import { type ClauseField, type ClauseKind, type ClauseView, clauseFields, clauseKinds, fieldLimits } from './agreement-view.ts'

/** Root maps of the inner agreement. A clause is a map in `clauses` under its id; its texts are `Y.Text`s in it, made with it and never replaced. */
export const CLAUSES = 'clauses'
export const PAUSE = 'pause'
export const ABOUT = 'about'
/** Who changed a clause last, by `<clause id>:<seat>`. */
export const CHANGES = 'changes'
/** What a seat removed, by `<clause id>:<seat>`, while it is removed. */
export const REMOVALS = 'removals'

/** What fractional-indexing makes, and short enough to be one of ours. */
const soundOrder = /^[A-Za-z][0-9A-Za-z]{1,60}$/
/** Clauses whose place is nonsense come last. */
const LAST = '~'

/** Whether this app makes such places. */
export const isPlace = (order: string): boolean => soundOrder.test(order)

/**
 * A clause with these texts. It begins removed, so that showing it is a change of its own that can be undone without taking
 * away what the partner wrote in it meanwhile; `shown` makes it begin visible.
 */
export const newClause = (
  kind: ClauseKind,
  more: { order: string; starter: boolean; seat: 'a' | 'b' | null; texts: Partial<Record<ClauseField, string>>; shown: boolean },
): Y.Map<unknown> => {
  const clause = new Y.Map<unknown>()
  clause.set('kind', kind)
  clause.set('order', more.order)
  clause.set('starter', more.starter)
  if (more.seat) clause.set('seat', more.seat)
  if (!more.shown) clause.set('removed', true)
  for (const field of clauseFields[kind]) clause.set(field, new Y.Text(more.texts[field] ?? ''))
  return clause
}

/** Reads whatever is there under an id: null for what is no clause, or was removed. Never throws. */
export const readClause = (id: string, found: unknown): ClauseView | null => (isRemoved(found) ? null : readAnyClause(id, found))

/** The same of what was removed, too. */
export const readAnyClause = (id: string, found: unknown): ClauseView | null => {
  if (!(found instanceof Y.Map) || !isClauseId(id)) return null
  const kind = clauseKinds.find(one => one === found.get('kind'))
  if (!kind) return null
  const order = found.get('order')
  const place = typeof order === 'string' && isPlace(order) ? order : LAST
  const cut = clauseFields[kind].filter(field => isLong(found.get(field), fieldLimits[field]))
  const common = { id, order: place, starter: found.get('starter') === true, seat: null, ...(cut.length > 0 && { cut }) }
  switch (kind) {
    case 'signal':
      return { ...common, kind, texts: readTexts(found, clauseFields.signal) }
    case 'activity':
      return { ...common, kind, texts: readTexts(found, clauseFields.activity) }
    case 'phrase':
      return { ...common, kind, texts: readTexts(found, clauseFields.phrase) }
    case 'promise':
      return { ...common, kind, seat: readSeat(found.get('seat')), texts: readTexts(found, clauseFields.promise) }
  }
}

const readSeat = (found: unknown): 'a' | 'b' | null => (found === 'a' || found === 'b' ? found : null)

const readTexts = <F extends ClauseField>(clause: Y.Map<unknown>, fields: readonly F[]): Readonly<Record<F, string>> =>
  Object.fromEntries(fields.map(field => [field, readText(clause.get(field), fieldLimits[field])])) as Record<F, string>

/** Taken out by one of the two: still there, so that it can be brought back whole. */
export const isRemoved = (found: unknown): boolean => found instanceof Y.Map && found.get('removed') === true

export const isClause = <K extends ClauseKind>(clause: ClauseView, kind: K): clause is ClauseView<K> => clause.kind === kind

/** By place, then by id: the same on every device, also where two clauses got the same place at once. */
export const byOrder = (one: ClauseView, other: ClauseView): number =>
  compare(one.order, other.order) || compare(one.id, other.id)

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

const isLong = (found: unknown, limit: number): boolean => found instanceof Y.Text && found.length > limit

const readText = (found: unknown, limit: number): string => {
  if (!(found instanceof Y.Text)) return ''
  return found.toString().slice(0, limit).toWellFormed()
}

/** Whether anything that can be read in a clause was typed by someone not in `own` (inner client ids), later than `known` says. */
export const hasWordsOfOthers = (
  clause: Y.Map<unknown>,
  own: ReadonlySet<number>,
  known: ReadonlyMap<number, number>,
): boolean => {
  for (const text of clause.values()) {
    if (!(text instanceof Y.Text)) continue
    for (const item of Y.getTypeChildren(text)) {
      const { client, clock } = item.id
      const isNew = clock + item.length > (known.get(client) ?? 0)
      if (!item.deleted && item.countable && isNew && !own.has(client)) return true
    }
  }
  return false
}
