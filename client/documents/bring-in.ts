import { clausesOf } from './agreement-reading.ts'
import { type AgreementView, clauseFields, clauseKinds, MOST_CLAUSES } from './agreement-view.ts'
import type { DraftDocument } from './draft-document.ts'
import { changesNothing, type ImportPlan } from './import-plan.ts'
import { plantsOf } from './import-plants.ts'
import { setTexts } from './text-edits.ts'

/** Does what an import would, as one step of undo. The plan is of this view. */
export const bringIn = (draft: DraftDocument, view: AgreementView, plan: ImportPlan): void => {
  if (changesNothing(plan)) return
  const { places, removed, changed, pause } = plan
  const plants = clauseKinds.flatMap(kind => {
    const some = plantsOf(clausesOf(view, kind), kind, places[kind])
    // Some at a time: all of them at once may be more than an entry of the document holds.
    for (let from = 0; from < some.length; from += MOST_CLAUSES)
      draft.untracked(() => {
        for (const { id, clause } of some.slice(from, from + MOST_CLAUSES)) if (clause) draft.clauses.set(id, clause)
      })
    return some
  })
  draft.byHand(() => {
    for (const { id } of removed) draft.clauseAt(id)?.set('removed', true)
    for (const { id, clause, order } of plants) {
      const map = clause ?? draft.clauseAt(id)
      if (map?.get('removed') === true) map.set('removed', false)
      if (!clause && order !== null) map?.set('order', order)
    }
    for (const { clause, texts } of changed) {
      const map = draft.visible(clause.id)?.map
      if (map) setTexts(map, clauseFields[clause.kind], texts)
    }
    for (const [field, minutes] of Object.entries(pause ?? {})) draft.pause.set(field, minutes)
  })
}
