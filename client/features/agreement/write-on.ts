import { EditorView } from '@codemirror/view'
import { clauseElementId } from './clause-card.tsx'

/** Where somebody wrote in a clause as it went. */
export interface CaretPlace {
  field: string
  at: number
}

const textIn = (clauseId: string, field: string): HTMLElement | null =>
  document.getElementById(clauseElementId(clauseId))?.querySelector<HTMLElement>(`[data-field="${field}"]`) ?? null

/** Null where nobody writes in it. */
export const caretIn = (clauseId: string): CaretPlace | null => {
  const field = document.activeElement?.closest<HTMLElement>('[data-field]')?.dataset['field']
  const text = field === undefined ? null : textIn(clauseId, field)
  const view = text?.contains(document.activeElement) && EditorView.findFromDOM(text)
  return field !== undefined && view ? { field, at: view.state.selection.main.head } : null
}

/** Goes on in a clause that is back, with what was typed meanwhile, as if it had been typed there. */
export const writeOn = (clauseId: string, { field, at }: CaretPlace, typed: string): void => {
  const text = textIn(clauseId, field)
  text?.querySelector<HTMLElement>('[role="textbox"]')?.click()
  const view = text && EditorView.findFromDOM(text)
  if (!view) return
  view.focus()
  const from = Math.min(at, view.state.doc.length)
  view.dispatch({
    changes: { from, insert: typed },
    selection: { anchor: from + typed.length },
    userEvent: 'input.type',
    scrollIntoView: true,
  })
}
