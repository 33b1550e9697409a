import * as Y from 'yjs'

/** The origin of everything that came from elsewhere: it is never sealed again. */
export const ELSEWHERE = Symbol('from elsewhere')

/**
 * Applies sound updates (`isSoundUpdate`) to the inner document, at best in one step, and answers with those that it still does not
 * take: whoever has the key may claim what contradicts itself.
 */
export const applyOpened = (inner: Y.Doc, updates: Uint8Array[]): Uint8Array[] => {
  if (updates.length === 0 || applies(inner, () => Y.mergeUpdates(updates))) return []
  return updates.filter(update => !applies(inner, () => update))
}

const applies = (inner: Y.Doc, update: () => Uint8Array): boolean => {
  try {
    Y.applyUpdate(inner, update(), ELSEWHERE)
    return true
  } catch {
    return false
  }
}
