import { expect, test } from 'vitest'
import { missedSignals } from '../client/features/now/open-signals.ts'
import { gaveWay, mayCover, nextStanding, takenBackToTell } from '../client/features/signal/incoming.ts'
import { isAnsweredWithNewer, openSignal } from '../client/sync/own-signals.ts'
import type { SignalView } from '../client/sync/session.ts'
import { isOver, waitingSignals } from '../client/sync/waiting-signals.ts'
import { answer, id, none, signal, T0, takenBack, theirs } from './support/signal-views.ts'

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
