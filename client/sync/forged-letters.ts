import * as Y from 'yjs'
import type { Struct } from './encode-update.ts'

/** A run of letters of one author in a text. */
interface Run {
  text: Y.Text
  id: Y.ID
  letters: string
}

/** Numbers of one author under which this page wrote, and which an entry from elsewhere claims for something else. */
export interface Forged {
  client: number
  from: number
  /** Up to where the entry claims them, if that is further than this page wrote. */
  to: number
  /** What this page wrote in them, read before the entry deletes any of it. */
  runs: Run[]
}

/**
 * What a struct from elsewhere takes the place of: this page's own letters from its number on, where it says others. Null where it
 * says the same, as a compaction does, or only that they are deleted.
 */
export const forgedBy = ({ store }: Y.Doc, struct: Struct): Forged | null => {
  const { client, clock: from } = struct.id
  const state = Y.getState(store, client)
  const to = from + struct.length
  if (!(struct instanceof Y.Item) || struct.content instanceof Y.ContentDeleted || from >= state) return null
  const theirs = struct.content instanceof Y.ContentString ? struct.content.str : ''
  const isOther = runsOf(store, client, from, to).some(
    ({ id, letters }) => letters !== theirs.slice(id.clock - from, id.clock - from + letters.length),
  )
  return isOther ? { client, from, to: Math.max(to, state), runs: runsOf(store, client, from, state) } : null
}

/**
 * Writes this page's letters again under an author that nobody else knows yet, and deletes what stands under the numbers that have
 * two contents now. The new letters name nothing of those, so that they stand in the same place on every device, unless what the
 * partner wrote beside them does. Of two authors in one place the greater comes last, so that what is typed on after them names nothing
 * of those either. What this does not recognise is in docs/THREATS.md.
 */
export const writeAgain = (doc: Y.Doc, { client, from, to, runs }: Forged): void => {
  doc.clientID = client + 1 + (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0)
  const isDisputed = ({ id }: Y.Item) => id.client === client && id.clock >= from
  const isNew = ({ id }: Y.Item) => id.client === doc.clientID
  Y.transact(
    doc,
    transaction => {
      for (const { text, id, letters } of inPlace(runs)) {
        const start: Y.Item = Y.getItemCleanStart(transaction, id)
        let left = start.left
        let right: Y.Item | null = start
        while (left && isDisputed(left)) left = left.left
        while (right && (isDisputed(right) || isNew(right))) {
          if (isNew(right)) left = right
          right = right.right
        }
        const next = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
        const content = new Y.ContentString(letters.toWellFormed())
        new Y.Item(next, left, left?.lastId ?? null, right, right?.id ?? null, text, null, content).integrate(transaction, 0)
      }
      for (const { id } of runsOf(doc.store, client, from, to)) Y.getItemCleanStart(transaction, id).delete(transaction)
    },
    null,
    // As from elsewhere: whoever keeps places in a text looks anew.
    false,
  )
}

/** As they stand in their texts, and not as they were written: what was put into a word stays in it. */
const inPlace = (runs: readonly Run[]): Run[] =>
  [...new Set(runs.map(({ text }) => text))].flatMap(text => {
    const placed: Run[] = []
    for (let item = text._start; item; item = item.right) {
      const { client, clock } = item.id
      const end = clock + item.length
      placed.push(
        ...runs.filter(run => run.text === text && run.id.client === client && run.id.clock >= clock && run.id.clock < end),
      )
    }
    return placed
  })

/** The letters of an author that stand in texts, from one number up to another. */
const runsOf = (store: Y.Doc['store'], client: number, from: number, to: number): Run[] =>
  (store.clients.get(client) ?? []).flatMap(item => {
    const start = Math.max(from, item.id.clock)
    const end = Math.min(to, item.id.clock + item.length)
    if (start >= end || !(item instanceof Y.Item) || item.deleted || !(item.content instanceof Y.ContentString)) return []
    if (!(item.parent instanceof Y.Text)) return []
    const letters = item.content.str.slice(start - item.id.clock, end - item.id.clock)
    return [{ text: item.parent, id: Y.createID(client, start), letters }]
  })
