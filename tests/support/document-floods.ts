import * as Y from 'yjs'
import type { DocumentWorks } from '../../server/features/document-merge.ts'
import { documentWorks } from '../../server/features/document-merge.ts'
import type { DocumentWork } from '../../server/transport/documents-work.ts'
import { type RawDelete, type RawStruct, rawUpdateOf } from './outer-author.ts'

const entry = (origin?: [number, number]): RawStruct => ({ kind: 'entry', text: '', ...(origin && { origin }) })
const numbers = (count: number): number[] => [...Array(count).keys()]

/** Legal updates whose only purpose is to cost much, `count` entries in all, each shape in its own way. */
export const floods: Record<string, (count: number) => Uint8Array[]> = {
  'one entry for each client, all at the head': count =>
    numbers(64).map(row =>
      rawUpdateOf(
        numbers(count / 64).map(index => ({ client: row * count + index + 1, clock: 0, structs: [entry()] })),
        [],
      ),
    ),
  'one client, all at the head': count => [
    rawUpdateOf([{ client: 1, clock: 0, structs: numbers(count).map(() => entry()) }], []),
  ],
  'at random places': count => {
    let state = 1
    const random = (below: number): number => {
      state = (state * 48_271) % 2_147_483_647
      return state % below
    }
    const structs = numbers(count).map(clock => entry(clock === 0 ? undefined : [1, random(clock)]))
    return [rawUpdateOf([{ client: 1, clock: 0, structs }], [])]
  },
  'two of three deleted, each by itself': count => {
    const structs = numbers(count).map(clock => entry(clock === 0 ? undefined : [1, clock - 1]))
    const deletes = numbers(count / 3).map((index): RawDelete => ({ client: 1, clock: index * 3, length: 2 }))
    return [rawUpdateOf([{ client: 1, clock: 0, structs }], deletes)]
  },
  'one update for each entry': count =>
    numbers(Math.min(count, 1_500)).map(clock =>
      rawUpdateOf([{ client: 1, clock, structs: [entry(clock === 0 ? undefined : [1, clock - 1])] }], []),
    ),
}

/** Pages in 32 rows, each with one entry on that of the page before it: nothing of it is too much to place. */
export const pagesInRows = (count: number): Uint8Array[] =>
  numbers(32).map(row =>
    rawUpdateOf(
      numbers(count / 32).map(index => {
        const before = row * count + index
        return { client: before + 1, clock: 0, structs: [entry(index === 0 ? undefined : [before, 0])] }
      }),
      [],
    ),
  )

/** As it was before there were guards: through Yjs, on the event loop. */
export const workOnTheLoop = (): DocumentWork => {
  const works: DocumentWorks = {
    ...documentWorks,
    missing: (rows, vector) => Y.diffUpdate(Y.mergeUpdates(rows), vector),
    fold: (rows, place) => {
      const folded = documentWorks.fold(rows, place)
      const document = new Y.Doc()
      document.transact(() => {
        for (const row of rows) Y.applyUpdate(document, row)
      })
      return folded && { ...folded, bytes: Y.encodeStateAsUpdate(document) }
    },
  }
  return {
    run: async (_, kind, ...given) => {
      const work = works[kind] as (...given: unknown[]) => ReturnType<DocumentWorks[typeof kind]>
      return work(...given)
    },
    [Symbol.asyncDispose]: async () => {},
  }
}
