/** Where `repeatedName` is: an object with the names it has had, or a list. */
type Around = { names: Set<string>; at: string } | { at: number }

/** Strings, and what opens, closes and parts. Numbers and words like `true` are passed over. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"(?=\s*(:)?)|[[\]{},]/g

/**
 * The place of a name that an object of this JSON gives twice: a reader would keep the last and say nothing. Null when there is none.
 * The text must be JSON that parses.
 */
export const repeatedName = (json: string): readonly (string | number)[] | null => {
  const around: Around[] = []
  for (const [token, colon] of json.matchAll(TOKEN)) {
    const inner = around.at(-1)
    if (token === '{') around.push({ names: new Set(), at: '' })
    else if (token === '[') around.push({ at: 0 })
    else if (token === '}' || token === ']') around.pop()
    else if (token === ',') {
      if (inner && !('names' in inner)) inner.at++
    } else if (colon && inner && 'names' in inner) {
      inner.at = JSON.parse(token)
      if (inner.names.has(inner.at)) return around.map(({ at }) => at)
      inner.names.add(inner.at)
    }
  }
  return null
}
