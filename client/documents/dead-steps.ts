import * as Y from 'yjs'

type Step = Y.UndoManager['undoStack'][number]
type Ranges = Step['insertions']

/**
 * Whether pressing a step would change nothing any more: the partner has taken away or set otherwise all that it made, or all it
 * would do is what `comesToNothing` tells of an entry that it made. When in doubt it is not dead.
 */
export const isDeadStep = (undoManager: Y.UndoManager, step: Step, comesToNothing: (entry: Y.Item) => boolean): boolean => {
  const { doc, scope } = undoManager
  const isIn = (item: Y.Item) => scope.some(type => type === doc || Y.isParentOf(type as Y.AbstractType<unknown>, item))
  for (const item of itemsOf(doc, step.insertions)) if (!item.deleted && isIn(item) && !comesToNothing(item)) return false
  for (const item of itemsIn(doc, step.deletions))
    if (!Y.isDeleted(step.insertions, item.id) && isIn(item) && comesBack(undoManager, step, item)) return false
  return true
}

/** Text that was deleted; of a map an entry that nobody has set since. What the partner set stands: nothing comes back over it. */
const comesBack = ({ doc, undoStack, redoStack }: Y.UndoManager, step: Step, item: Y.Item): boolean => {
  const { parent, parentSub } = item
  if (parentSub === null || !(parent instanceof Y.AbstractType)) return true
  // In the place of the step's own entry alone, which is judged by itself.
  if (parent._map.get(parentSub)?.deleted === false) return false
  const others = [...undoStack, ...redoStack].filter(one => one !== step)
  const isOwn = ({ id, redone }: Y.Item) =>
    redone !== null || Y.isDeleted(step.insertions, id) || others.some(({ deletions }) => Y.isDeleted(deletions, id))
  let last = item
  while (last.right && isOwn(last.right)) {
    last = last.right
    while (last.redone) last = Y.getItem(doc.store, last.redone)
  }
  return last.right === null
}

/** What became of the items in these ranges: of one that came back, the one that it came back as. */
function* itemsOf(doc: Y.Doc, ranges: Ranges): Generator<Y.Item> {
  for (const item of itemsIn(doc, ranges)) {
    if (item.redone === null) yield item
    else yield* itemsOf(doc, rangeOf(item.redone, item.length))
  }
}

/** Not cut to the ranges: an item may go on beyond them. */
function* itemsIn({ store }: Y.Doc, { clients }: Ranges): Generator<Y.Item> {
  for (const [client, all] of clients)
    for (const { clock, len } of all) {
      const structs = store.clients.get(client) ?? []
      for (let at = Y.findIndexSS(structs as Y.Item[], clock); at < structs.length; at++) {
        const struct = structs[at]
        if (!struct || struct.id.clock >= clock + len) break
        if (struct instanceof Y.Item) yield struct
      }
    }
}

const rangeOf = ({ client, clock }: Y.ID, len: number): Ranges => {
  const ranges = Y.createDeleteSet()
  ranges.clients.set(client, [{ clock, len }])
  return ranges
}
