import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { covers } from '../client/sync/kept.ts'
import { OuterDocument } from '../client/sync/outer-document.ts'
import { OUTER_ROOT } from '../shared/documents.ts'
import { ownedDocumentClock } from './support/owned-document-clock.ts'
import { newCipher } from './support/sealed-device.ts'
import { seed } from './support/seed.ts'

const openOuter = () => new OuterDocument(newCipher(), 'here', new Y.Doc(), ownedDocumentClock(), () => undefined)

/** What another page appends. */
const fromElsewhere = (): Uint8Array => {
  const page = new Y.Doc()
  page.getArray(OUTER_ROOT).push([new Uint8Array([1])])
  return Y.encodeStateAsUpdate(page)
}

test('[SEA21] what there is is reckoned once for each step, however often it is asked for', () => {
  const outer = openOuter()
  for (let page = 0; page < 10; page++) Y.applyUpdate(outer.doc, fromElsewhere(), 'elsewhere')
  const before = outer.clocks()
  expect([outer.clocks() === before, before.size]).toEqual([true, 10])
  Y.applyUpdate(outer.doc, fromElsewhere(), 'elsewhere')
  expect([outer.clocks() === before, outer.clocks().size, before.size]).toEqual([false, 11, 10])
})

test('[SEA21] whoever asks within a step, or while told of one that brings another, is answered as it is then', () => {
  const outer = openOuter()
  const answers: boolean[] = []
  const ask = () => {
    const now = Y.decodeStateVector(Y.encodeStateVector(outer.doc))
    answers.push(outer.clocks().size === now.size && [...outer.clocks()].every(([client, clock]) => now.get(client) === clock))
  }
  const array = outer.doc.getArray(OUTER_ROOT)
  let more = 2
  array.observe(() => {
    ask()
    if (more-- > 0)
      outer.doc.transact(() => {
        ask()
        Y.applyUpdate(outer.doc, fromElsewhere(), 'elsewhere')
        ask()
      })
    ask()
  })
  outer.doc.on('beforeObserverCalls', ask)
  outer.doc.on('update', ask)
  array.push([new Uint8Array([2])])
  ask()
  expect(answers.length).toBeGreaterThan(10)
  expect(answers.filter(isTrue => !isTrue)).toEqual([])
})

test('[SEA21] whether all is held is answered for the clocks that are asked about, in whatever order', () => {
  const clocks = fc.array(fc.tuple(fc.nat(3), fc.nat(2)), { maxLength: 4 }).map(pairs => new Map(pairs))
  fc.assert(
    fc.property(
      fc.array(clocks, { minLength: 2, maxLength: 5 }),
      fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }),
      (all, asked) => {
        for (const [one, other] of asked) {
          const [held, whole] = [all[one % all.length], all[other % all.length]]
          if (!held || !whole) continue
          expect(covers(held, whole)).toBe([...whole].every(([client, clock]) => clock <= (held.get(client) ?? 0)))
        }
      },
    ),
    { seed },
  )
})
