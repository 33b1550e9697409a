import type { Store, Transaction } from '../../server/storage/store.ts'

/** Stores with one promise broken each, to see that the tests of that promise would notice. */
const withWrite = (store: Store, write: Store['write']): Store => ({
  write,
  read: work => store.read(work),
  [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
})

class Forgotten extends Error {}

/** Answers as if it had kept the work, and keeps nothing. */
export const forgetful = (store: Store): Store =>
  withWrite(store, async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    await store
      .write(async tx => {
        await work(tx).then(resolve, reject)
        throw new Forgotten()
      })
      .catch(error => {
        if (!(error instanceof Forgotten)) throw error
      })
    return promise
  })

/** Keeps all of it, but every second work is answered one turn of the loop later than its commit. */
export const outOfTurn = (store: Store): Store => {
  let count = 0
  return withWrite(store, async work => {
    const late = ++count % 2 === 0
    const value = await store.write(work)
    if (late) await new Promise(resolve => setImmediate(resolve))
    return value
  })
}
