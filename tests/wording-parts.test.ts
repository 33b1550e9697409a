import { expect, test } from 'vitest'
import { changedParts, type SeatName, wordingParts } from '../client/features/agreement/wording-parts.ts'
import { clauseFields } from '../shared/clause.ts'
import type { Wording } from '../shared/wording.ts'

const nameOf: SeatName = seat => (seat === null ? "nobody's" : seat === 'a' ? 'Mei' : 'Jonas')
const changed = (before: Wording, now: Wording) =>
  changedParts(wordingParts(before, nameOf), wordingParts(now, nameOf)).map(
    ({ part, words }) =>
      `${part}: ${words.map(({ kind, text }) => (kind === 'same' ? text : kind === 'removed' ? `[-${text}-]` : `{+${text}+}`)).join('')}`,
  )
const signal = {
  kind: 'signal',
  word: 'Lighthouse',
  emoji: '🗼',
  gesture: 'Hand on the chest',
  meaning: 'Stay near',
  helps: 'Sit close',
  answer1: 'I am here',
  answer2: 'Coming',
} as const satisfies Wording
const promise = { kind: 'promise', seat: 'a', when: 'When it is too much', say: 'I need time' } as const satisfies Wording
const pause = { kind: 'pause', shortest: 20, usual: 25, longest: 240 } as const satisfies Wording

test('[AGS9] every text of every kind, the emoji, the minutes and whose promise it is are told apart', () => {
  expect(changed(promise, { ...promise, seat: 'b' })).toEqual(['seat: [-Mei-]{+Jonas+}'])
  expect(changed(pause, { ...pause, usual: 30, longest: 300 })).toEqual(['usual: [-25-]{+30+}', 'longest: [-240-]{+300+}'])
  expect(changed(signal, { ...signal, emoji: '🕯️', meaning: 'Stay very near' })).toEqual([
    'emoji: [-🗼-]{+🕯️+}',
    'meaning: Stay {+very +}near',
  ])
  for (const field of clauseFields.signal)
    expect(changed(signal, { ...signal, [field]: `${signal[field]} more` }).length, field).toBe(1)
  for (const field of clauseFields.promise)
    expect(changed(promise, { ...promise, [field]: `${promise[field]} more` }).length, field).toBe(1)
  for (const wording of [signal, promise, pause]) expect(changed(wording, wording)).toEqual([])
})

test('[AGS9] a clause of another kind under the same id is another as a whole', () => {
  expect(changed({ kind: 'phrase', phrase: 'I am here' }, { kind: 'activity', activity: 'I am here' })).toEqual([
    'activity: {+I am here+}',
    'phrase: [-I am here-]',
  ])
})
