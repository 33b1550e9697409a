import { expect, test } from 'vitest'
import { readinessDetail } from '../client/features/now/readiness.ts'
import { knotsOf as repairKnots } from '../client/features/repair/knots.ts'
import { answerToTell } from '../client/features/signal/answer-news.ts'
import { namesTime } from '../client/features/signal/incoming.ts'
import { knotsOf } from '../client/features/signal/knots.ts'
import {
  canTakeBack,
  shownSignal,
  stageOf,
  takeBackSeconds,
  takenBackWith,
  withEarlierPresses,
} from '../client/features/signal/stage.ts'
import { signal as texts } from '../client/i18n/en/signal.ts'
import { type Translate, translate } from '../client/i18n/translate.ts'
import { openSignal } from '../client/sync/own-signals.ts'
import type { SignalView } from '../client/sync/session.ts'
import { answer, id, none, signal, T0, takenBack, theirs } from './support/signal-views.ts'

test('[SCN5] a signal is said to be there, or not, by what is known of it', () => {
  const at = (more: Partial<SignalView>, ms: number, connection: 'online' | 'offline' = 'online') =>
    stageOf(signal(more), connection, T0 + ms)
  expect(at({ state: 'waiting', sentAt: null }, 100)).toBe('sending')
  expect(at({ state: 'waiting', sentAt: null }, 100, 'offline')).toBe('not-there')
  expect(at({ state: 'waiting', sentAt: null }, 1_000)).toBe('not-there')
  expect(at({}, 4_999)).toBe('sent')
  expect(at({}, 5_000)).toBe('not-there')
  expect(at({ state: 'reached' }, 60_000)).toBe('sent')
  expect([1, 999, 4_001, 4_999, 5_000, 60_000].map(ms => takeBackSeconds(signal({}), T0 + ms))).toEqual([5, 5, 1, 1, 0, 0])
  expect(takeBackSeconds(signal({ state: 'answered' }), T0)).toBe(0)
  expect(shownSignal([signal({})], T0 + 25 * 3_600_000)).toBeNull()
})

test('[SCN10] an answer stands on Now until it was read, whatever pause ended before the press; one from before the return does not', () => {
  const open = (more: Partial<SignalView>, seen = none, backAt?: number) => openSignal([signal(more)], T0 + 60_000, seen, backAt)
  expect(open({ answer }, none, T0 - 1)).not.toBeNull()
  expect(open({ answer }, none, T0 + 1)).toBeNull()
  expect(open({ answer }, new Set([signal({}).id]), T0 - 1)).toBeNull()
  expect(open({}, none, T0 + 1)).not.toBeNull()
  expect(open({ takenBack })).toBeNull()
  expect(openSignal([signal({ answer })], T0 + 24 * 3_600_000, none)).toBeNull()
  expect(openSignal([signal({})], T0 + 3 * 3_600_000 + 1, none)).toBeNull()
})

test('[SES6] what may have left is called perhaps sent, on the screens of a signal and a repair, and never not sent', () => {
  const t = translate.bind(null, texts) as Translate<'signal'>
  const me = { seat: 'a', name: 'Amira' } as const
  const partner = { seat: 'b', name: 'Jonas', mark: 'Jonas' } as const
  const { notSent, maybeSent, maybeSentMore, unkeptMore } = texts.delivery
  const saidOf = (perhapsSent: boolean, storage?: 'full') => {
    const waiting = signal({ state: 'waiting', sentAt: null, ...(perhapsSent && { perhapsSent }) })
    const seen = { me, partner, now: T0 + 60_000, storage, silent: null }
    return [knotsOf(t, waiting, 'not-there', seen), repairKnots(t, waiting, 'not-there', seen)].map(([sent]) => [
      sent?.title,
      sent?.when,
    ])
  }
  expect(saidOf(true)).toEqual([1, 2].map(() => [maybeSent, maybeSentMore]))
  expect(saidOf(true, 'full')).toEqual([1, 2].map(() => [maybeSent, unkeptMore]))
  expect(saidOf(false).map(([title]) => title)).toEqual([notSent, notSent])
})

test('[SCS44] what is not kept is not called kept: while it is not sent, that the page must stay open', () => {
  const t = translate.bind(null, texts) as Translate<'signal'>
  const me = { seat: 'a', name: 'Amira' } as const
  const partner = { seat: 'b', name: 'Jonas', mark: 'Jonas' } as const
  const whenOf = (storage: 'memory' | 'full' | undefined) => {
    const seen = { me, partner, now: T0 + 60_000, storage, silent: null }
    const waiting = signal({ state: 'waiting', sentAt: null })
    return [knotsOf(t, waiting, 'not-there', seen), repairKnots(t, waiting, 'not-there', seen)].map(([sent]) => sent?.when)
  }
  const open = texts.delivery.unkeptMore
  expect(open).toMatch(/leave this page open/)
  expect(whenOf('full')).toEqual([open, open])
  expect(whenOf('memory')).toEqual([open, open])
  expect(whenOf(undefined), 'the control: kept').toEqual([texts.delivery.notSentMore, texts.delivery.notSentMore])
  for (const readiness of ['connecting', 'offline', 'outdated'] as const) {
    expect(readinessDetail({ partnerPush: true, storage: 'full' }, readiness, true)).toBe('unkept')
    expect(readinessDetail({ partnerPush: true }, readiness, true)).toBe(readiness)
  }
  expect(readinessDetail({ partnerPush: true, storage: 'full' }, 'ready', false)).toBe('readyClosed')
})

test('[SCS3] what has not left this phone can be taken back, however long ago it was pressed', () => {
  expect(canTakeBack(signal({ state: 'waiting', sentAt: null }), T0 + 60_000)).toBe(true)
  expect(canTakeBack(signal({}), T0 + 4_999)).toBe(true)
  expect(canTakeBack(signal({}), T0 + 5_000)).toBe(false)
  expect(canTakeBack(signal({ state: 'reached' }), T0 + 5_000)).toBe(false)
})

test('[SCS54] with a press that is taken back go the same signal’s earlier ones that wait, and no other', () => {
  const last = signal({ id: id('last'), pressedAt: T0 + 9_000 })
  const other = { ...last.content, word: 'Feather' }
  const signals = [
    signal({ id: id('first') }),
    signal({ id: id('other'), pressedAt: T0 + 1_000, content: other }),
    signal({ id: id('back'), pressedAt: T0 + 2_000, takenBack }),
    theirs('theirs', { pressedAt: T0 + 3_000 }),
    signal({ id: id('second'), pressedAt: T0 + 4_000, state: 'reached' }),
    last,
    signal({ id: id('newer'), pressedAt: T0 + 10_000 }),
  ]
  const ids = (all: SignalView[]) => takenBackWith(last, all).map(({ id }) => id)
  expect(ids(signals)).toEqual(['first', 'second'])
  expect(ids([...signals, signal({ id: id('answered'), pressedAt: T0 + 5_000, state: 'answered', answer })])).toEqual([])
})

test('[SCS54] the truth of what was taken back is that of all presses that went with it, and of none that was taken back before', () => {
  const back = (name: string, at: number, backAt: number, hadReached: boolean | null) =>
    signal({ id: id(name), state: 'taken-back', pressedAt: T0 + at, takenBack: { at: T0 + backAt, hadReached } })
  const last = back('last', 9_000, 10_000, false)
  const truth = (...earlier: SignalView[]) => withEarlierPresses(last, [...earlier, last]).takenBack?.hadReached
  expect(truth()).toBe(false)
  expect(truth(back('first', 0, 10_000, true))).toBe(true)
  expect(truth(back('first', 0, 10_000, null))).toBeNull()
  expect(truth(back('first', 0, 10_000, null), back('second', 1_000, 10_000, true))).toBe(true)
  expect(truth(back('first', 0, 3_000, true))).toBe(false)
  const reached = { at: T0 + 1_000, device: 'Phone' }
  expect(withEarlierPresses(last, [{ ...back('first', 0, 10_000, true), reached }, last]).reached).toEqual(reached)
  const waits = signal({ id: id('waits') })
  expect(withEarlierPresses(waits, [back('first', 0, 10_000, true), waits])).toBe(waits)
})

test('[SCS14] an answer is news until a screen told it, it was read, or a day passed since its signal', () => {
  const answered = signal({ state: 'answered', answer })
  expect(answerToTell([answered, theirs('other')], none, none, T0)?.id).toBe('one')
  expect(answerToTell([answered], new Set([id('one')]), none, T0)).toBeNull()
  expect(answerToTell([answered], none, new Set([id('one')]), T0)).toBeNull()
  expect(answerToTell([answered], none, none, T0 + 24 * 3_600_000)).toBeNull()
})

test('[SCS40] an answer to any own signal is told, the one that came last first, and no newer signal or taking back hides it', () => {
  const older = signal({ state: 'answered', answer })
  const newer = signal({ id: id('newer'), pressedAt: T0 + 1_000 })
  const back = signal({ id: id('back'), pressedAt: T0 + 2_000, state: 'taken-back', takenBack })
  const now = T0 + 60_000
  expect(answerToTell([older, newer, back], none, none, now)?.id).toBe('one')
  // Now shows the press that no answer was given to yet: one given before it must not read as its own.
  expect(openSignal([older, newer, back], now, none)?.id).toBe('newer')
  const given = { ...older, answer: { ...answer, at: T0 + 1_500 } }
  expect(openSignal([given, newer, back], now, none)?.id).toBe('one')
  const both = [
    { ...older, answer: { ...answer, at: T0 + 9_000 } },
    { ...newer, answer },
  ]
  expect(answerToTell(both, none, none, now)?.id).toBe('one')
  expect(answerToTell(both, none, new Set([id('one')]), now)?.id).toBe('newer')
  // What waits still does, whatever was taken back since; and Now leads to that one.
  expect(openSignal([signal({}), back], now, none)?.id).toBe('one')
  expect(openSignal([older, newer, back], now, new Set([id('one')]))?.id).toBe('newer')
  expect(shownSignal([older, newer, back], now, 'one')?.id).toBe('one')
  expect(shownSignal([older, newer, back], now)?.id).toBe('back')
})

test('[SCS1] only an answer that names a time has the clock', () => {
  expect(['Coming. Five minutes.', 'At 9', 'Soon.'].map(namesTime)).toEqual([true, true, true])
  expect(['Softer now.', 'I’m here. I’ll stay near.'].map(namesTime)).toEqual([false, false])
})
