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
  expect(a.agreement.canUndo(), 'the clause itself stays, since the partner writes in it').toBe(false)
  expect(a.agreement.undo()).toBe(false)
  expect(word()).toMatchObject({ meaning: 'Come home.' })
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

test('[AGD9] a step that can change nothing any more is not offered: the partner wrote in it, took it away or set it otherwise', () => {
  const begun = () => {
    const two = openTwo()
    two.a.agreement.undoManager.addTrackedOrigin(editor)
    const id = two.a.agreement.addClause('phrase')
    two.meet()
    return { ...two, id, offers: () => [two.a.agreement.canUndo(), two.a.agreement.canRedo()] }
  }
  const written = begun()
  type(written.a.agreement, written.id, 'phrase', 'Delta')
  written.meet()
  type(written.b.agreement, written.id, 'phrase', 'Jonas ')
  written.meet()
  written.a.agreement.undo()
  expect(written.a.agreement.snapshot().phrases[0]?.texts.phrase).toBe('Jonas ')
  expect(written.offers(), 'nothing is left to be undone').toEqual([false, true])
  written.a.agreement.redo()
  expect(written.a.agreement.snapshot().phrases[0]?.texts.phrase).toContain('Delta')
  expect(written.offers()).toEqual([true, false])

  const late = begun()
  type(late.b.agreement, late.id, 'phrase', 'Jonas ')
  late.a.agreement.undo()
  expect(late.offers()).toEqual([false, true])
  late.meet()
  expect(late.a.agreement.snapshot().phrases).toHaveLength(1)
  expect(late.offers(), 'it is shown again already').toEqual([false, false])

  const takenOut = begun()
  takenOut.b.agreement.removeClause(takenOut.id)
  expect(takenOut.offers()).toEqual([true, false])
  takenOut.meet()
  expect(takenOut.offers()).toEqual([false, false])

  const erased = begun()
  erased.a.agreement.undoManager.clear()
  type(erased.a.agreement, erased.id, 'phrase', 'Delta')
  erased.meet()
  erased.b.agreement.textOf(erased.id, 'phrase')?.delete(0, 4)
  erased.meet()
  expect(erased.offers(), 'a letter is left').toEqual([true, false])
  erased.b.agreement.textOf(erased.id, 'phrase')?.delete(0, 1)
  erased.meet()
  expect(erased.offers()).toEqual([false, false])

  const minutes = begun()
  minutes.a.agreement.undoManager.clear()
  minutes.a.agreement.setPauseMinutes({ usual: 45 })
  minutes.meet()
  minutes.b.agreement.setPauseMinutes({ usual: 50 })
  expect(minutes.offers()).toEqual([true, false])
  minutes.meet()
  expect(minutes.offers()).toEqual([false, false])
})

test('[AGD9] what is typed after such a step went is no part of the step beneath', () => {
  const { a, b, meet } = openTwo()
  a.agreement.undoManager.addTrackedOrigin(editor)
  const [under, over] = [a.agreement.addClause('phrase'), a.agreement.addClause('phrase')]
  a.agreement.undoManager.clear()
  type(a.agreement, under, 'phrase', 'under')
  a.agreement.undoManager.stopCapturing()
  type(a.agreement, over, 'phrase', 'over')
  meet()
  b.agreement.textOf(over, 'phrase')?.delete(0, 4)
  meet()
  type(a.agreement, over, 'phrase', 'anew')
  a.agreement.undo()
  expect(a.agreement.snapshot().phrases.map(({ texts }) => texts.phrase)).toEqual(['under', ''])
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

/** Presses undo and redo whenever they are offered, and looks whether anything came of it. `change` makes the agreement another one. */
const everyPressChanges = (steps: [string, number][], change: (agreement: Agreement) => void = () => {}): void => {
  const { a, b, meet } = openTwo()
  const { agreement } = a
  agreement.undoManager.addTrackedOrigin(editor)
  change(agreement)
  const ids = [agreement.addClause('phrase')]
  const state = () => JSON.stringify([a.doc.getMap('clauses').toJSON(), a.doc.getMap('pause').toJSON()])
  for (const [what, at] of steps) {
    const id = ids[at % ids.length] ?? ''
    const isThere = agreement.snapshot().phrases.some(phrase => phrase.id === id)
    agreement.undoManager.stopCapturing()
    if (what === 'add') ids.push(agreement.addClause('phrase'))
    if (what === 'type' && isThere) type(agreement, id, 'phrase', 'mine ')
    if (what === 'remove') agreement.removeClause(id)
    if (what === 'show') agreement.showClause(id)
    if (what === 'minutes') agreement.setPauseMinutes({ usual: agreement.snapshot().pause.usual + 5 })
    if (what === 'partner types' && b.agreement.textOf(id, 'phrase')) type(b.agreement, id, 'phrase', 'theirs ')
    if (what === 'partner erases') b.agreement.textOf(id, 'phrase')?.delete(0, b.agreement.textOf(id, 'phrase')?.length ?? 0)
    if (what === 'partner removes') b.agreement.removeClause(id)
    if (what === 'partner shows') b.agreement.showClause(id)
    if (what === 'partner sets minutes') b.agreement.setPauseMinutes({ usual: b.agreement.snapshot().pause.usual + 5 })
    if (what === 'meet') meet()
    if (what !== 'undo' && what !== 'redo') continue
    const isOffered = what === 'undo' ? agreement.canUndo() : agreement.canRedo()
    const before = state()
    agreement[what]()
    expect(state() !== before, `${what} of ${before}`).toBe(isOffered)
  }
}
const Press = fc.tuple(
  fc.constantFrom(
    ...(['add', 'type', 'type', 'remove', 'show', 'minutes', 'undo', 'undo', 'redo', 'redo', 'meet', 'meet'] as const),
    ...(['partner types', 'partner erases', 'partner removes', 'partner shows', 'partner sets minutes'] as const),
  ),
  fc.nat(3),
)
const Presses = fc.array(Press, { minLength: 5, maxLength: 40, size: 'max' })

test('[AGD9] whatever both do, undo and redo change something when they are offered, and nothing when they are not', () => {
  fc.assert(
    fc.property(Presses, steps => everyPressChanges(steps)),
    { seed, numRuns: 300 },
  )
  const keepsDeadSteps = (agreement: Agreement) => agreement.undoManager._observers.delete('stack-item-popped')
  const broken = fc.property(Presses, steps => everyPressChanges(steps, keepsDeadSteps))
  expect(fc.check(broken, { seed: CONTROL_SEED, numRuns: 300 }).failed).toBe(true)
})
