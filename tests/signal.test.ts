import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StoredEvent } from '../shared/events.ts'
import type { Seat } from '../shared/ids.ts'
import {
  type AboutTarget,
  applySignalEvent,
  checkAbout,
  type FactsById,
  foldSignals,
  isEarlier,
  type Life,
  lifeOf,
  pressedAt,
  SIGNAL_EARLIER_MS,
  TAKE_BACK_MS,
} from '../shared/signal.ts'
import { deviceOf, eventId, LOG_BEGINS, SEALED } from './support/log.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

interface Drawn {
  kind: 'signal' | 'phrase' | 'received' | 'answer' | 'take-back'
  seat: Seat
  device: number
  /** Which of the earlier entries it is about. */
  about: number
}

const drawn = fc.record<Drawn>({
  kind: fc.constantFrom('signal', 'signal', 'phrase', 'received', 'received', 'answer', 'take-back'),
  seat: fc.constantFrom('a', 'b'),
  device: fc.integer({ min: 1, max: 2 }),
  about: fc.nat({ max: 6 }),
})

const entry = ({ kind, seat, device, about }: Drawn, seq: number): StoredEvent => {
  const place = { id: eventId(seq), seq, at: LOG_BEGINS + seq * 1000, seat, deviceId: deviceOf(seat, device), heldMs: 500 }
  const content = kind === 'signal' || kind === 'phrase' ? { sealed: SEALED } : { about: eventId((about % Math.max(1, seq)) + 1) }
  return StoredEvent.parse({ ...place, kind, ...content, ...(kind === 'answer' ? { sealed: SEALED } : {}) })
}
const entries = (...list: Drawn[]) => list.map((one, n) => entry(one, n + 1))

const signal = (seat: Seat): Drawn => ({ kind: 'signal', seat, device: 1, about: 0 })
const about = (kind: Drawn['kind'], seat: Seat, device = 1): Drawn => ({ kind, seat, device, about: 0 })

const logs = fc.array(drawn, { minLength: 1, maxLength: 20 }).map(list => entries(...list))
/** A log as it may reach a client: all of it, some of it twice, in any order. */
const arrivals = logs.chain(log =>
  fc
    .subarray(log)
    .chain(again => fc.shuffledSubarray([...log, ...again], { minLength: log.length + again.length }))
    .map(arrival => [log, arrival] as const),
)

const lives = (facts: FactsById) =>
  [...facts]
    .map(([id, each]) => [id, lifeOf(each)] as const)
    .filter(([, life]) => life !== null)
    .sort(([one], [two]) => one.localeCompare(two))
const lifeAfter = (...list: Drawn[]): Life => {
  const facts = foldSignals(entries(...list)).get(eventId(1))
  const life = facts && lifeOf(facts)
  if (!life) throw new Error('no such signal')
  return life
}

/** The same told plainly, from a whole log in order: what the facts must come to. */
const toldPlainly = (log: readonly StoredEvent[], shown: StoredEvent) => {
  if (shown.kind !== 'signal') throw new Error('not a signal')
  const about = log.filter(event => 'about' in event && event.about === shown.id)
  const theirs = about.filter(event => 'seat' in event && event.seat !== shown.seat)
  const answer = theirs.find(event => event.kind === 'answer')
  const proof = theirs.find(event => event.kind === 'answer' || event.kind === 'received')
  const back = about.find(event => event.kind === 'take-back' && event.seat === shown.seat)
  if (answer) return { state: 'answered', reachedAt: proof?.at, answer: answer.id }
  if (back) return { state: 'taken-back', reachedAt: proof?.at, hadReached: proof !== undefined }
  return { state: proof ? 'reached' : 'sent', reachedAt: proof?.at }
}

const plain = (life: Life | null) => {
  if (!life) return null
  const told = { state: life.state, reachedAt: life.reached?.at }
  if (life.answer) return { ...told, answer: life.answer.id }
  return life.takenBack ? { ...told, hadReached: life.takenBack.hadReached } : told
}

test('[SIG1] a signal is sent once stored, and reached from the first receipt of the other seat on', () => {
  expect(lifeAfter(signal('a'))).toMatchObject({ state: 'sent', reached: null, pressedAt: LOG_BEGINS + 500 })
  expect(lifeAfter(signal('a'), about('received', 'a'))).toMatchObject({ state: 'sent', reached: null })
  expect(lifeAfter(signal('a'), about('received', 'a'), about('received', 'b', 2), about('received', 'b', 1))).toMatchObject({
    state: 'reached',
    reached: { at: LOG_BEGINS + 3000, deviceId: deviceOf('b', 2) },
  })
})

test('[SIG2] the first answer of the other seat wins and proves that the signal had reached them', () => {
  const life = lifeAfter(signal('a'), about('answer', 'a'), about('answer', 'b', 2), about('received', 'b'), about('answer', 'b'))
  expect(life).toMatchObject({ state: 'answered', answer: { id: eventId(3) }, reached: { deviceId: deviceOf('b', 2) } })
  expect(lifeAfter(signal('a'), about('answer', 'a'))).toMatchObject({ state: 'sent', answer: null })
})

test('[SIG3] a signal taken back still says whether it had reached the other seat', () => {
  expect(lifeAfter(signal('a'), about('take-back', 'a'))).toMatchObject({
    state: 'taken-back',
    takenBack: { at: LOG_BEGINS + 2000, hadReached: false },
  })
  expect(lifeAfter(signal('a'), about('received', 'b'), about('take-back', 'a')).takenBack?.hadReached).toBe(true)
  // Shown before the phone heard of the take-back; its receipt came after.
  expect(lifeAfter(signal('a'), about('take-back', 'a'), about('received', 'b')).takenBack?.hadReached).toBe(true)
  expect(lifeAfter(signal('a'), about('take-back', 'b'))).toMatchObject({ state: 'sent', takenBack: null })
  expect(lifeAfter(signal('a'), about('take-back', 'a'), about('answer', 'b'))).toMatchObject({
    state: 'answered',
    takenBack: { hadReached: true },
  })
})

test('[SIG1] [SIG2] [SIG3] the states are what the log plainly says, and a fold that trusts any receipt says otherwise', () => {
  const tellsPlainly = (fold: typeof foldSignals) =>
    fc.property(logs, log => {
      const facts = fold(log)
      return log
        .filter(event => event.kind === 'signal')
        .every(event => {
          const known = facts.get(event.id)
          return JSON.stringify(plain(known ? lifeOf(known) : null)) === JSON.stringify(toldPlainly(log, event))
        })
    })
  fc.assert(tellsPlainly(foldSignals), { seed, numRuns: 3000 })
  const fromAnySeat: typeof foldSignals = log =>
    foldSignals(
      [...log].map(event =>
        event.kind === 'received' ? { ...event, seat: event.seat === 'a' ? ('b' as const) : ('a' as const) } : event,
      ),
    )
  const withoutTakeBacks: typeof foldSignals = log => foldSignals([...log].filter(event => event.kind !== 'take-back'))
  const lastAnswer: typeof foldSignals = log => foldSignals([...log].map(event => ({ ...event, seq: 1000 - event.seq })))
  for (const fold of [fromAnySeat, withoutTakeBacks, lastAnswer])
    expect(fc.check(tellsPlainly(fold), { seed: CONTROL_SEED, numRuns: 5000, endOnFailure: true }).failed).toBe(true)
})

test('[SIG4] entries given again, late or in another order come to the same states', () => {
  const sameStates = (seen: (arrival: StoredEvent[]) => StoredEvent[]) =>
    fc.property(arrivals, ([log, arrival]) => {
      expect(lives(foldSignals(seen(arrival)))).toEqual(lives(foldSignals(log)))
    })
  fc.assert(
    sameStates(arrival => arrival),
    { seed, numRuns: 1000 },
  )
  // A fold that goes by the order of arrival, as if each came with the next number.
  const byArrival = (arrival: StoredEvent[]) => arrival.map((event, n) => ({ ...event, seq: n + 1 }))
  expect(fc.check(sameStates(byArrival), { seed: CONTROL_SEED, numRuns: 3000, endOnFailure: true }).failed).toBe(true)
})

test('[SIG4] one by one is the same as all at once, changes no earlier map, and says when there was no news', () => {
  fc.assert(
    fc.property(logs, log => {
      let facts: FactsById = new Map()
      for (const event of log) {
        const before = JSON.stringify([...facts])
        const earlier = facts
        facts = applySignalEvent(facts, event)
        expect(JSON.stringify([...earlier])).toBe(before)
        expect(applySignalEvent(facts, event)).toBe(facts)
      }
      expect(facts).toEqual(foldSignals(log))
    }),
    { seed, numRuns: 1000 },
  )
})

const target = (kind: AboutTarget['kind'], seat: Seat | null, answered = false): AboutTarget => ({ kind, seat, answered })
const pauseTarget = (step: AboutTarget['step']): AboutTarget => ({ kind: 'pause', step, seat: 'a', answered: false })

test('[SIG5] receipts are only for what the other seat sent to be shown, answers for its signals and repairs', () => {
  for (const takesNone of ['phrase', 'drill'] as const)
    expect(checkAbout({ kind: 'answer', seat: 'b' }, target(takesNone, 'a'))).toMatchObject({ code: 'unknown-event' })
  for (const kind of ['received', 'answer'] as const) {
    for (const shown of kind === 'answer'
      ? (['signal', 'repair'] as const)
      : (['signal', 'phrase', 'repair', 'drill'] as const)) {
      expect(checkAbout({ kind, seat: 'b' }, target(shown, 'a'))).toEqual({ ok: true })
      expect(checkAbout({ kind, seat: 'a' }, target(shown, 'a'))).toMatchObject({ code: 'not-yours' })
    }
    for (const other of ['pause', 'pause-due', 'received', 'answer', 'take-back', 'assent', 'version', 'question'] as const)
      expect(checkAbout({ kind, seat: 'b' }, target(other, other === 'pause-due' ? null : 'a'))).toMatchObject({
        code: 'unknown-event',
      })
    expect(checkAbout({ kind, seat: 'b' }, null)).toMatchObject({ code: 'unknown-event' })
  }
})

test('[SIG5] a receipt, and no answer, is for a step of the other seat that names the return time of a pause', () => {
  for (const step of ['start', 'extend'] as const) {
    expect(checkAbout({ kind: 'received', seat: 'b' }, pauseTarget(step))).toEqual({ ok: true })
    expect(checkAbout({ kind: 'received', seat: 'a' }, pauseTarget(step))).toMatchObject({ code: 'not-yours' })
    for (const kind of ['answer', 'take-back'] as const)
      expect(checkAbout({ kind, seat: 'b' }, pauseTarget(step))).toMatchObject({ code: 'unknown-event' })
  }
  for (const step of ['return', 'cancel'] as const)
    expect(checkAbout({ kind: 'received', seat: 'b' }, pauseTarget(step))).toMatchObject({ code: 'unknown-event' })
})

test('[SIG6] only the sender takes a signal back, and only until it is answered', () => {
  const takeBack = (seat: Seat, about: AboutTarget | null) => checkAbout({ kind: 'take-back', seat }, about)
  expect(takeBack('a', target('signal', 'a'))).toEqual({ ok: true })
  expect(takeBack('b', target('signal', 'a'))).toMatchObject({ code: 'not-yours' })
  expect(takeBack('a', target('signal', 'a', true))).toMatchObject({ code: 'too-late' })
  expect(takeBack('a', target('phrase', 'a'))).toMatchObject({ code: 'unknown-event' })
  expect(takeBack('a', null)).toMatchObject({ code: 'unknown-event' })
  expect(TAKE_BACK_MS).toBe(5_000)
})

test('[SIG7] a signal older than 30 minutes when it gets to a phone is earlier', () => {
  const half = 30 * 60_000
  expect(SIGNAL_EARLIER_MS).toBe(half)
  expect(isEarlier(0, LOG_BEGINS, LOG_BEGINS + half)).toBe(false)
  expect(isEarlier(0, LOG_BEGINS, LOG_BEGINS + half + 1)).toBe(true)
  expect(isEarlier(half, LOG_BEGINS, LOG_BEGINS)).toBe(false)
  expect(pressedAt(LOG_BEGINS, half)).toBe(LOG_BEGINS - half)
  expect(pressedAt(1000, half)).toBe(0)
  expect(isEarlier(half - 1000, LOG_BEGINS, LOG_BEGINS + 1001)).toBe(true)
})
