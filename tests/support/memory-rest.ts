import * as Y from 'yjs'
import type { OpenPersistence } from '../../client/sync/outer-persistence.ts'

/** From so many updates on they are put into one, as y-indexeddb does: else every opening would cost what was ever written. */
const TRIM_AT = 500

/** One device's storage, in memory: outlives the documents that rest in it, and writes when the test lets it. */
export interface MemoryRest {
  open: OpenPersistence
  /** From now on writes wait. */
  hold(): void
  /** What waits is written, and so is what comes. */
  release(): void
  /** From now on nothing that is asked about is written, as on a full disk; or it is again. */
  fill(isFull: boolean): void
  /** All of it is taken away under the page, and it takes no more. */
  clear(): void
  /** What waits is gone, as when the page is killed in between. */
  lose(): void
  /** The outer document of the last opening. */
  readonly outer: Y.Doc
  /** Everything written, as bytes. */
  written(): Uint8Array
}

/** `claims`: when it says that something is stored. `too soon` is what a device must not do. */
export const memoryRest = (claims: 'when written' | 'too soon' = 'when written'): MemoryRest => {
  const updates: Uint8Array[] = []
  const values = new Map<string, string>()
  let queue: (() => void)[] = []
  let holding = false
  let full = false
  let outer: Y.Doc | null = null
  let tellGone = () => {}
  const write = (put: () => void) => {
    queue.push(put)
    if (!holding) release()
  }
  const release = () => {
    holding = false
    for (const put of queue.splice(0)) put()
  }
  const OWN = Symbol('from storage')
  return {
    open: (_room, doc, gone) => {
      outer = doc
      tellGone = gone
      Y.applyUpdate(doc, updates.length > 0 ? Y.mergeUpdates(updates) : new Uint8Array([0, 0]), OWN)
      if (updates.length > TRIM_AT) updates.splice(0, updates.length, Y.encodeStateAsUpdate(doc))
      const store = (update: Uint8Array, origin: unknown) => {
        if (origin !== OWN) write(() => updates.push(update))
      }
      doc.on('update', store)
      return {
        whenLoaded: Promise.resolve(true),
        stored: () => new Promise(resolve => (claims === 'too soon' ? resolve(true) : write(() => resolve(!full)))),
        read: async key => values.get(key),
        write: async (key, value) => void values.set(key, value),
        close: async () => doc.off('update', store),
      }
    },
    hold: () => {
      holding = true
    },
    release,
    fill: isFull => {
      full = isFull
    },
    clear: () => {
      updates.length = 0
      values.clear()
      full = true
      tellGone()
    },
    lose: () => {
      queue = []
    },
    get outer() {
      if (!outer) throw new Error('nothing was opened yet')
      return outer
    },
    written: () => Y.mergeUpdates(updates),
  }
}
