/** A run of words: in both texts, only in the older, or only in the newer. */
export interface DiffPart {
  kind: 'same' | 'removed' | 'added'
  text: string
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
interface Piece {
  text: string
  /** What counts: how wide a space is, or how a letter is coded, is no change of words. */
  word: string
}
const piecesOf = (text: string): Piece[] =>
  [...segmenter.segment(text)].map(({ segment }) => ({ text: segment, word: segment.trim() === '' ? ' ' : segment.normalize() }))

/**
 * What became of the older text, word by word. The `same` and `removed` parts are the older text, the `same` and `added` parts the
 * newer one, letter by letter. Never two parts of a kind in a row, and what went stands before what came. Takes time by the
 * product of both lengths.
 */
export const wordDiff = (older: string, newer: string): DiffPart[] => {
  const [before, after] = [piecesOf(older), piecesOf(newer)]
  const shared = longestShared(before, after)
  const found: DiffPart[] = []
  for (let i = 0, j = 0; i < before.length || j < after.length; ) {
    const [one, other] = [before[i], after[j]]
    if (other && one?.word === other.word) {
      found.push({ kind: 'same', text: other.text })
      i++
      j++
    } else if (one && (!other || shared(i + 1, j) >= shared(i, j + 1))) {
      found.push({ kind: 'removed', text: one.text })
      i++
    } else if (other) {
      found.push({ kind: 'added', text: other.text })
      j++
    }
  }
  return joined(found)
}

/** How many pieces the rest of both texts share, from these places on. */
const longestShared = (before: Piece[], after: Piece[]): ((i: number, j: number) => number) => {
  const width = after.length + 1
  const lengths = new Uint16Array((before.length + 1) * width)
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      lengths[i * width + j] = before[i]?.word === after[j]?.word ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  return at
}

/** Changes with nothing but a space between them are one change: "two words" for "two others", not word by word. */
const joined = (found: readonly DiffPart[]): DiffPart[] => {
  const parts: DiffPart[] = []
  let [removed, added] = ['', '']
  const close = () => {
    if (removed) parts.push({ kind: 'removed', text: removed })
    if (added) parts.push({ kind: 'added', text: added })
    removed = added = ''
  }
  for (const [place, { kind, text }] of found.entries()) {
    const between = kind === 'same' && text.trim() === '' && removed + added !== '' && isChange(found[place + 1])
    if (kind === 'removed' || between) removed += text
    if (kind === 'added' || between) added += text
    if (kind !== 'same' || between) continue
    close()
    const last = parts.at(-1)
    if (last?.kind === 'same') last.text += text
    else parts.push({ kind, text })
  }
  close()
  return parts
}

const isChange = (part: DiffPart | undefined): boolean => part !== undefined && part.kind !== 'same'
