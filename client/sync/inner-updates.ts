import * as Y from 'yjs'
import { encodeUpdate, type Range, type Section } from './encode-update.ts'

/** The origin of everything that came from elsewhere: it is never sealed again. */
export const ELSEWHERE = Symbol('from elsewhere')

/**
 * Applies in one step what has all that it builds on, and then the deletes, which are asked for when that is there. Throws for
 * what contradicts itself: whoever has the key may claim anything.
 */
export const applyWhole = (
  inner: Y.Doc,
  sections: readonly Section[],
  deletes: () => ReadonlyMap<number, readonly Range[]>,
): void =>
  Y.transact(
    inner,
    () => {
      if (sections.length > 0) Y.applyUpdate(inner, encodeUpdate(sections), ELSEWHERE)
      const gone = deletes()
      if (gone.size > 0) Y.applyUpdate(inner, encodeUpdate([], gone), ELSEWHERE)
    },
    ELSEWHERE,
    false,
  )
