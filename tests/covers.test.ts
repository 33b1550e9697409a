import fc from 'fast-check'
import { expect, test } from 'vitest'
import { APART_MS, mayAlert } from '../client/shell/covers.ts'
import { mayComeOver, nextShown } from '../client/shell/next-shown.ts'
import { play, restless, type Screen, type Step, steady, TICK_MS } from './support/covered-screen.ts'
import { seed } from './support/seed.ts'

const quiet = { up: 0, alerts: [], any: 0 }
const WINDOW_MS = 5_000
const PRESSABLE_MS = 1_000

type Tick = ReturnType<typeof play>[number]

/** The least that this can be pressed within any five seconds in which the person presses nothing, ms. */
const leastIn = (ticks: Tick[], key: 'pause' | 'other'): number => {
  const size = WINDOW_MS / TICK_MS
  const windows = Array.from({ length: ticks.length - size + 1 }, (_, at) => ticks.slice(at, at + size))
  const unpressed = windows.filter(window => !window.some(({ pressed }) => pressed))
  return Math.min(...unpressed.map(window => window.filter(tick => tick[key]).length)) * TICK_MS
}

const repeat = (times: number, ...steps: Step[]): Step[] => Array.from({ length: times }, () => steps).flat()
const cycle = repeat(20, { after: 500, does: 'signal' }, { after: 500, does: 'take-back' })
const phrases = repeat(40, { after: 500, does: 'phrase' })
const step = fc.record({
  after: fc.integer({ min: 0, max: 2_000 }),
  does: fc.constantFrom('signal' as const, 'take-back' as const, 'phrase' as const, 'close' as const),
})
const anything = fc.array(step, { minLength: 10, maxLength: 40 })

const least = (screen: () => Screen, steps: readonly Step[]) => {
  const ticks = play(screen(), steps, 20_000)
  return { pause: leastIn(ticks, 'pause'), other: leastIn(ticks, 'other') }
}

test('[SCS45] whatever a partner sends and however often, in any five seconds a pause and a closing key can be pressed for a second', () => {
  fc.assert(
    fc.property(anything, steps => {
      const { pause, other } = least(steady, steps)
      expect(pause).toBeGreaterThanOrEqual(PRESSABLE_MS)
      expect(other).toBeGreaterThanOrEqual(PRESSABLE_MS)
    }),
    { seed, numRuns: 1_000, examples: [[cycle], [phrases]] },
  )
  // The broken variant: what comes has a cover of its own and takes it away again.
  expect(least(restless, cycle).pause).toBeLessThan(PRESSABLE_MS)
  expect(least(restless, phrases).pause).toBeLessThan(PRESSABLE_MS)
})

test('[SCS45] the first signal after a quiet time covers at once, whatever else covered or was closed, and so do those that follow; a flood waits', () => {
  const before: Step['does'][] = ['phrase', 'close']
  const steps = [...before.map(does => ({ after: 1_500, does })), { after: 100, does: 'signal' as const }]
  const at = 3_100 / TICK_MS
  const ticks = play(steady(), steps, 5_000)
  expect([ticks[at - 1]?.covered, ticks[at]?.covered]).toEqual([false, true])

  // Thirty in a minute, one every second: the next waits until the first of them is a minute old.
  const alerts = Array.from({ length: 30 }, (_, n) => 60_000 - n * 1_000)
  const gone = { ...quiet, alerts, any: 60_000 }
  expect([60_000, 90_999, 91_000].map(now => mayAlert(gone, now))).toEqual([false, false, true])
  expect(mayAlert({ ...quiet, up: 1, any: 20_000 }, 20_000), 'something else is there, or has just gone').toBe(true)
  expect(mayAlert({ ...gone, alerts: alerts.slice(0, 29) }, 60_000), 'the thirtieth').toBe(true)
  expect(mayAlert(gone, 1_000), 'a clock that was set back').toBe(true)
})

test('[SCS45] anything but a signal comes over no other cover, and ten seconds after the last at the earliest', () => {
  expect(mayComeOver({ ...quiet, up: 1 }, 60_000)).toBe(false)
  expect([1, APART_MS].map(ms => mayComeOver({ ...quiet, any: 20_000 }, 20_000 + ms))).toEqual([false, true])
  const shown = nextShown(null, ['one'], true, 0)
  expect(nextShown(null, ['one'], false, 0)).toBeNull()
  expect(nextShown(shown, ['one', 'two'], false, 2_999)).toBe(shown)
  expect(nextShown(shown, ['one', 'two'], false, 3_000)).toEqual({ id: 'two', since: 3_000 })
  expect(nextShown(shown, ['two'], false, 100), 'closed: what came meanwhile takes no place of it').toBeNull()
})
