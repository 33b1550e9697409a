import { rm } from 'node:fs/promises'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forgetful } from '../support/broken-stores.ts'
import { createPair, recoverDevice } from '../support/http.ts'
import { connectClient } from '../support/relay-client.ts'
import { shown } from '../support/relay-events.ts'
import { faultsOf, Partner } from '../support/relay-partner.ts'
import { addCouple, startRelay } from '../support/relay-server.ts'
import { seed } from '../support/seed.ts'
import { type SpawnedServer, spawnServer, temporaryFolder } from '../support/server.ts'

const KILLS = 20

/** One life of the server: how many presses each partner makes before the fatal one, and when after it the kill comes. */
interface Life {
  pressesA: number
  pressesB: number
  by: 'a' | 'b'
  /** At once; so many ms later, from before the server can have read it to after its answer; or when the other phone shows it. */
  moment: { kind: 'at-once' } | { kind: 'after'; ms: number } | { kind: 'told' }
  /** Both outboxes are empty before, or what the last life left is still being sent. */
  settled: boolean
}
const lives = fc.array(
  fc.record<Life>({
    pressesA: fc.nat(6),
    pressesB: fc.nat(6),
    by: fc.constantFrom('a', 'b'),
    moment: fc.oneof(
      fc.constant({ kind: 'at-once' } as const),
      fc.record({ kind: fc.constant('after' as const), ms: fc.double({ min: 0, max: 8, noNaN: true }) }),
      fc.constant({ kind: 'told' } as const),
    ),
    settled: fc.boolean(),
  }),
  { minLength: KILLS, maxLength: KILLS },
)

/** Turns the loop until the moment has come: a timer would be too coarse. */
const reach = async (moment: Life['moment'], told: () => Promise<void>): Promise<void> => {
  const from = performance.now()
  switch (moment.kind) {
    case 'at-once':
      return
    case 'after':
      while (performance.now() - from < moment.ms) await turn()
      return
    case 'told':
      return told()
  }
}

test('[REL18] 20 times kill -9 between press and acknowledgement, under both partners’ traffic', {
  timeout: 120_000,
}, async () => {
  const dataDir = await temporaryFolder()
  let server: SpawnedServer = await spawnServer({ dataDir })
  const env = { HOLDFAST_PORT: String(server.port) }
  try {
    const pair = await createPair(server.url)
    await using a = new Partner(server.url, pair.a)
    await using b = new Partner(server.url, pair.b)
    const pressed: string[] = []
    const press = (by: Life['by']): string => {
      const event = shown(pressed.length % 2 ? 'signal' : 'phrase')
      pressed.push(event.id)
      if (by === 'a') a.press(event)
      else b.press(event)
      return event.id
    }
    const unanswered = new Map<string, number>()
    const [story = []] = fc.sample(lives, { seed, numRuns: 1 })
    for (const life of story) {
      for (const partner of [a, b]) await partner.until(() => partner.connected && (!life.settled || partner.unsent === 0))
      for (let i = 0; i < life.pressesA; i++) press('a')
      for (let i = 0; i < life.pressesB; i++) press('b')
      const fatal = press(life.by)
      const [presser, other] = life.by === 'a' ? [a, b] : [b, a]
      await reach(life.moment, () => other.until(() => other.log.some(event => event.id === fatal)))
      const gone = server.kill('SIGKILL')
      if (!presser.acknowledged.has(fatal)) unanswered.set(fatal, Date.now())
      await gone
      // Pressed without a server: waits in the outbox.
      press('a')
      press('b')
      server = await spawnServer({ dataDir, env })
    }
    for (const partner of [a, b]) await partner.until(() => partner.unsent === 0 && partner.log.length >= pressed.length)
    await using fresh = await connectClient(server.url, await recoverDevice(server.url, pair, 'b'))
    const kept = fresh.events.filter(event => event.at <= (unanswered.get(event.id) ?? 0)).length
    console.info(
      `${KILLS} kills, ${pressed.length} events; ${unanswered.size} before the answer, ${kept} of these already stored`,
    )
    expect(faultsOf(pressed, [a, b], { a: a.log, b: b.log, fresh: fresh.events })).toEqual([])
    expect(unanswered.size).toBeGreaterThan(0)
  } finally {
    await server.kill()
    await rm(dataDir, { recursive: true, force: true })
  }
})

test('[REL18] the same check catches a server that acknowledges before it has stored', async () => {
  await using server = await startRelay({ wrap: forgetful })
  const couple = await addCouple(server.store)
  await using a = new Partner(server.url, couple.a)
  await using b = new Partner(server.url, couple.b)
  const pressed = Array.from({ length: 5 }, () => shown())
  for (const event of pressed) a.press(event)
  await a.until(() => a.unsent === 0)
  await using fresh = await connectClient(server.url, couple.b)
  const ids = pressed.map(event => event.id)
  const faults = faultsOf(ids, [a, b], { a: a.log, b: b.log, fresh: fresh.events })
  expect(faults).toContain('fresh has 0 of 5 events')
  expect(faults.filter(fault => fault.startsWith('fresh misses')).length).toBeGreaterThanOrEqual(5)
})

test('[REL18] the same check catches an event that is there twice, out of order, or acknowledged and gone', async () => {
  await using a = new Partner('http://127.0.0.1:1', { deviceId: '' as never, token: '' })
  const [one, two] = ['one', 'two']
  const log = [
    { id: one, seq: 1 },
    { id: two, seq: 2 },
  ]
  a.acknowledged.set(one, 1)
  expect(faultsOf([one, two], [a], { log })).toEqual([])
  expect(faultsOf([one, two], [a], { log: [...log, { id: one, seq: 3 }] })).toContain('log has an event twice')
  expect(faultsOf([one, two], [a], { log: [...log].reverse() })).toContain('log is out of order')
  expect(faultsOf([two], [a], { log: [{ id: two, seq: 1 }] })).toContain('log misses one, acknowledged as 1')
})
