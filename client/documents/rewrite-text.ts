import type * as Y from 'yjs'

/** Makes a text say exactly this. Only what differs is touched, so that carets elsewhere in it stay. Inside a transaction. */
export const rewriteText = (text: Y.Text, wanted: string): void => {
  const now = text.toString()
  const most = Math.min(now.length, wanted.length)
  let start = 0
  while (start < most && now[start] === wanted[start]) start++
  let end = 0
  while (end < most - start && now.at(-1 - end) === wanted.at(-1 - end)) end++
  text.delete(start, now.length - end - start)
  text.insert(start, wanted.slice(start, wanted.length - end))
}
