import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Agreement } from '../client/documents/agreement.ts'
import { MOST_CLAUSES, MOST_READ } from '../client/documents/agreement-view.ts'
import { hasRoomFor } from '../client/documents/bring-back.ts'
import { draftPause, draftWording } from '../client/documents/draft-wording.ts'
import { seedStarters } from '../client/documents/starters.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import type { Wording } from '../shared/wording.ts'

const opened = () => {
  const doc = new Y.Doc()
  seedStarters(doc, starterTexts)
  return { doc, agreement: new Agreement(doc) }
}
const all = (agreement: Agreement) => {
  const { signals, activities, phrases, promises } = agreement.snapshot()
  return [...signals, ...activities, ...phrases, ...promises]
}
const saidBy = (agreement: Agreement, id: string): Wording | null | undefined => {
  const clause = all(agreement).find(one => one.id === id)
  return clause && draftWording(clause).wording
}
const old: [id: string, wording: Wording][] = [
  [
    'starter-signal-1',
    {
      kind: 'signal',
      word: 'Harbour',
      emoji: '⚓',
      gesture: '',
      meaning: 'Come in',
      helps: 'Sit close',
      answer1: 'Yes',
      answer2: '',
    },
  ],
  ['starter-activity-1', { kind: 'activity', activity: 'Walk to the river' }],
  ['starter-phrase-1', { kind: 'phrase', phrase: 'I am here for you' }],
  ['starter-promise-1', { kind: 'promise', seat: 'b', when: 'Under pressure', say: 'I need time' }],
]

test.each(old)('[AGS13] %s says old words again, whether it says others or was removed, in one step of undo', (id, wording) => {
  const { agreement } = opened()
  const before = agreement.snapshot()
  agreement.bringBack(id, wording)
  expect(saidBy(agreement, id)).toEqual(wording)
  agreement.undo()
  expect(agreement.snapshot()).toEqual(before)

  agreement.removeClause(id)
  agreement.bringBack(id, wording)
  expect(saidBy(agreement, id)).toEqual(wording)
  agreement.undo()
  expect(saidBy(agreement, id)).toBeUndefined()
})

test('[AGS13] the minutes come back together', () => {
  const { agreement } = opened()
  agreement.setPauseMinutes({ shortest: 60, usual: 90, longest: 120 })
  agreement.bringBack('pause', { kind: 'pause', shortest: 20, usual: 25, longest: 30 })
  expect(draftPause(agreement.snapshot().pause).wording).toEqual({ kind: 'pause', shortest: 20, usual: 25, longest: 30 })
  agreement.undo()
  expect(agreement.snapshot().pause).toEqual({ shortest: 60, usual: 90, longest: 120 })
})

test('[AGS13] what is nowhere in the document comes back under its id; what another kind has taken the id of, under a fresh one', () => {
  const { doc, agreement } = opened()
  const clauses = doc.getMap('clauses')
  const phrase = { kind: 'phrase', phrase: 'I am here for you' } as const
  agreement.bringBack('of-another-space', phrase)
  expect(saidBy(agreement, 'of-another-space')).toEqual(phrase)
  // Taken out whole: no page takes a clause in the place of one.
  clauses.delete('starter-phrase-1')
  expect(agreement.bringBack('starter-phrase-1', phrase)).not.toBe('starter-phrase-1')

  const activity = saidBy(agreement, 'starter-activity-1')
  agreement.bringBack('starter-activity-1', phrase)
  expect(saidBy(agreement, 'starter-activity-1')).toEqual(activity)
  expect(agreement.snapshot().phrases.filter(({ texts }) => texts.phrase === phrase.phrase)).toHaveLength(3)
})

test('[AGS13] old words have room in the draft as long as a file would have it, also of more clauses than a page adds', () => {
  const { agreement } = opened()
  const minutes = { kind: 'pause', shortest: 20, usual: 25, longest: 30 } as const
  const room = (kind: 'signal' | 'pause') =>
    hasRoomFor(agreement.snapshot(), old.find(([, one]) => one.kind === kind)?.[1] ?? minutes)
  while (agreement.snapshot().signals.length < 2 * MOST_CLAUSES) agreement.addClause('signal', null)
  expect(room('signal')).toBe(true)
  while (agreement.snapshot().signals.length < MOST_READ - 1) agreement.addClause('signal', null)
  expect(room('signal')).toBe(true)
  agreement.bringBack('of-a-version', old[0]?.[1] ?? minutes)
  expect(agreement.snapshot().signals).toHaveLength(MOST_READ)
  expect([room('signal'), room('pause')]).toEqual([false, true])
})

test('[AGS13] words that stay are not written anew: what the partner types beside them stays', () => {
  const { agreement } = opened()
  const text = agreement.textOf('starter-phrase-1', 'phrase')
  const here = text && Y.createRelativePositionFromTypeIndex(text, 'I am'.length)
  agreement.bringBack('starter-phrase-1', { kind: 'phrase', phrase: 'Yes, I am here' })
  expect(here && Y.createAbsolutePositionFromRelativePosition(here, text?.doc as Y.Doc)?.index).toBe('Yes, I am'.length)
  expect(agreement.textOf('starter-phrase-1', 'phrase')).toBe(text)
})
