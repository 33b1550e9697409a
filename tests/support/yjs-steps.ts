import * as Y from 'yjs'

/**
 * How many steps Yjs takes to put what these updates bring in its place. Each step of a walk looks into a set for the entry
 * that another builds on, or compares what both build on; in it, the walked entry's right neighbour is read once.
 */
export const stepsOf = (...updates: Uint8Array[]): number => {
  const doc = new Y.Doc()
  let steps = 0
  const add = Set.prototype.add
  // Both sets of a walk take an item each step; nothing else in Yjs puts items into sets while it integrates.
  Set.prototype.add = function <T>(this: Set<T>, value: T) {
    if (value instanceof Y.Item) steps++
    return add.call(this, value) as Set<T>
  }
  try {
    for (const update of updates) Y.applyUpdate(doc, update)
  } finally {
    Set.prototype.add = add
  }
  return steps / 2
}
