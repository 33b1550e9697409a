import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StoredEvent } from '../shared/events.ts'
import { applyPauseEvent, foldPause, reunitedBy } from '../shared/fold.ts'
import { applyPause, PAUSE_LIMITS, type PauseInput, type PauseState } from '../shared/pause.ts'
import { deviceOf, eventId, SEALED } from './support/log.ts'
import { MINUTE, moves, play, type Transition } from './support/pause-histories.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

/** An entry as it comes over the wire: through JSON and the schema, which lets no held time below nothing through. */
const stored = (input: PauseInput, at: number, seq: number): StoredEvent => {
  const place = { id: eventId(seq), seq, at }
  const entry =
    'seat' in input
      ? {
          ...place,
          kind: 'pause',
          seat: input.seat,
          deviceId: deviceOf(input.seat),
          heldMs: Math.max(0, input.heldMs),
          step: input.step,
        }
      : { ...place, kind: 'pause-due', step: input.step }
  return StoredEvent.parse(JSON.parse(JSON.stringify(entry)))
}

const phrase = (seq: number, at: number): StoredEvent =>
  StoredEvent.parse({ id: eventId(seq), kind: 'phrase', seq, at, seat: 'a', deviceId: deviceOf('a'), heldMs: 0, sealed: SEALED })

/** The log that a server would keep of a history: accepted steps, with something else between them. */
const logOf = (history: readonly Transition[]): StoredEvent[] =>
  history.filter(({ result }) => result.ok).flatMap(({ input, at }, n) => [stored(input, at, 2 * n + 1), phrase(2 * n + 2, at)])

const decidedBy = (history: readonly Transition[]): PauseState => history.at(-1)?.after ?? { kind: 'none' }

const foldsAlike = (log: (history: readonly Transition[]) => StoredEvent[]) =>
  fc.property(moves, drawn => {
    const history = play(applyPause, PAUSE_LIMITS, drawn)
    expect(foldPause(log(history), PAUSE_LIMITS)).toEqual(decidedBy(history))
  })

test('[PAU16] the log of accepted steps folds to the state that the server decided', () => {
  fc.assert(foldsAlike(logOf), { seed, numRuns: 2000 })
})

test('[PAU16] a log without the time that counted, or without due steps, folds to another state', () => {
  const withoutHeld = (history: readonly Transition[]) =>
    logOf(history).map(event => ('heldMs' in event ? { ...event, heldMs: 0 } : event))
  const withoutDue = (history: readonly Transition[]) => logOf(history).filter(event => event.kind !== 'pause-due')
  for (const log of [withoutHeld, withoutDue])
    expect(fc.check(foldsAlike(log), { seed: CONTROL_SEED, numRuns: 3000, endOnFailure: true }).failed).toBe(true)
})

test('[PAU16] a step that the server refused does nothing in a fold either', () => {
  const everything = (history: readonly Transition[]) => history.map(({ input, at }, n) => stored(input, at, n + 1))
  fc.assert(foldsAlike(everything), { seed, numRuns: 1000 })
})

test('[PAU16] client and server agree after every single entry, and on what the server keeps of its state', () => {
  fc.assert(
    fc.property(moves, drawn => {
      let client: PauseState = { kind: 'none' }
      let seq = 0
      for (const { input, at, after } of play(applyPause, PAUSE_LIMITS, drawn)) {
        seq += 1
        client = applyPauseEvent(client, stored(input, at, seq), PAUSE_LIMITS)
        expect(client).toEqual(after)
        expect(JSON.parse(JSON.stringify(after))).toEqual(after)
      }
    }),
    { seed, numRuns: 1000 },
  )
})

test('[PAU10] a reunion is the second return, and no other end of a pause', () => {
  const begin = Date.UTC(2025, 0, 6, 9, 15)
  const started = stored({ seat: 'a', step: { kind: 'start', minutes: 25 }, heldMs: 0 }, begin, 1)
  const back = (seat: 'a' | 'b', seq: number) =>
    stored({ seat, step: { kind: 'return' }, heldMs: 0 }, begin + (20 + seq) * MINUTE, seq)
  const one = foldPause([started, back('a', 2)], PAUSE_LIMITS)
  const both = applyPauseEvent(one, back('b', 3), PAUSE_LIMITS)
  expect(reunitedBy(one, back('b', 3), both)).toBe(begin + 23 * MINUTE)
  expect(reunitedBy(foldPause([started], PAUSE_LIMITS), back('a', 2), one)).toBeNull()
  const left = stored({ step: { kind: 'seat-left' } }, begin + MINUTE, 4)
  expect(reunitedBy(one, left, applyPauseEvent(one, left, PAUSE_LIMITS))).toBeNull()
  const cancelled = stored({ seat: 'a', step: { kind: 'cancel' }, heldMs: 0 }, begin + 2000, 5)
  const running = foldPause([started], PAUSE_LIMITS)
  expect(reunitedBy(running, cancelled, applyPauseEvent(running, cancelled, PAUSE_LIMITS))).toBeNull()
})
