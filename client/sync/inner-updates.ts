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
    transaction => {
      if (sections.length > 0) Y.applyUpdate(inner, encodeUpdate(sections), ELSEWHERE)
      const gone = deletes()
      if (gone.size > 0) Y.applyUpdate(inner, encodeUpdate([], gone), ELSEWHERE)
      for (const section of sections) deleteValuesInTexts(transaction, section)
    },
    ELSEWHERE,
    false,
  )

/**
 * A text holds letters. A value in it is not shown and yet counts in every place after it, so that what is typed would land
 * elsewhere: it is deleted in the step in which it comes, on every device.
 */
const deleteValuesInTexts = (transaction: Y.Transaction, { client, clock }: Section): void => {
  const structs = transaction.doc.store.clients.get(client) ?? []
  if (clock >= Y.getState(transaction.doc.store, client)) return
  for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
    const struct = structs[at]
    if (struct instanceof Y.Item && isValueInText(struct)) struct.delete(transaction)
  }
}

const isValueInText = ({ content, deleted, parent, parentSub }: Y.Item): boolean =>
  content instanceof Y.ContentAny && !deleted && parentSub === null && parent instanceof Y.Text
