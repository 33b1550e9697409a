import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Outcome } from '../server/features/push-outcome.ts'
import type { Letter } from '../server/features/pushes.ts'
import { PUSH_TTL_MS } from '../shared/push.ts'
import { MINUTE } from './support/couple-at-noon.ts'
import { answered } from './support/push-desk.ts'
import { deskWithB, losing, passSlowly, SECOND } from './support/pushed-couple.ts'
import { shown } from './support/relay-events.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

type Turn = { do: 'send' } | { do: 'pass'; seconds: number } | { do: 'restart' } | { do: 'lose' }
const turn = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Turn>({ do: 'send' }) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 400 }).map((seconds): Turn => ({ do: 'pass', seconds })) },
  { weight: 1, arbitrary: fc.constant<Turn>({ do: 'restart' }) },
  { weight: 1, arbitrary: fc.constant<Turn>({ do: 'lose' }) },
)
const outcome = fc.oneof(
  { weight: 3, arbitrary: fc.constant(answered(201)) },
  { weight: 3, arbitrary: fc.constantFrom(answered(500), answered(503), { kind: 'unreachable' } as const) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 300 }).map(seconds => answered(429, seconds * SECOND)) },
  { weight: 1, arbitrary: fc.constant({ kind: 'cut-off' } as const) },
)

interface Story {
  turns: Turn[]
  outcomes: ReturnType<typeof answered>[]
  /** The number of the try that is answered 410, if any. */
  goneAt: number | null
}
const story = fc.record<Story>({
  turns: fc.array(turn, { minLength: 1, maxLength: 14 }),
  outcomes: fc.array(outcome, { maxLength: 20 }),
  goneAt: fc.option(fc.integer({ min: 1, max: 12 })),
})

/** A sender that takes an answer for another: a broken one, to see that the property notices. */
type Misread = (outcome: Outcome) => Outcome

/** Plays a story, then lets the push service work and half an hour pass. Says what the promise was broken by. */
const complaints = async ({ turns, outcomes, goneAt }: Story, misread: Misread = read => read): Promise<string[]> => {
  const lost = { next: false }
  const { desk, couple } = await deskWithB({ wrap: losing(lost) })
  await using _ = desk
  const left = [...outcomes]
  const got = new Set<number>()
  const found: string[] = []
  let gone = false
  let isGoneKept = false
  desk.postman.carry = letter => misread(take(letter))
  const take = ({ message }: Letter): Outcome => {
    const { seq } = JSON.parse(new TextDecoder().decode(message))
    if (gone && isGoneKept) found.push(`${seq} was sent after 410`)
    if (gone || desk.tries.length === goneAt) {
      gone = true
      // What the server could not write down it may ask once more.
      isGoneKept = !lost.next
      return answered(410)
    }
    const next = left.shift() ?? answered(201)
    if (next.kind === 'answered' && next.status === 201) got.add(seq)
    return next
  }
  const sent: number[] = []
  for (const one of turns) {
    if (one.do === 'send') {
      const stored = await desk.send(couple, shown())
      if (stored.ok) sent.push(stored.seq)
      await desk.pass(0)
    }
    if (one.do === 'pass') await passSlowly(desk, one.seconds * SECOND, 20 * SECOND)
    if (one.do === 'restart') await desk.restart()
    if (one.do === 'lose') lost.next = true
  }
  const endsAt = desk.clock.now()
  left.length = 0
  lost.next = false
  await passSlowly(desk, PUSH_TTL_MS + MINUTE, 20 * SECOND)
  if ((await desk.waiting()) > 0) found.push('something still waits')
  if (gone) return found
  const rows = await desk.store.read(tx => tx.selectFrom('events').select(['seq', 'at']).execute())
  // Six minutes cover the longest wait that an answer of this story asks for, with its own.
  const inTime = rows.filter(({ at }) => at + PUSH_TTL_MS > endsAt + 6 * MINUTE).map(({ seq }) => Number(seq))
  return [...found, ...inTime.filter(seq => sent.includes(seq) && !got.has(seq)).map(seq => `${seq} was never delivered`)]
}

test('[PSH8] whatever fails in whatever order, every push is delivered at least once within its time, and none after 410', async () => {
  await fc.assert(
    fc.asyncProperty(story, async told => {
      expect(await complaints(told)).toEqual([])
    }),
    { numRuns: 40, seed },
  )
})

test.each<[string, Misread]>([
  ['takes a failure for a delivery', read => (read.kind === 'unreachable' ? answered(201) : read)],
  ['goes on after 410', read => (read.kind === 'answered' && read.status === 410 ? answered(503) : read)],
])('[PSH8] a sender that %s is caught', async (_which, misread) => {
  const told = fc.asyncProperty(story, async one => (await complaints(one, misread)).length === 0)
  const { failed } = await fc.check(told, { numRuns: 60, seed: CONTROL_SEED, endOnFailure: true })
  expect(failed).toBe(true)
})
