import type { Agreement } from './agreement.ts'
import type { ClauseField } from './agreement-view.ts'

/** Makes a text say exactly this, in one step of undo. Only what differs is touched: carets elsewhere in it stay. */
export const rewriteText = (agreement: Agreement, clauseId: string, field: ClauseField, wanted: string): void => {
  const text = agreement.textOf(clauseId, field)
  if (!text) return
  const now = text.toString()
  const most = Math.min(now.length, wanted.length)
  let start = 0
  while (start < most && now[start] === wanted[start]) start++
  let end = 0
  while (end < most - start && now.at(-1 - end) === wanted.at(-1 - end)) end++
  agreement.byHand(() => {
    text.delete(start, now.length - end - start)
    text.insert(start, wanted.slice(start, wanted.length - end))
  })
}
