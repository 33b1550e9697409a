import * as Y from 'yjs'
import type { UpdateFilter } from '../../server/features/document-filter.ts'
import { filterUpdate } from '../../server/features/document-filter.ts'
import { type DocumentRules, documentRules } from '../../server/features/documents.ts'
import { NotStored, type Store, type Transaction } from '../../server/storage/store.ts'

/** Takes whatever comes, as it came: what the filter is good for shows in what this does to a document. */
export const acceptAnything: UpdateFilter = (state, bytes) => {
  const vector = new Map<number, number>()
  try {
    for (const struct of Y.decodeUpdate(bytes).structs) vector.set(struct.id.client, struct.id.clock + struct.length)
  } catch {
    // Not even decodable: stored all the same.
  }
  const known = vector.size > 0 && vector.entries().every(([client, clock]) => (state.vector.get(client) ?? 0) >= clock)
  return {
    ok: true,
    update: known ? null : bytes,
    parts: 0,
    entries: vector.size,
    sections: [...vector.keys()].map(client => ({ client, entries: [] })),
    whole: true,
    change: { vector, deletes: new Map() },
  }
}

export const unfiltered: DocumentRules = { ...documentRules, filter: acceptAnything }

/** Lets a seat go on with the other seat's client id. */
export const authorsUnguarded: DocumentRules = {
  ...documentRules,
  filter: (state, bytes, sender) => filterUpdate({ ...state, authors: new Map() }, bytes, sender),
  claimAuthors: async () => true,
}

/** Takes deletes although what they build on was left out. */
export const deletesUnguarded: DocumentRules = {
  ...documentRules,
  filter: (state, bytes, sender) => {
    const filtered = filterUpdate(state, bytes, sender)
    if (!filtered.ok || filtered.whole) return filtered
    const everything = acceptAnything(state, bytes, sender)
    return everything
  },
}

class Dropped extends Error {}

/** A store of which single writes can be made to go wrong. `fail`: it says so. `drop`: it says that it has kept them. */
export const faultyStore = (store: Store): { store: Store; next: (fault: 'fail' | 'drop' | 'none') => void } => {
  let fault: 'fail' | 'drop' | 'none' = 'none'
  const write = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
    if (fault === 'none') return store.write(work)
    if (fault === 'fail') throw new NotStored('the store could not keep this')
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const kept = store.write(async tx => {
      await work(tx).then(resolve, reject)
      throw new Dropped()
    })
    await kept.catch(error => {
      if (!(error instanceof Dropped)) throw error
    })
    return promise
  }
  return {
    store: { write, read: work => store.read(work), [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() },
    next: next => {
      fault = next
    },
  }
}
