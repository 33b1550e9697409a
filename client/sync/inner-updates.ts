import * as Y from 'yjs'

/** The origin of everything that came from elsewhere: it is never sealed again. */
export const ELSEWHERE = Symbol('from elsewhere')

/**
 * Applies opened updates to the inner document, at best in one step, and answers with those that are none. They come from
 * someone who has the key, and may still be nonsense: each is decoded before it touches the document.
 */
export const applyOpened = (inner: Y.Doc, updates: Uint8Array[]): Uint8Array[] => {
  const refused: Uint8Array[] = []
  const sound = updates.filter(update => {
    if (decodes(update)) return true
    refused.push(update)
    return false
  })
  if (sound.length === 0) return refused
  if (applies(inner, () => Y.mergeUpdates(sound))) return refused
  for (const update of sound) if (!applies(inner, () => update)) refused.push(update)
  return refused
}

const decodes = (update: Uint8Array): boolean => {
  try {
    Y.decodeUpdate(update)
    return true
  } catch {
    return false
  }
}

const applies = (inner: Y.Doc, update: () => Uint8Array): boolean => {
  try {
    Y.applyUpdate(inner, update(), ELSEWHERE)
    return true
  } catch {
    return false
  }
}
