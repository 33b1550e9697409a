import { expect, test } from 'vitest'
import { knotsOf } from '../client/features/signal/knots.ts'
import { silentUntil } from '../client/features/signal/silent-until.ts'
import { signal as texts } from '../client/i18n/en/signal.ts'
import { type Translate, translate } from '../client/i18n/translate.ts'
import type { SignalView } from '../client/sync/session.ts'
import { ALARM_AGAIN_MS } from '../shared/alarm.ts'
import { SIGNAL_EARLIER_MS } from '../shared/signal.ts'
import { answer, id, signal, T0, theirs } from './support/signal-views.ts'

const SECOND = 1_000

/** An own signal that was pressed so many seconds in, and a second later on Jonas's phone. */
const shown = (seconds: number, more: Partial<SignalView> = {}, device = 'Phone'): SignalView => {
  const pressedAt = T0 + seconds * SECOND
  const reached = { at: pressedAt + SECOND, device }
  return signal({ id: id(`at ${seconds}`), pressedAt, sentAt: pressedAt, state: 'reached', reached, ...more })
}
const back = (seconds: number, hadReached: boolean | null = true) =>
  shown(seconds, {
    state: 'taken-back',
    takenBack: { at: T0 + (seconds + 4) * SECOND, hadReached },
    ...(!hadReached && { reached: null }),
  })
const answered = (seconds: number, at: number) =>
  shown(seconds, { state: 'answered', answer: { ...answer, at: T0 + at * SECOND, pressedAt: T0 + at * SECOND } })
const other = { ...signal({}).content, word: 'Feather' }

/** What the last of these is said to be, so many seconds after the first: the second from which a press may sound again. */
const EVENINGS: [string, SignalView[], number, number | null][] = [
  ['the first of all', [shown(0)], 10, null],
  ['pressed again while it waits', [shown(0), shown(60)], 61, 181],
  ['another word while one waits', [shown(0), shown(60, { content: other })], 61, 181],
  ['a third: what made no sound counts for nothing', [shown(0), shown(60), shown(170)], 172, 181],
  ['just before the three minutes are over', [shown(0), shown(60)], 180, 181],
  ['once they are over', [shown(0), shown(60)], 181, null],
  ['pressed after three minutes', [shown(0), shown(60), shown(185)], 187, null],
  ['after that one rang', [shown(0), shown(60), shown(185), shown(200)], 202, 366],
  ['not there yet', [shown(0), signal({ id: id('two'), pressedAt: T0 + 60 * SECOND })], 62, null],
  ['the earlier one was on no phone', [signal({}), shown(60)], 62, null],
  [
    'the earlier one came together with it',
    [shown(0, { reached: { at: T0 + 61 * SECOND, device: 'Phone' } }), shown(60)],
    62,
    null,
  ],
  ['the earlier one was on another phone', [shown(0, {}, 'Tablet'), shown(60)], 62, null],
  [
    'the earlier one was held for too long to sound',
    [shown(0, { pressedAt: T0 - SIGNAL_EARLIER_MS - SECOND }), shown(60)],
    62,
    null,
  ],
  ['the partner’s own does not count', [theirs('theirs', { reached: { at: T0, device: 'Phone' } }), shown(60)], 62, null],
  ['the earlier one was answered before', [answered(0, 30), shown(60)], 62, null],
  ['the earlier one was answered since: the next press sounds', [answered(0, 70), shown(60)], 71, null],
  ['the earlier one was taken back', [back(0), shown(60)], 62, null],
  ['two were taken back', [back(0), back(20), shown(60)], 62, null],
  ['three were taken back: that is the bound', [back(0), back(20), back(40), shown(60)], 62, 181],
  ['three were taken back, of one nobody knows whether it arrived', [back(0), back(20, null), back(40), shown(60)], 62, null],
  ['itself answered', [shown(0), answered(60, 70)], 71, null],
  ['itself taken back', [shown(0), back(60)], 65, null],
]

const saidBy = (rule: typeof silentUntil) =>
  EVENINGS.map(([evening, signals, seconds]) => {
    const until = rule(signals.at(-1) ?? signal({}), signals, T0 + seconds * SECOND)
    return [evening, until === null ? null : (until - T0) / SECOND]
  })
const TRUE = EVENINGS.map(([evening, , , until]) => [evening, until])

test('[SCS31] of a signal that was pressed again too soon to sound its sender is told so, until when, and never where it is not known', () => {
  expect(saidBy(silentUntil)).toEqual(TRUE)
})

const isWaiting = ({ takenBack }: SignalView) => !takenBack
const inHand = { at: T0 + SECOND, device: 'Phone' }

test.each<[string, typeof silentUntil]>([
  ['says nothing', () => null],
  ['forgets what was taken back', (own, all, now) => silentUntil(own, all.filter(isWaiting), now)],
  [
    'lets what was taken back wait',
    (own, all, now) =>
      silentUntil(
        own,
        all.map(one => ({ ...one, takenBack: null })),
        now,
      ),
  ],
  [
    'takes sent for shown',
    (own, all, now) =>
      silentUntil(
        own,
        all.map(one => ({ ...one, reached: one.reached ?? inHand })),
        now,
      ),
  ],
  [
    'takes each press for one that rang',
    (own, all) => {
      const last = all.findLast(one => one.mine && one.reached && one !== own)?.reached?.at
      return last === undefined ? null : last + ALARM_AGAIN_MS
    },
  ],
  [
    'forgets the answer',
    (own, all, now) =>
      silentUntil(
        own,
        all.map(one => ({ ...one, answer: null })),
        now,
      ),
  ],
])('[SCS31] a screen that %s is caught', (_which, broken) => {
  expect(saidBy(broken)).not.toEqual(TRUE)
})

test('[SCS31] the line stands with the answer that is awaited, and names the whole minute from which a press is not too soon', () => {
  const t = translate.bind(null, texts) as Translate<'signal'>
  const me = { seat: 'a', name: 'Amira' } as const
  const partner = { seat: 'b', name: 'Jonas', mark: 'Jonas' } as const
  const said = (silent: number | null) =>
    knotsOf(t, shown(60), 'sent', { me, partner, now: T0 + 62 * SECOND, storage: undefined, silent }).map(({ when }) => when)
  expect(said(T0 + 181 * SECOND).at(-1)).toMatch(/^It shows there without a new sound\. From \d+:04 a press can sound again\.$/)
  expect(said(T0 + 180 * SECOND).at(-1)).toMatch(/:03 a press/)
  expect(said(null).at(-1)).toBeUndefined()
})
