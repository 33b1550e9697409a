import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countdown, momentOf, secondsLeft } from '../client/features/pause/moment.ts'
import { applyPause, PAUSE_LIMITS, type Paused } from '../shared/pause.ts'
import { seed } from './support/seed.ts'
import { T0 } from './support/signal-views.ts'

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
