import type { AgreementView, ClauseField, ClauseKind, ClauseView } from '../../client/documents/agreement-view.ts'
import { clauseFields, starterPause } from '../../client/documents/agreement-view.ts'
import type { Signals } from '../../client/documents/checks.ts'

/** A clause as the agreement reads it: what is not given is empty. */
export const clauseOf = <K extends ClauseKind>(
  kind: K,
  texts: Partial<Record<ClauseField, string>>,
  { id = JSON.stringify(texts), seat = null }: { id?: string; seat?: 'a' | 'b' | null } = {},
): ClauseView<K> => {
  const all = Object.fromEntries(clauseFields[kind].map(field => [field, texts[field] ?? '']))
  return { id, kind, order: 'a0', starter: false, seat, texts: all } as unknown as ClauseView<K>
}

export const signalOf = (texts: Partial<Record<ClauseField, string>>, id?: string): ClauseView<'signal'> =>
  clauseOf('signal', texts, id === undefined ? {} : { id })

/** A draft, and what both hold beside it: nothing, unless it is given. */
export const viewOf = (lists: Partial<AgreementView & Signals>): AgreementView & Signals => ({
  signals: [],
  activities: [],
  phrases: [],
  promises: [],
  pause: starterPause,
  leftOut: 0,
  held: [],
  ...lists,
})
