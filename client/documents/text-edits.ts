import * as Y from 'yjs'
import { withoutUnseen } from '../../shared/canonical-text.ts'
import type { ClauseField } from '../../shared/clause.ts'

/** Makes a text say this, by taking out and putting in no more than differs: carets and words beside it stay where they are. */
const setText = (text: Y.Text, words: string): void => {
  takeOutForeign(text)
  const before = text.toString()
  let start = 0
  while (start < before.length && start < words.length && before[start] === words[start]) start++
  if (isLowHalf(before, start) || isLowHalf(words, start)) start--
  let end = 0
  const most = Math.min(before.length, words.length) - start
  while (end < most && before.at(-1 - end) === words.at(-1 - end)) end++
  if (isLowHalf(before, before.length - end) || isLowHalf(words, words.length - end)) end--
  if (before.length > start + end) text.delete(start, before.length - start - end)
  if (words.length > start + end) text.insert(start, words.slice(start, words.length - end))
}

/** Makes the texts of a clause say these words, as far as they are given. Inside a transaction. */
export const setTexts = (
  clause: Y.Map<unknown>,
  fields: readonly ClauseField[],
  words: Partial<Record<ClauseField, string>>,
): void => {
  for (const field of fields) {
    const text = clause.get(field)
    const said = words[field]
    if (text instanceof Y.Text && said !== undefined) setText(text, said)
  }
}

/** Takes out of a text what nobody can see, what is no letter, and what is over its limit. */
export const cleanText = (text: Y.Text, limit: number): void => {
  const clean = withoutUnseen(text.toString().toWellFormed())
  const words = withoutUnseen(clean.slice(0, limit).replace(/[\ud800-\udbff]$/, ''))
  setText(text, words)
  // Where half a character goes, Yjs takes the letter behind it for the other half and damages it too. Now there is none left.
  if (text.toString() !== words) cleanText(text, limit)
}

/** A pair of halves is one character: a change between them would leave two broken ones. */
const isLowHalf = (text: string, at: number): boolean => at > 0 && /^[\udc00-\udfff]/.test(text.slice(at, at + 1))

/** Whatever is no text, and takes a place among the letters. */
const takeOutForeign = (text: Y.Text): void => {
  let at = text.length
  for (const { insert } of text.toDelta().toReversed() as { insert: unknown }[]) {
    at -= typeof insert === 'string' ? insert.length : 1
    if (typeof insert !== 'string') text.delete(at, 1)
  }
}
