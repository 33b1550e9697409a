import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backTo } from '../client/features/body/back-to.ts'
import { GROUNDING_TAPS, groundingAt, passBy, SENSES } from '../client/features/body/grounding.ts'
import { breathAt, IN_MS, nextOut, OUT_SECONDS } from '../client/features/body/pacing.ts'
import { pulseOf, tapsLeft, withinLimits, withTap } from '../client/features/body/pulse.ts'
import { cautionFor } from '../client/features/pause/caution.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { EMPTY_STATE } from '../client/sync/view.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

const outs = fc.constantFrom(...OUT_SECONDS)

test('[BOD1] in for four seconds, out for six to eight, counted by the time alone, however late a look comes', () => {
  fc.assert(
    fc.property(outs, fc.nat({ max: 3_600_000 }), (out, elapsed) => {
      const { phase, count, nextMs } = breathAt(elapsed, out)
      const at = elapsed % (IN_MS + out * 1_000)
      expect(phase).toBe(at < 4_000 ? 'in' : 'out')
      expect(count).toBeGreaterThanOrEqual(1)
      expect(count).toBeLessThanOrEqual(phase === 'in' ? 4 : out)
      const next = breathAt(elapsed + nextMs, out)
      expect([next.phase, next.count]).not.toEqual([phase, count])
      expect(breathAt(elapsed + nextMs - 1, out)).toMatchObject({ phase, count })
    }),
    { seed, numRuns: 1_000 },
  )
  expect(breathAt(-5, 6)).toMatchObject({ phase: 'in', count: 1 })
  expect([6 as const, 7 as const, 8 as const].map(nextOut)).toEqual([7, 8, 6])
})

/** A heart at `beats` a minute, tapped along with an unsteady hand; one beat in five is missed. */
const tapped = fc.record({
  beats: fc.integer({ min: 45, max: 180 }),
  unsteady: fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 12, maxLength: 12 }),
  missed: fc.option(fc.integer({ min: 4, max: 10 }), { nil: undefined }),
})

const tellsThePulse = (pulse: typeof pulseOf) =>
  fc.property(tapped, ({ beats, unsteady, missed }) => {
    const gap = 60_000 / beats
    const taps = unsteady.map((off, n) => 10_000 + n * gap + (off / 400) * gap).filter((_, n) => n !== missed)
    const kept = taps.reduce<readonly number[]>(withTap, [])
    if (missed !== undefined && gap * 2.2 > 2_000) return
    const told = pulse(kept)
    expect(told).not.toBeNull()
    expect(Math.abs((told ?? 0) - beats) / beats).toBeLessThan(0.25)
  })

test('[BOD2] the pulse is told from the last taps by their median: a missed beat does not halve it, and a mean over first and last is caught', () => {
  fc.assert(tellsThePulse(pulseOf), { seed, numRuns: 1_000 })
  const firstToSecond: typeof pulseOf = taps => {
    const [last, before] = [taps.at(-1), taps.at(-2)]
    return last === undefined || before === undefined ? null : Math.round(60_000 / (last - before) / 2)
  }
  expect(fc.check(tellsThePulse(firstToSecond), { seed: CONTROL_SEED, numRuns: 1_000 }).failed).toBe(true)
})

test('[BOD2] nothing is told before five taps; a beat tapped twice counts once, and after a rest counting begins anew', () => {
  const steady = [0, 600, 1200, 1800, 2400]
  expect(steady.slice(0, 4).reduce<readonly number[]>(withTap, []).length).toBe(4)
  expect(pulseOf(steady.slice(0, 4))).toBeNull()
  expect(tapsLeft(steady.slice(0, 4))).toBe(1)
  expect(pulseOf(steady)).toBe(100)
  expect(withTap(steady, 2_500)).toEqual(steady)
  expect(withTap(steady, 5_000)).toEqual([5_000])
  // A clock that went back.
  expect(withTap(steady, 100)).toEqual([100])
  expect([20, 80, 103, 400].map(withinLimits)).toEqual([60, 80, 103, 160])
})

test('[BOD3] five, four, three, two, one: each tap finds one, and whatever is passed by, it comes to its end', () => {
  const found = Array.from({ length: GROUNDING_TAPS + 1 }, (_, taps) => groundingAt(taps))
  expect(found.filter(one => one?.found === 0).map(one => one?.sense)).toEqual(SENSES.map(({ sense }) => sense))
  expect(found.at(-1)).toBeNull()
  expect(found.slice(0, -1).every(one => one !== null && one.found < one.count)).toBe(true)
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: GROUNDING_TAPS, maxLength: 40 }), passed => {
      const end = passed.reduce((taps, pass) => (groundingAt(taps) === null ? taps : pass ? passBy(taps) : taps + 1), 0)
      expect(end).toBe(GROUNDING_TAPS)
    }),
    { seed },
  )
})

test('[BOD4] the way back leads to the pause that runs, else to the own signal of the last hour, else to Now', () => {
  const content = { clauseId: '', word: 'Anchor', emoji: '', gesture: '', meaning: '', helps: '', from: 'Mei' }
  const none = { reached: null, answer: null, takenBack: null, earlier: false, receiptSent: false }
  const signal = { id: 'x', mine: true, content, pressedAt: 1_000, state: 'sent', sentAt: 1_000, ...none } as never
  const paused = { kind: 'paused', startedBy: ['a'], startedAt: 0, returnAt: 9_000_000, returned: [] } as never
  expect(backTo(EMPTY_STATE, 2_000)).toBe('now')
  expect(backTo({ ...EMPTY_STATE, signals: [signal] }, 2_000)).toBe('signal')
  expect(backTo({ ...EMPTY_STATE, signals: [signal] }, 4_000_000)).toBe('now')
  const answered = { ...(signal as object), answer: { text: 'Here', at: 1_500 } } as never
  expect(backTo({ ...EMPTY_STATE, signals: [answered] }, 2_000)).toBe('now')
  expect(backTo({ signals: [signal], pause: { ...EMPTY_STATE.pause, state: paused } }, 2_000)).toBe('pause')
})

test('[BOD8] cold water and walking in the own list have their caution, in the starters and in free words; nothing else has', () => {
  expect(starterTexts.activities.map(cautionFor)).toEqual(['walk', 'water', null])
  expect(['A cold shower', 'Ice cubes in my hands', 'Wash my face, cold', 'Icy cloth on the neck'].map(cautionFor)).toEqual(
    Array.from({ length: 4 }, () => 'water'),
  )
  expect(['Go for a run', 'Walking the dog'].map(cautionFor)).toEqual(['walk', 'walk'])
  expect(['A warm bath', 'Tea, no phone', 'Cool music', 'Ice cream', 'Water the plants'].map(cautionFor)).toEqual(
    Array.from({ length: 5 }, () => null),
  )
})
