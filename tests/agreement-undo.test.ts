import fc from 'fast-check'
import { expect, test } from 'vitest'
import type * as Y from 'yjs'
import type { Agreement } from '../client/documents/agreement.ts'
import { editor, openTwo, type } from './support/joined-agreements.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

test('[AGD3] undo takes back what was done here, typing included, and never a word of the partner', () => {
  const { a, b, meet } = openTwo()
  a.agreement.undoManager.addTrackedOrigin(editor)
  const id = a.agreement.addClause('signal')
  type(a.agreement, id, 'word', 'Harbour')
  meet()
  type(b.agreement, id, 'meaning', 'Come home.')
  meet()
  expect(a.agreement.undo()).toBe(true)
  const word = () => a.agreement.snapshot().signals.find(one => one.id === id)?.texts
  expect(word()).toMatchObject({ word: '', meaning: 'Come home.' })
  expect(a.agreement.undo(), 'the clause itself stays, since the partner writes in it').toBe(true)
  expect(word()).toMatchObject({ meaning: 'Come home.' })
  expect(a.agreement.canUndo()).toBe(false)
  const lone = a.agreement.addClause('phrase')
  a.agreement.undo()
  expect(a.agreement.snapshot().phrases).toEqual([])
  a.agreement.redo()
  expect(a.agreement.snapshot().phrases.map(one => one.id)).toEqual([lone])
  meet()
  type(b.agreement, lone, 'phrase', 'I wait.')
  meet()
  a.agreement.undo()
  expect(a.agreement.snapshot().phrases[0]?.texts.phrase, 'also after a redo').toBe('I wait.')
})

test('[AGD3] whatever one does and undoes, every word of the other stays to be read', () => {
  const step = fc.constantFrom('add', 'type', 'partner', 'undo', 'redo', 'move', 'meet')
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.nat(3)), { maxLength: 40, size: 'max' }), steps => {
      const { a, b, meet } = openTwo()
      a.agreement.undoManager.addTrackedOrigin(editor)
      const ids = [a.agreement.addClause('phrase')]
      let said = 0
      for (const [what, at] of steps) {
        const id = ids[at % ids.length] ?? ''
        if (what === 'add') ids.push(a.agreement.addClause('phrase'))
        if (what === 'type') type(a.agreement, id, 'phrase', 'mine ')
        if (what === 'partner' && b.agreement.textOf(id, 'phrase')) type(b.agreement, id, 'phrase', `<${said++}>`)
        if (what === 'undo') a.agreement.undo()
        if (what === 'redo') a.agreement.redo()
        if (what === 'move') a.agreement.moveClause(id, at)
        if (what === 'meet') meet()
      }
      meet()
      meet()
      const all = b.agreement
        .snapshot()
        .phrases.map(one => one.texts.phrase)
        .join()
      for (let one = 0; one < said; one++) expect(all).toContain(`<${one}>`)
    }),
    { seed, numRuns: 100 },
  )
})

const Doing = fc.record({
  what: fc.constantFrom(
    ...(['add', 'type', 'erase', 'move', 'remove', 'show', 'minutes', 'undo', 'undo', 'redo'] as const),
    ...(['partner types', 'partner types', 'partner removes', 'partner sets minutes', 'meet', 'meet'] as const),
  ),
  at: fc.nat(7),
})
const Doings = fc.array(Doing, { minLength: 5, maxLength: 60, size: 'max' })

/** What the partner typed: one sign for each time, so that nothing can be put into the middle of one. */
const isTheirs = (sign: string) => sign >= '\u4e00' && sign < '\u5000'

/**
 * Every undo and redo leaves to be read what the partner typed since its step was pressed, and the minutes that they set; and
 * no sign of theirs is ever gone from a text. `change` makes the guarded agreement another one.
 */
const leavesTheirs = (doings: { what: string; at: number }[], change: (agreement: Agreement) => void = () => {}): void => {
  const { a, b, meet } = openTwo()
  const { agreement } = a
  agreement.undoManager.addTrackedOrigin(editor)
  change(agreement)
  const ids = [agreement.addClause('phrase')]
  agreement.undoManager.clear()
  meet()
  const textOf = (doc: Y.Doc, id: string) => doc.getMap<Y.Map<unknown>>('clauses').get(id)?.get('phrase') as Y.Text | undefined
  const theirs = (words: string) => [...words].filter(isTheirs)
  const shown = () => new Map(agreement.snapshot().phrases.map(({ id, texts }) => [id, theirs(texts.phrase)]))
  /** Of each clause, what of theirs was there when showing or hiding it was last pressed. */
  const known = new Map<string, string[]>()
  const press = (id: string) => known.set(id, theirs(textOf(a.doc, id)?.toString() ?? ''))
  const minutes = () => a.doc.getMap('pause')._map.get('usual')
  let said = 0
  for (const { what, at } of doings) {
    const id = ids[at % ids.length] ?? ''
    const text = textOf(a.doc, id)
    const place = at % ((text?.length ?? 0) + 1)
    const before = shown()
    const theirMinutes = minutes()?.id.client === b.doc.clientID ? a.doc.getMap('pause').get('usual') : null
    agreement.undoManager.stopCapturing()
    switch (what) {
      case 'add':
        ids.push(agreement.addClause('phrase'))
        break
      case 'type':
        a.doc.transact(() => text?.insert(place, 'mine '), editor)
        break
      case 'erase':
        if (!isTheirs(text?.toString()[place] ?? '') && place < (text?.length ?? 0))
          a.doc.transact(() => text?.delete(place, 1), editor)
        break
      case 'move':
        agreement.moveClause(id, at)
        break
      case 'remove':
        if (agreement.removeClause(id)) press(id)
        break
      case 'show':
        press(id)
        agreement.showClause(id)
        break
      case 'minutes':
        agreement.setPauseMinutes({ usual: 25 + 5 * at })
        break
      case 'undo':
      case 'redo':
        agreement[what]()
        for (const [one, signs] of before)
          for (const sign of signs)
            if (!known.get(one)?.includes(sign)) expect(shown().get(one), `${what} of ${sign}`).toContain(sign)
        if (theirMinutes !== null) expect(a.doc.getMap('pause').get('usual')).toBe(theirMinutes)
        break
      case 'partner types': {
        const words = textOf(b.doc, id)
        words?.insert(at % (words.length + 1), String.fromCharCode(0x4e00 + said++))
        break
      }
      case 'partner removes':
        b.agreement.removeClause(id)
        break
      case 'partner sets minutes':
        b.agreement.setPauseMinutes({ usual: 30 + 5 * at })
        break
      case 'meet':
        meet()
        break
    }
  }
  meet()
  meet()
  const all = ids.map(id => textOf(a.doc, id)?.toString()).join('')
  expect(theirs(all).toSorted()).toEqual(Array.from({ length: said }, (_, one) => String.fromCharCode(0x4e00 + one)))
  expect(a.agreement.snapshot()).toEqual(b.agreement.snapshot())
}

test('[AGD3] moving, removing, showing, typing and setting minutes, undone and redone in any order, leave what the partner typed and set', () => {
  fc.assert(
    fc.property(Doings, doings => leavesTheirs(doings)),
    { seed, numRuns: 300 },
  )
})

test('[AGD3] an undo that tracks what comes from elsewhere, and one that hides a clause whatever was written in it since, are found', () => {
  const variants: ((agreement: Agreement) => void)[] = [
    agreement => agreement.undoManager.addTrackedOrigin('met'),
    agreement => agreement.undoManager._observers.delete('stack-item-popped'),
  ]
  for (const change of variants) {
    const property = fc.property(Doings, doings => leavesTheirs(doings, change))
    expect(fc.check(property, { seed: CONTROL_SEED, numRuns: 300 }).failed).toBe(true)
  }
})
