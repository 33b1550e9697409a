import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isUnreached, missedSignals } from '../client/features/now/open-signals.ts'
import { reachOf, readinessDetail, readinessOf } from '../client/features/now/readiness.ts'
import { countdown, momentOf, secondsLeft } from '../client/features/pause/moment.ts'
import { knotsOf as repairKnots } from '../client/features/repair/knots.ts'
import { answerToTell } from '../client/features/signal/answer-news.ts'
import { gaveWay, mayCover, namesTime, nextStanding, takenBackToTell } from '../client/features/signal/incoming.ts'
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
import { isAnsweredWithNewer, openSignal } from '../client/sync/own-signals.ts'
import type { SignalView } from '../client/sync/session.ts'
import { EMPTY_STATE } from '../client/sync/view.ts'
import { isOver, waitingSignals } from '../client/sync/waiting-signals.ts'
import type { EventId } from '../shared/ids.ts'
import { applyPause, PAUSE_LIMITS, type Paused } from '../shared/pause.ts'
import { seed } from './support/seed.ts'

const T0 = Date.UTC(2026, 2, 3, 20, 0, 0)
const NONE = { kind: 'none' } as const

/** A pause begun by `a` at T0, moved on by up to two later times. */
const pauses = fc
  .record({ minutes: fc.integer({ min: 1, max: 240 }), later: fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 2 }) })
  .map(({ minutes, later }): Paused => {
    let state = applied(applyPause(NONE, { seat: 'a', step: { kind: 'start', minutes }, heldMs: 0 }, T0, PAUSE_LIMITS))
    for (const more of later) {
      const step = { kind: 'extend', until: state.returnAt + more * 60_000 } as const
      state = applied(applyPause(state, { seat: 'b', step, heldMs: 0 }, T0 + 1_000, PAUSE_LIMITS))
    }
    return state
  })
const fail = (): never => {
  throw new Error('the pause machine refused what it should take')
}
const applied = (result: ReturnType<typeof applyPause>): Paused =>
  result.ok && result.state.kind === 'paused' ? result.state : fail()
const moments = fc.integer({ min: 0, max: 5 * 3_600_000 }).map(ms => T0 + ms)
const seats = fc.constantFrom('a' as const, 'b' as const)

/** Whether the machine itself takes a return, or a cancel, at that instant. */
const takes = (state: Paused, seat: 'a' | 'b', kind: 'return' | 'cancel', now: number): boolean =>
  applyPause(state, { seat, step: { kind }, heldMs: 0 }, now, PAUSE_LIMITS).ok

test('[SCN5] no moment of a pause offers a return or a taking back that the machine would refuse', () => {
  const offers = { return: 0, cancel: 0 }
  fc.assert(
    fc.property(pauses, moments, seats, (state, now, me) => {
      const moment = momentOf(state, me, PAUSE_LIMITS, now)
      switch (moment.kind) {
        case 'starting':
          expect(me).toBe('a')
          expect(moment.secondsToTakeBack).toBeLessThanOrEqual(5)
          if (moment.secondsToTakeBack > 0) {
            offers.cancel++
            expect(takes(state, me, 'cancel', now)).toBe(true)
          }
          return
        case 'resting':
          expect(moment.canReturn).toBe(takes(state, me, 'return', now))
          return
        case 'called-back':
          if (moment.meBack) return
          offers.return++
          expect(takes(state, me, 'return', now)).toBe(true)
      }
    }),
    { seed, numRuns: 2_000, examples: [[pauseAtT0, T0 + 3_000, 'a']] },
  )
  expect(offers.return).toBeGreaterThan(0)
  expect(offers.cancel).toBeGreaterThan(0)
})

const pauseAtT0 = applied(applyPause(NONE, { seat: 'a', step: { kind: 'start', minutes: 25 }, heldMs: 0 }, T0, PAUSE_LIMITS))

test('[SCN5] a return is called for at the return time, and the missing one asked ten minutes later, with or without the server', () => {
  const { returnAt } = pauseAtT0
  expect(momentOf(pauseAtT0, 'b', PAUSE_LIMITS, returnAt - 1).kind).toBe('resting')
  expect(momentOf(pauseAtT0, 'b', PAUSE_LIMITS, returnAt)).toMatchObject({ kind: 'called-back', asked: false, timeHasCome: true })
  expect(momentOf(pauseAtT0, 'b', PAUSE_LIMITS, returnAt + 10 * 60_000)).toMatchObject({ kind: 'called-back', asked: true })
})

test('[SCN5] the time left counts whole seconds down to nothing', () => {
  expect(secondsLeft(T0 + 872_000, T0)).toBe(872)
  expect(secondsLeft(T0 + 1, T0)).toBe(1)
  expect(secondsLeft(T0, T0 + 5_000)).toBe(0)
  expect([872, 60, 9, 0, 3_729].map(countdown)).toEqual(['14:32', '1:00', '0:09', '0:00', '1:02:09'])
})

const id = (name: string): EventId => name as EventId
const signal = (more: Partial<SignalView>): SignalView => ({
  id: id('one'),
  mine: true,
  content: { clauseId: '', word: 'Lighthouse', emoji: '', gesture: '', meaning: '', helps: '', from: 'Mei' },
  pressedAt: T0,
  state: 'sent',
  sentAt: T0,
  reached: null,
  answer: null,
  takenBack: null,
  earlier: false,
  receiptSent: false,
  ...more,
})

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

const theirs = (name: string, more: Partial<SignalView> = {}) => signal({ id: id(name), mine: false, ...more })
const answer = { text: 'Here.', at: T0, pressedAt: T0, from: 'Jonas' }
const takenBack = { at: T0, hadReached: true }
const none = new Set<EventId>()

test('[SCN5][SCS7] a signal asks for an answer until it has one, was closed, came late, or was taken back', () => {
  const ids = (signals: SignalView[], closed = none) => waitingSignals(signals, closed, null).map(({ id }) => id)
  expect(ids([theirs('old'), theirs('new')])).toEqual(['old', 'new'])
  expect(ids([theirs('old'), theirs('new')], new Set([id('old')]))).toEqual(['new'])
  expect(ids([signal({}), theirs('late', { earlier: true }), theirs('done', { answer }), theirs('back', { takenBack })])).toEqual(
    [],
  )
})

const around = { closed: none, pausedAt: null, mayCome: true }

test('[SCS7] an alert stands for three seconds, however many newer signals come, unless it is answered or closed', () => {
  const first = theirs('first')
  const flood = Array.from({ length: 100 }, (_, index) => theirs(`newer-${index}`))
  const shown = (signals: SignalView[], ms: number, closed = none) =>
    nextStanding({ signal: first, since: T0 }, { ...around, signals, closed, mayCome: false }, T0 + ms)?.signal.id
  expect(shown([first, ...flood], 2_999)).toBe('first')
  expect(shown(flood, 2_999), 'so many came that it is listed no more').toBe('first')
  expect(shown(flood, 3_000)).toBe('newer-99')
  expect(shown([theirs('first', { answer }), ...flood], 1)).toBe('newer-99')
  expect(shown(flood, 1, new Set([first.id]))).toBe('newer-99')
  expect(shown([theirs('first', { answer })], 1)).toBeUndefined()
  // The broken variant: always the newest, with new keys at each.
  expect(waitingSignals([first, ...flood], none, null).at(-1)?.id).toBe('newer-99')
})

test('[SCS45] an alert whose signal is taken back stands and says so, told once or not; one that was never drawn goes', () => {
  const first = theirs('first', { receiptSent: true })
  const back = theirs('first', { receiptSent: true, takenBack })
  const stands = { signal: first, since: T0 }
  const at = (signals: SignalView[], ms: number, more = {}) => nextStanding(stands, { ...around, signals, ...more }, T0 + ms)
  expect(at([back], 2_999)).toBe(stands)
  expect(at([back], 3_000)).toEqual({ signal: back, since: T0 + 3_000 })
  const told = { signal: back, since: T0 + 3_000 }
  expect(nextStanding(told, { ...around, signals: [back], closed: new Set([back.id]) }, T0 + 60_000)).toBe(told)
  expect(at([back, theirs('next')], 3_000)?.signal.id).toBe('next')
  expect(at([theirs('first', { takenBack })], 1)).toBeNull()
  expect(at([theirs('first', { takenBack }), theirs('next')], 1), 'nor does it change from under a thumb').toBe(stands)
  expect(at([back], 1, { pausedAt: T0 + 1 }), 'but for a pause').toBeNull()
  // What is not on the screen comes when it may.
  expect(nextStanding(null, { ...around, signals: [first], mayCome: false }, T0)).toBeNull()
  expect(nextStanding(null, { ...around, signals: [first] }, T0)?.signal).toBe(first)
  expect(nextStanding(null, { ...around, signals: [back] }, T0)?.signal).toBe(back)
})

test('[SCS38] a signal older than the pause that runs gives way to it at once, also while it stands; a newer one does not', () => {
  const [before, after] = [theirs('before'), theirs('after', { pressedAt: T0 + 2 })]
  const ids = (signals: SignalView[]) => signals.map(({ id }) => id)
  expect(ids(waitingSignals([before, after], none, T0 + 1))).toEqual(['after'])
  expect(nextStanding({ signal: before, since: T0 }, { ...around, signals: [before], pausedAt: T0 + 1 }, T0 + 1)).toBeNull()
  expect(ids(gaveWay([before, after], T0 + 1))).toEqual(['before'])
  expect(gaveWay([before], null)).toEqual([])
  expect(gaveWay([theirs('done', { answer }), theirs('back', { takenBack }), signal({})], T0 + 1)).toEqual([])
  expect(gaveWay([before], T0 + 3_600_000), 'of an hour ago: no line').toEqual([])
  // The broken variant: what waits is asked for whatever began since.
  expect(ids(waitingSignals([before], none, null))).toEqual(['before'])
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

test('[SCS7] what was closed with a newer one waits on Now without alarm, as what came late does', () => {
  const missed = (signals: SignalView[], closed = none) => missedSignals(signals, T0, closed).map(({ id }) => id)
  const flood = [theirs('one'), theirs('two'), theirs('three', { answer })]
  expect(missed(flood)).toEqual([])
  expect(missed(flood, new Set([id('one'), id('two'), id('three')]))).toEqual(['two', 'one'])
  expect(missed([theirs('late', { earlier: true })])).toEqual(['late'])
})

test('[SCS41] the answer to a signal is for its earlier presses too, not for later ones or other words; of several one card asks', () => {
  const [first, again] = [theirs('first'), theirs('again', { pressedAt: T0 + 1_000 })]
  const other = theirs('other', { sentAt: T0 + 1, content: { ...first.content, word: 'Feather' } })
  const done = { ...again, answer }
  expect(waitingSignals([first, other, done], none, null).map(({ id }) => id)).toEqual(['other'])
  const closed = new Set([id('first'), id('again'), id('other')])
  expect(missedSignals([first, other, done], T0 + 2_000, closed).map(({ id }) => id)).toEqual(['other'])
  expect(missedSignals([first, other, again], T0 + 2_000, closed).map(({ id }) => id)).toEqual(['again', 'other'])
  expect(isAnsweredWithNewer(again, [{ ...first, answer }, again])).toBe(false)
  // The sender's Now waits for it no more, either.
  const mine = [signal({}), signal({ id: id('two'), pressedAt: T0 + 1_000, answer })]
  expect(openSignal(mine, T0 + 2_000, new Set([id('two')]))).toBeNull()
})

test('[SCS50] an answer closes all that was there when it was given, whatever its words, on a device that closed nothing itself; what was held until later asks', () => {
  const older = theirs('older')
  const newer = theirs('newer', { pressedAt: T0 + 1_000, sentAt: T0 + 1_000, content: { ...older.content, word: 'Feather' } })
  const done = { ...newer, answer: { ...answer, pressedAt: T0 + 9_000 } }
  const waits = (signals: SignalView[]) => waitingSignals(signals, none, null).map(({ id }) => id)
  expect(waits([older, newer])).toEqual(['older', 'newer'])
  expect(waits([older, done])).toEqual([])
  // It is not lost: it asks on Now, without alarm.
  expect(missedSignals([older, done], T0 + 10_000, none).map(({ id }) => id)).toEqual(['older'])
  expect(isOver(older, [older, done]), 'nor does its notification stay').toBe(true)
  // Its alert, which stood there, goes at once after its three seconds.
  const stands = { signal: older, since: T0 }
  expect(nextStanding(stands, { signals: [older, done], closed: none, pausedAt: null, mayCome: true }, T0 + 9_000)).toBeNull()
  // Held on another of the sender's phones, it came after the answer: nobody has seen it.
  const held = { ...older, sentAt: T0 + 9_001 }
  expect(waits([held, done])).toEqual(['older'])
  // And an answer to the older one is none to what was pressed after it.
  expect(waits([{ ...older, answer: { ...answer, pressedAt: T0 + 9_000 } }, newer])).toEqual(['newer'])
})

test('[SES6] what may have left is called perhaps sent, on the screens of a signal and a repair, and never not sent', () => {
  const t = translate.bind(null, texts) as Translate<'signal'>
  const me = { seat: 'a', name: 'Amira' } as const
  const partner = { seat: 'b', name: 'Jonas', mark: 'Jonas' } as const
  const { notSent, maybeSent, maybeSentMore, unkeptMore } = texts.delivery
  const saidOf = (perhapsSent: boolean, storage?: 'full') => {
    const waiting = signal({ state: 'waiting', sentAt: null, ...(perhapsSent && { perhapsSent }) })
    const seen = { me, partner, now: T0 + 60_000, storage }
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
    const seen = { me, partner, now: T0 + 60_000, storage }
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

test('[SCN9] signals are not called ready while whoever joined has said no name', () => {
  const known = { ...EMPTY_STATE, phase: 'paired', connection: 'online' } as const
  expect(readinessOf({ ...known, partner: { seat: 'b', name: '' } }, T0)).toBe('alone')
  expect(readinessOf({ ...known, partner: { seat: 'b', name: 'Jonas' } }, T0)).toBe('ready')
})

test('[SCS36] that signals show only while the app is open there is said with cards on Now too', () => {
  expect(readinessDetail({ partnerPush: false }, 'ready', true)).toBe('readyOpen')
  expect(readinessDetail({ partnerPush: true }, 'ready', true)).toBeUndefined()
  expect(readinessDetail({ partnerPush: true }, 'ready', false)).toBe('readyClosed')
  expect(readinessDetail({ partnerPush: false }, 'unreached', true)).toBeUndefined()
  expect(readinessDetail({ partnerPush: false }, 'offline', true)).toBe('offline')
  expect(readinessDetail({ partnerPush: false }, 'alone', false)).toBeUndefined()
})

test('[SCS7] a single signal comes over a pause at once, and the next two minutes after it went', () => {
  expect(mayCover(T0, 0, T0)).toBe(true)
  expect(mayCover(T0, T0 - 1, T0 + 1)).toBe(true)
  expect(mayCover(T0, T0 + 5_000, T0 + 6_000)).toBe(false)
  expect(mayCover(T0, T0 + 5_000, T0 + 125_000)).toBe(true)
  expect(mayCover(null, T0 + 5_000, T0 + 6_000)).toBe(true)
})

test('[SCS13] only the last signal, seen here and then taken back, is told, and only once', () => {
  const seen = theirs('seen', { takenBack, receiptSent: true })
  expect(takenBackToTell([seen], none)?.id).toBe('seen')
  expect(takenBackToTell([theirs('unseen', { takenBack })], none)).toBeNull()
  expect(takenBackToTell([seen], new Set([id('seen')]))).toBeNull()
  expect(takenBackToTell([seen, theirs('newer', { answer })], none)).toBeNull()
  expect(takenBackToTell([seen, signal({})], none)?.id).toBe('seen')
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

test('[SCS36] how far signals get is told by the phone that can be called and the last signal or test, whoever is there', () => {
  expect([null, true, false].map(partnerPush => reachOf({ partnerPush }))).toEqual(['ready', 'readyClosed', 'readyOpen'])
  const at = (id: string, pressedAt: number, reached: boolean) => ({
    id: id as EventId,
    mine: true,
    pressedAt,
    sentAt: pressedAt,
    reached: reached ? { at: pressedAt, device: '' } : null,
  })
  const now = T0 + 60_000
  expect(isUnreached([], [at('t', T0, false)], now)).toBe(true)
  expect(isUnreached([], [at('t', T0, false)], T0 + 4_000)).toBe(false)
  expect(isUnreached([], [at('t', T0, true)], now)).toBe(false)
  expect(isUnreached([], [{ ...at('t', T0, false), mine: false }], now)).toBe(false)
  // The later of both tells.
  expect(isUnreached([], [at('t', T0, false), at('u', T0 + 1_000, true)], now)).toBe(false)
  expect(isUnreached([], [at('t', T0, true), at('u', T0 + 1_000, false)], now)).toBe(true)
})
