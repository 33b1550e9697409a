import { ChangeSet, Text } from '@codemirror/state'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { BoundText, lettersIn, type TextDelta } from '../client/features/agreement/bound-text.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

const docOf = (words: string): Y.Text => {
  const text = new Y.Doc().getText('t')
  text.insert(0, words)
  return text
}

/** An editor that holds back all that comes, with a partner who has the same text. */
const openHeld = (words: string, Bound = BoundText) => {
  const theirs = docOf(words)
  const mine = new Y.Doc().getText('t')
  const meet = () => {
    for (const [from, to] of [
      [theirs.doc, mine.doc],
      [mine.doc, theirs.doc],
    ])
      if (from && to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)))
  }
  meet()
  const bound = new Bound(mine)
  let shown = Text.of([words])
  mine.observe(({ delta }, { origin }) => {
    const letters = lettersIn(delta as TextDelta)
    if (origin !== bound && letters) bound.hold(letters, shown.length)
  })
  return {
    theirs,
    mine,
    meet,
    bound,
    shown: () => shown.toString(),
    type: (from: number, to: number, insert: string) => {
      const typed = ChangeSet.of({ from, to, insert }, shown.length, '\n')
      shown = typed.apply(shown)
      bound.write(typed)
    },
    show: () => {
      shown = bound.release()?.apply(shown) ?? shown
    },
  }
}

test.each([
  ['before it', 3, 3, 'We X是我们 are'],
  ['in the middle of it', 4, 4, 'We 是我们X are'],
  ['after it', 5, 5, 'We 是我们X are'],
  ['over its beginning', 2, 4, 'We是我们X are'],
  ['over all of it', 2, 6, 'We是我们Xare'],
])(
  '[WTG13] letters that are being composed stand whole and once, whatever the partner wrote %s meanwhile',
  (_, from, to, end) => {
    const { theirs, mine, meet, type, show, shown } = openHeld('We  are')
    type(3, 3, 's')
    type(4, 4, 'h')
    meet()
    theirs.delete(from, to - from)
    theirs.insert(from, 'X')
    meet()
    type(5, 5, 'i')
    expect(shown(), 'nothing of the partner meanwhile').toBe('We shi are')
    type(3, 6, '是我们')
    show()
    meet()
    expect([shown(), mine.toString(), theirs.toString()]).toEqual([end, end, end])
  },
)

test('[WTG13] a letter that is added to composed ones stays beside them, before what the partner put there', () => {
  const { theirs, mine, meet, type, show, shown } = openHeld('')
  type(0, 0, 'n')
  meet()
  theirs.insert(1, 'X')
  meet()
  type(1, 1, 'i')
  expect(mine.toString()).toBe('niX')
  show()
  expect(shown()).toBe('niX')
})

test('[WTG13] what is no letter is told apart from letters', () => {
  expect(lettersIn([{ retain: 2 }, { insert: { image: '' } }])).toBeNull()
  expect(lettersIn([{ retain: 2 }, { delete: 1 }, { insert: 'b' }])).toEqual([
    { from: 2, to: 3, insert: '' },
    { from: 3, to: 3, insert: 'b' },
  ])
})

const step = fc.record({
  what: fc.constantFrom('type', 'type', 'partner', 'partner', 'meet', 'show'),
  at: fc.nat(30),
  over: fc.constantFrom(0, 0, 0, 1, 3),
  letters: fc.nat(3),
})

/** Every letter is another one, so that a lost or doubled one is found. */
const walk = (Bound: typeof BoundText) =>
  fc.property(fc.array(step, { maxLength: 40, size: 'max' }), steps => {
    const { theirs, mine, meet, type, show, shown, bound } = openHeld('abcdef', Bound)
    const there = new Set('abcdef')
    let next = 0x4e00
    const comes = (letters: number): string => {
      const insert = Array.from({ length: letters }, () => String.fromCharCode(next++))
      for (const letter of insert) there.add(letter)
      return insert.join('')
    }
    const goes = (gone: string) => {
      for (const letter of gone) there.delete(letter)
    }
    for (const { what, at, over, letters } of steps) {
      const text = what === 'type' ? shown() : theirs.toString()
      const from = at % (text.length + 1)
      const to = Math.min(text.length, from + over)
      if (what === 'type' || what === 'partner') goes(text.slice(from, to))
      if (what === 'type') type(from, to, comes(letters))
      if (what === 'partner') {
        theirs.delete(from, to - from)
        theirs.insert(from, comes(letters))
      }
      if (what === 'meet') meet()
      if (what === 'show') show()
      if (!bound.isHolding) expect(shown()).toBe(mine.toString())
      const caret = bound.positionOf(bound.placeAt(at % (shown().length + 1)))
      expect(caret).toBeGreaterThanOrEqual(0)
      expect(caret).toBeLessThanOrEqual(shown().length)
    }
    meet()
    show()
    expect(shown()).toBe(mine.toString())
    expect(theirs.toString()).toBe(mine.toString())
    expect([...shown()].toSorted()).toEqual([...there].toSorted())
  })

test('[WTG13] whatever both write while changes are held back, no letter is lost or doubled, and both end with the same', () => {
  fc.assert(walk(BoundText), { seed, numRuns: 300 })
})

test('[WTG13] control: letters written where the editor shows them, not where they belong, do not pass', () => {
  class Unmapped extends BoundText {
    override write(typed: ChangeSet): void {
      const held = this.release()?.map(typed)
      super.write(typed)
      const letters: { from: number; to: number; insert: string }[] = []
      held?.iterChanges((from, to, _from, _to, insert) => letters.push({ from, to, insert: insert.toString() }))
      if (held) this.hold(letters, held.length)
    }
  }
  expect(() => fc.assert(walk(Unmapped), { seed: CONTROL_SEED, numRuns: 300 })).toThrow()
})
