import { expect, test } from 'vitest'
import { checklistOf, whyNotReached } from '../client/features/drill/checklist.ts'
import { offerOf } from '../client/features/now/offer.ts'
import { NOTHING_CHOSEN } from '../client/push/choices.ts'
import type { Checklist } from '../shared/drill.ts'
import { eventId } from './support/log.ts'

const unknown = { closed: 'unknown', offline: 'unknown' } as const
const told: Checklist = { reached: 'yes', sound: 'no', closed: 'yes', offline: 'yes' }
const signal = (seen: boolean) => ({ id: eventId(1), word: 'Lighthouse', seen })

/** What is claimed: of a signal that nobody saw, that was seen, that was answered; of a device unasked, and asked. */
const claims = (rule: typeof checklistOf): string[] => [
  rule({ signal: signal(false), answer: null }, undefined, unknown).reached,
  rule({ signal: null, answer: null }, undefined, unknown).reached,
  rule({ signal: signal(true), answer: null }, undefined, unknown).reached,
  rule({ signal: signal(false), answer: 'I am here.' }, undefined, unknown).reached,
  rule({ signal: signal(true), answer: null }, undefined, unknown).sound,
  rule({ signal: signal(true), answer: null }, told, unknown).sound,
  rule({ signal: signal(true), answer: null }, told, unknown).closed,
  rule({ signal: signal(true), answer: null }, undefined, { closed: 'no', offline: 'yes' }).closed,
]
const TRUE = ['no', 'no', 'yes', 'yes', 'unknown', 'no', 'unknown', 'no']

test('[DRL13] a device claims what it knows: a signal seen or answered is through, a sound is heard by who says so', () => {
  expect(claims(checklistOf)).toEqual(TRUE)
})

test.each<[string, typeof checklistOf]>([
  [
    'takes pressed for through',
    (rehearsed, ...rest) => ({ ...checklistOf(rehearsed, ...rest), reached: rehearsed.signal ? 'yes' : 'no' }),
  ],
  ['forgets that an answer is a proof', (rehearsed, ...rest) => checklistOf({ ...rehearsed, answer: null }, ...rest)],
  ['takes silence for a sound', (rehearsed, said, facts) => checklistOf(rehearsed, said ?? { ...told, sound: 'yes' }, facts)],
  ['repeats what was so once', (rehearsed, said, facts) => ({ ...checklistOf(rehearsed, said, facts), ...said })],
])('[DRL13] a checklist that %s is caught', (_which, broken) => {
  expect(claims(broken)).not.toEqual(TRUE)
})

test('[DRL13] notifications that were turned on are not called off where nothing reaches this device yet, nor is either said before it is known', () => {
  const why = (wanted: boolean, turning: boolean | null = null) =>
    whyNotReached({ choices: { ...NOTHING_CHOSEN, wanted }, turning })
  expect(why(true)).toBe('closedOn')
  expect(why(false)).toBe('closedNo')
  // The key that was pressed stays until it is known what came of it.
  expect(why(true, true)).toBe('closedNo')
  expect(whyNotReached({ choices: null, turning: null })).toBeNull()
})

const all = [false, true]
const situations = all.flatMap(push =>
  all.flatMap(drill => all.flatMap(own => all.map(practised => ({ push, drill, own, practised })))),
)
const suggests = (rule: typeof offerOf): string[] =>
  situations.filter(one => rule(one) === 'drill').map(({ push, own, practised }) => `${push} ${own} ${practised}`)

test('[DRL14] a drill is suggested in one’s own space until it was opened, put away or practised, after notifications', () => {
  expect(suggests(offerOf)).toEqual(['false true false'])
  expect(situations.every(one => !one.push || offerOf(one) === 'push')).toBe(true)
})

test.each<[string, typeof offerOf]>([
  ['comes back once put away', one => offerOf({ ...one, drill: true })],
  ['comes after a drill', one => offerOf({ ...one, practised: false })],
  ['comes in a sample', one => offerOf({ ...one, own: true })],
  ['comes before notifications', one => offerOf({ ...one, push: false })],
])('[DRL14] a suggestion that %s is caught', (_which, broken) => {
  expect(suggests(broken)).not.toEqual(['false true false'])
})
