import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { fastTimers } from './support/fast-timers.ts'
import { startCouple } from './support/sealed-couple.ts'

/** What a changed program of Ben's writes as Anna's page: under its author and its next numbers, at the start of the text. */
const forge = (ben: Y.Doc, anna: number, letters: string): Uint8Array => {
  const forger = new Y.Doc()
  Y.applyUpdate(forger, Y.encodeStateAsUpdate(ben))
  forger.clientID = anna
  forger.getText('words').insert(0, letters)
  return Y.encodeStateAsUpdate(forger, Y.encodeStateVector(ben))
}

test.each([
  { what: 'as many letters', letters: 'EVIL ' },
  { what: 'fewer', letters: 'EV' },
  { what: 'more', letters: 'EVIL, AND ON' },
  { what: 'as many, which it deletes then', letters: 'EVIL ', deletes: true },
])(
  '[SEA20] what a partner writes in the name of this page takes none of its letters from anybody: $what',
  async ({ letters, deletes }) => {
    // What a page holds is told once a second.
    using _ = fastTimers()
    await using couple = await startCouple()
    await using anna = couple.anna()
    await using ben = couple.ben()
    anna.type('hello ')
    await ben.until(() => ben.words() === 'hello ')
    anna.document.setOffline(true)
    // In three runs, one of them taken back.
    anna.type('mne ')
    anna.type('i', 7)
    anna.type('not so', 7)
    anna.document.inner.getText('words').delete(7, 6)
    const isKept = () => ['kept', 'both'].includes(ben.document.status().saved)
    Y.applyUpdate(ben.document.inner, forge(ben.document.inner, anna.document.inner.clientID, letters), 'forged')
    await ben.until(isKept)
    if (deletes) {
      ben.document.inner.getText('words').delete(0, letters.length)
      await ben.until(isKept)
    }
    anna.document.setOffline(false)
    await ben.until(() => ben.words().includes('mine '))
    anna.type('and on')
    await ben.until(() => ben.words() === 'hello mine and on')
    await anna.until(() => anna.document.status().saved === 'both')
    expect(anna.words()).toBe('hello mine and on')
    for (const seat of ['a', 'b'] as const) {
      await using fresh = await couple.further(seat)
      await fresh.until(() => fresh.words() === 'hello mine and on')
    }
  },
)
