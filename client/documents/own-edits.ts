import type * as Y from 'yjs'
import { PAUSE_CLAUSE_ID } from '../../shared/clause.ts'
import { CLAUSES, PAUSE } from './clauses.ts'

/** Tells which clauses were changed on this page, by typing, a button, undo or redo; never what came from elsewhere. */
export const watchOwnEdits = (doc: Y.Doc, edited: (clauseIds: readonly string[]) => void): (() => void) => {
  const clauses = doc.getMap(CLAUSES)
  const pause = doc.getMap(PAUSE)
  const inClauses = (events: Y.YEvent<Y.AbstractType<unknown>>[], { local }: Y.Transaction) => {
    if (local) edited(events.flatMap(event => (event.target === clauses ? [...event.keys.keys()] : [String(event.path[0])])))
  }
  const inPause = (_: unknown, { local }: Y.Transaction) => {
    if (local) edited([PAUSE_CLAUSE_ID])
  }
  clauses.observeDeep(inClauses)
  pause.observe(inPause)
  return () => {
    clauses.unobserveDeep(inClauses)
    pause.unobserve(inPause)
  }
}
