import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Store } from '../server/storage/store.ts'
import { ASKED, answersTo, deafDevice } from './support/deaf-device.ts'
import { dump } from './support/dump.ts'
import { createPair } from './support/http.ts'
import { connectClient, openClient, type RelayClient } from './support/relay-client.ts'
import { shown } from './support/relay-events.ts'
import { addCouple, startRelay } from './support/relay-server.ts'
import { spawnServer, temporaryFolder } from './support/server.ts'

test('[REL17] a device that reads nothing does not hold up stopping', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  await using deaf = await deafDevice(server.url, couple)
  await server.stopRelay()
  expect(answersTo(deaf)).toBeLessThan(ASKED)
})

/** Lets no write begin before the gate opens. */
const gated =
  (gate: Promise<void>) =>
  (store: Store): Store => ({
    write: async work => {
      await gate
      return store.write(work)
    },
    read: work => store.read(work),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  })

test('[REL17] stopping refuses what comes, finishes and answers what has begun, then closes the sockets', async () => {
  const gate = Promise.withResolvers<void>()
  await using server = await startRelay({ wrap: gated(gate.promise) })
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  await using b = await connectClient(server.url, couple.b)
  const begun = a.send(shown())
  // Its page of the log comes back after the call before it was read.
  await a.since(0)
  const stopped = server.stopRelay()
  expect(await b.send(shown())).toEqual({ ok: false, code: 'stopping' })
  await using late = openClient(server.url, couple.b)
  await late.until(() => late.refusal !== null)
  expect(late.refusal).toEqual({ ok: false, code: 'stopping' })
  let reason = ''
  a.socket.on('disconnect', why => {
    reason = why
  })
  gate.resolve()
  expect(await begun).toMatchObject({ ok: true, seq: 1 })
  await a.until(() => !a.socket.connected)
  expect(reason).toBe('transport close')
  await stopped
  const rows = await server.store.read(tx => tx.selectFrom('events').select('seq').execute())
  expect(rows).toEqual([{ seq: 1 }])
})

/** Two phones send batches, the relay stops while they are being stored: which events are on disk, and which of them nobody was told of. */
const stopInTheMiddle = async ({ cutOff = false } = {}): Promise<{ stored: number; untold: number }> => {
  const gate = Promise.withResolvers<void>()
  await using server = await startRelay({ wrap: gated(gate.promise) })
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  await using b = await connectClient(server.url, couple.b)
  const answered = new Set<string>()
  for (const client of [a, b])
    for (let i = 0; i < 20; i++) {
      const event = shown()
      void client.send(event).then(() => answered.add(event.id))
    }
  await Promise.all([a.since(0), b.since(0)])
  const stopped = server.stopRelay()
  if (cutOff) for (const { socket } of [a, b]) socket.disconnect()
  gate.resolve()
  await stopped
  for (const client of [a, b]) await client.until(() => !client.socket.connected)
  const rows = await server.store.read(tx => tx.selectFrom('events').select('event_id').execute())
  return { stored: rows.length, untold: rows.filter(({ event_id }) => !answered.has(event_id)).length }
}

test('[REL17] what is stored while stopping is answered at its sender; the control, phones that are cut off meanwhile, hears of none', async () => {
  expect(await stopInTheMiddle()).toEqual({ stored: 40, untold: 0 })
  expect(await stopInTheMiddle({ cutOff: true })).toEqual({ stored: 40, untold: 40 })
})

/** Sends twenty events at a time, until the server has gone. */
const flood = async (client: RelayClient, answered: Set<string>): Promise<void> => {
  const gone = client.until(() => !client.socket.connected)
  while (client.socket.connected) {
    const batch = Array.from({ length: 20 }, async () => {
      const event = shown()
      await client.send(event)
      answered.add(event.id)
    })
    await Promise.race([gone, Promise.all(batch)])
  }
}

test('[REL17] SIGTERM under both phones’ load: every event on disk was answered', async () => {
  for (const after of [100, 200, 300]) {
    const dataDir = await temporaryFolder()
    await using server = await spawnServer({ dataDir })
    const pair = await createPair(server.url)
    await using a = await connectClient(server.url, pair.a)
    await using b = await connectClient(server.url, pair.b)
    const answered = new Set<string>()
    const floods = [flood(a, answered), flood(b, answered)]
    await a.until(() => a.events.length >= after)
    expect(await server.stop()).toMatchObject({ code: 0, stderr: '' })
    await Promise.all(floods)
    const stored = (dump(join(dataDir, 'holdfast.db'))['events'] ?? []).map(row => String(JSON.parse(row).event_id))
    expect(stored.length).toBeGreaterThan(after)
    expect(stored.filter(id => !answered.has(id))).toEqual([])
    rmSync(dataDir, { recursive: true })
  }
})
