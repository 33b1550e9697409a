import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { newEventId } from '../../client/sync/event-id.ts'
import type { OutboxEntry } from '../../client/sync/local.ts'
import { MemoryStore } from '../../client/sync/local-memory.ts'
import { fastTimers } from '../support/fast-timers.ts'
import { CONTROL_SEED, seed } from '../support/seed.ts'
import { type SpawnedServer, spawnServer, temporaryFolder } from '../support/server.ts'
import { type Broken, faultsOfStorm, runStorm } from '../support/signal-storm.ts'

/**
 * Twelve couples at once, so that one's waiting for its time-outs is another's time to send; each stays below the hundred signals
 * that count (SES20).
 */
const COUPLES = 12
const SIGNALS = 84
const CONTROL_SIGNALS = 30

let dataDir: string
let server: SpawnedServer
beforeAll(async () => {
  dataDir = await temporaryFolder()
  server = await spawnServer({ dataDir })
})
afterAll(async () => {
  await server?.kill()
  await rm(dataDir, { recursive: true, force: true })
})
beforeEach(() => {
  const timers = fastTimers()
  onTestFinished(() => timers[Symbol.dispose]())
})

test('[SES21] of 1,000 signals through broken networks, reloads and kills none is lost, doubled, turned round, shown twice or told wrongly', {
  timeout: 120_000,
}, async () => {
  const storms = Array.from({ length: COUPLES }, (_, couple) =>
    runStorm(server.url, { signals: SIGNALS, seed: seed + 2 * couple, unsent: 40, oneIn: 40 }),
  )
  const reports = await Promise.all(storms)
  for (const report of reports) {
    expect(faultsOfStorm(report)).toEqual([])
    expect(report.pressed).toHaveLength(SIGNALS)
  }
  // It was a storm.
  const had = reports.map(report => ({ ...report.had, cutShort: report.neverKept.length, ...report.pages }))
  console.info(had.map(one => JSON.stringify(one)).join('\n'))
  for (const what of ['carried', 'slow', 'refused', 'silent', 'dead-one-way', 'overtaken', 'cutShort'] as const) {
    expect(
      had.reduce((sum, one) => sum + one[what], 0),
      what,
    ).toBeGreaterThan(0)
  }
  for (const pages of ['sender', 'receiver'] as const) {
    expect(
      had.reduce((sum, one) => sum + one[pages], 0),
      pages,
    ).toBeGreaterThan(COUPLES)
  }
})

/** Forgets with the page what was to be sent. */
class ForgetfulOutbox extends MemoryStore {
  override async read() {
    return { ...(await super.read()), outbox: [] }
  }
}

/** Sends what it cannot know to have arrived as if it were something new. */
class RenamingOutbox extends MemoryStore {
  override async read() {
    const local = await super.read()
    const renamed = local.outbox.map((entry): OutboxEntry => ({ ...entry, event: { ...entry.event, id: newEventId() } }))
    return { ...local, outbox: renamed }
  }
}

/** Sends the last first. */
class StackedOutbox extends MemoryStore {
  override async read() {
    const local = await super.read()
    return { ...local, outbox: local.outbox.reverse() }
  }
}

/** A small storm with many reloads and kills, the same each time. */
const brokenFaults = async (broken: Broken): Promise<string[]> =>
  faultsOfStorm(await runStorm(server.url, { signals: CONTROL_SIGNALS, seed: CONTROL_SEED, unsent: 4, oneIn: 4, ...broken }))

test('[SES21] the same storm catches an outbox that forgets on a reload, names anew what it sends again, or turns it round', {
  timeout: 60_000,
}, async () => {
  const [forgetful, renaming, stacked] = await Promise.all([
    brokenFaults({ senderDisk: new ForgetfulOutbox('forgetful') }),
    brokenFaults({ senderDisk: new RenamingOutbox('renaming') }),
    brokenFaults({ senderDisk: new StackedOutbox('stacked') }),
  ])
  expect(forgetful.filter(fault => fault.startsWith('the log misses')).length).toBeGreaterThan(0)
  expect(renaming).toContainEqual(expect.stringMatching(/^the log (has|misses) /))
  expect(stacked).toContain('the log is not in the order of pressing')
})

test('[SES21] the same storm catches a screen that shows again what it had said to have shown', { timeout: 60_000 }, async () => {
  const faults = await brokenFaults({ forgetfulScreen: true })
  expect(faults).toContainEqual(expect.stringMatching(/was shown twice$/))
})
