import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyDrill, DRILL_ENDS_MS, type Drill, DrillStep, drillAt, foldDrill, isRunning, turnOf } from '../shared/drill.ts'
import { otherSeat } from '../shared/ids.ts'
import {
  countsTwice,
  type DrillMachine,
  type DrillTransition,
  drillMoves,
  neverEnding,
  outOfOrder,
  playDrill,
  realIsPractice,
  twoDrills,
  unstoppable,
} from './support/drill-histories.ts'
import { eventId, LOG_BEGINS } from './support/log.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

const RUNS = 3_000
type Rule = (transition: DrillTransition) => void

const holds = (machine: DrillMachine, rule: Rule) =>
  fc.property(drillMoves, moves => {
    for (const transition of playDrill(machine, moves)) rule(transition)
  })

/** The rule holds of the real machine, and each of the broken ones is caught. */
const proves = (rule: Rule, broken: Record<string, DrillMachine>): void => {
  fc.assert(holds(applyDrill, rule), { seed, numRuns: RUNS })
  for (const [name, machine] of Object.entries(broken))
    expect(fc.check(holds(machine, rule), { seed: CONTROL_SEED, numRuns: RUNS, endOnFailure: true }).failed, name).toBe(true)
}

const step = ({ input }: DrillTransition) => (input.kind === 'step' ? input.content.step : null)
const isNamed = ({ before, input }: DrillTransition): boolean =>
  input.kind === 'step' && before.kind !== 'none' && 'drill' in input.content && before.ids.includes(input.content.drill)
const isLate = ({ before, input }: DrillTransition): boolean =>
  input.kind === 'step' && isRunning(before) && input.pressedAt - before.since > DRILL_ENDS_MS

/** From where to where, by which step and whose: the whole of the way, written down a second time. */
const WAY = [
  ['invited', 'join', 'signal', 'other'],
  ['invited', 'invite', 'signal', 'other'],
  ['signal', 'signal', 'answer', 'first'],
  ['answer', 'answer', 'calm', 'other'],
  ['calm', 'pause', 'paused', 'either'],
  ['paused', 'return', 'paused', 'either'],
  ['paused', 'return', 'phrase', 'either'],
  ['phrase', 'phrase', 'over', 'either'],
] as const

test('[DRL1] a drill goes its way step by step, each from whose turn it is', () => {
  proves(transition => {
    const { before, input, after } = transition
    if (input.kind !== 'step' || !isRunning(before) || isLate(transition)) return
    if (step(transition) === 'stop' || after === before) return
    const onlyNamed = step(transition) === 'invite' && before.kind === after.kind
    if (onlyNamed) return
    const who = input.seat === before.by ? 'first' : 'other'
    const way = WAY.find(
      ([from, by, to, seat]) =>
        from === before.kind && by === step(transition) && to === after.kind && (seat === 'either' || seat === who),
    )
    expect(way, `${before.kind} to ${after.kind} by ${step(transition)} of ${who}`).toBeDefined()
    expect(step(transition) === 'invite' || isNamed(transition)).toBe(true)
    if (before.kind === 'paused' && after.kind === 'phrase') expect(before.back).toEqual([otherSeat(input.seat)])
  }, outOfOrder)
})

test('[DRL1] the whole way is gone when each does what fits', () => {
  const kinds = playDrill(
    applyDrill,
    (['a', 'b', 'a', 'b', 'b', 'a', 'b', 'a'] as const).map(seat => ({
      fits: true,
      what: 'invite',
      seat,
      strange: false,
      minutes: 0,
    })),
  ).map(({ after }) => after.kind)
  expect(kinds).toEqual(['invited', 'signal', 'answer', 'calm', 'paused', 'paused', 'phrase', 'over'])
})

test('[DRL2] a real signal or pause ends a drill at once, and changes nothing where none runs', () => {
  proves(({ before, input, after }) => {
    if (input.kind !== 'real') return
    if (!isRunning(before)) expect(after).toBe(before)
    else expect(after).toMatchObject({ kind: 'over', why: { of: 'real', what: input.what } })
  }, realIsPractice)
})

test('[DRL3] either stops at any stage, and over is over', () => {
  proves(transition => {
    const { before, after } = transition
    if (isRunning(before) && step(transition) === 'stop' && isNamed(transition)) expect(after.kind).toBe('over')
    if (before.kind === 'over' && step(transition) !== 'invite') expect(after.kind).toBe('over')
  }, unstoppable)
})

test('[DRL4] invitations that crossed are one drill, named by either, and none begins while one runs', () => {
  proves(transition => {
    const { before, input, after } = transition
    if (step(transition) !== 'invite' || input.kind !== 'step' || !isRunning(before) || isLate(transition)) return
    expect(after.kind === 'none' ? null : after.by).toBe(before.by)
    if (before.ids.length < 8) expect(after).toMatchObject({ ids: [...before.ids, input.id] })
    if (before.kind === 'invited' && input.seat !== before.by) expect(after.kind).toBe('signal')
    else expect(after.kind).toBe(before.kind)
  }, twoDrills)
})

test('[DRL5] a drill that nobody goes on with is over after half an hour, and not before', () => {
  proves(transition => {
    const { before, after } = transition
    if (!isLate(transition) || step(transition) === 'invite') return
    expect(after).toMatchObject({ kind: 'over', why: { of: 'expired' } })
    if (isRunning(before)) expect(drillAt(before, before.since + DRILL_ENDS_MS)).toBe(before)
  }, neverEnding)
  const invited: Drill = applyDrill(
    { kind: 'none' },
    { kind: 'step', id: eventId(1), seat: 'a', device: 'one', pressedAt: LOG_BEGINS, content: { step: 'invite' } },
  )
  expect(drillAt(invited, LOG_BEGINS + DRILL_ENDS_MS + 1)).toMatchObject({ kind: 'over', why: { of: 'expired' } })
})

const repeatable = (machine: DrillMachine) =>
  fc.property(drillMoves, moves => {
    const history = playDrill(machine, moves)
    const last = history.at(-1)?.after ?? { kind: 'none' }
    let twice: Drill = { kind: 'none' }
    for (const { input } of history) twice = machine(machine(twice, input), input)
    expect(twice).toEqual(last)
  })

test('[DRL6] at once, or with every entry twice, it is the same drill', () => {
  fc.assert(repeatable(applyDrill), { seed, numRuns: RUNS })
  fc.assert(
    fc.property(drillMoves, moves => {
      const history = playDrill(applyDrill, moves)
      expect(foldDrill(history.map(({ input }) => input))).toEqual(history.at(-1)?.after ?? { kind: 'none' })
    }),
    { seed, numRuns: RUNS },
  )
  for (const machine of Object.values(countsTwice))
    expect(fc.check(repeatable(machine), { seed: CONTROL_SEED, numRuns: RUNS, endOnFailure: true }).failed).toBe(true)
})

test('[DRL1] whoever’s turn it is, nobody else’s step counts', () => {
  fc.assert(
    holds(applyDrill, transition => {
      const { before, input, after } = transition
      if (input.kind !== 'step' || !isRunning(before) || isLate(transition)) return
      const turn = turnOf(before)
      if (turn === null || turn === input.seat || ['stop', 'invite'].includes(input.content.step)) return
      expect(after).toBe(before)
    }),
    { seed, numRuns: RUNS },
  )
})

test('[DRL1] what a partner’s page seals into a step is read as a plain step, or not at all', () => {
  expect(DrillStep.safeParse({ step: 'signal', drill: eventId(1), word: '\u202eLighthouse' }).data).toMatchObject({
    word: 'Lighthouse',
  })
  for (const strange of [
    { step: 'win' },
    { step: 'signal', drill: 'x', word: 'W' },
    { step: 'answer', drill: eventId(1), text: '' },
    7,
    null,
  ])
    expect(DrillStep.safeParse(strange).success).toBe(false)
})
