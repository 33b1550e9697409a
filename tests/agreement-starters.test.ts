import { expect, test } from 'vitest'
import { starterPause } from '../client/documents/agreement-view.ts'
import { seedStarters } from '../client/documents/starters.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { editor, openTwo, type } from './support/joined-agreements.ts'

test('[AGD2] starters are seeded once, the same on two devices that do it at once, and words typed into them are kept', () => {
  const { a, b, meet } = openTwo()
  expect([seedStarters(a.doc, starterTexts), seedStarters(a.doc, starterTexts)]).toEqual([true, false])
  seedStarters(b.doc, starterTexts)
  type(a.agreement, 'starter-phrase-1', 'phrase', 'Anna: ')
  type(b.agreement, 'starter-phrase-1', 'phrase', 'Ben: ')
  meet()
  const { signals, activities, phrases, promises, pause } = a.agreement.snapshot()
  expect([signals, activities, phrases, promises].map(list => list.length)).toEqual([3, 3, 4, 2])
  expect(phrases[0]?.texts.phrase).toMatch(/^(Anna: Ben: |Ben: Anna: )I am here$/)
  expect(phrases.map(one => one.starter)).toEqual([false, true, true, true])
  expect([pause, promises.map(one => one.seat)]).toEqual([starterPause, ['a', 'b']])
  expect(b.agreement.snapshot()).toEqual(a.agreement.snapshot())
  expect(seedStarters(b.doc, { ...starterTexts, phrases: ['Other words'] }), 'nor in other words').toBe(false)
})

test('[AGD2] undoing the first touch makes it a starter again; the partner reading it does not', () => {
  const { a, b, meet } = openTwo()
  a.agreement.undoManager.addTrackedOrigin(editor)
  seedStarters(a.doc, starterTexts)
  meet()
  const starter = () => a.agreement.snapshot().phrases[0]?.starter
  type(a.agreement, 'starter-phrase-1', 'phrase', 'Yes, ')
  expect(starter()).toBe(false)
  a.agreement.undo()
  expect([starter(), a.agreement.snapshot().phrases[0]?.texts.phrase]).toEqual([true, 'I am here'])
  meet()
  expect(b.agreement.snapshot().phrases[0]?.starter).toBe(true)
})
