import { expect, test } from 'vitest'
import { SpaceLog } from '../client/sync/space-log.ts'
import type { SpaceId } from '../shared/ids.ts'
import { PAUSE_LIMITS } from '../shared/pause.ts'
import { SINCE_PAGE } from '../shared/relay.ts'
import { connectClient, type RelayClient } from './support/relay-client.ts'
import { about, pauseStep, shown } from './support/relay-events.ts'
import { addCouple, type RelayServer, startRelay } from './support/relay-server.ts'

type Damage = { sealed?: string | null; step?: string; kind?: string; at?: number }

const damage = (server: RelayServer, spaceId: SpaceId, seqs: number[], how: Damage): Promise<unknown> =>
  server.store.write(tx => tx.updateTable('events').set(how).where('space_id', '=', spaceId).where('seq', 'in', seqs).execute())

/** Where a device comes that asks until nothing is left. */
const endOf = async (client: RelayClient): Promise<{ last: number; asked: number }> => {
  const log = new SpaceLog([], PAUSE_LIMITS)
  let asked = 0
  for (let head = 1; log.last < head && asked < 20; asked++) {
    const answer = await client.since(log.last)
    if (!answer.ok) throw new Error(answer.code)
    head = answer.head
    log.takeAnswer(log.last, answer.events, head, 0)
  }
  return { last: log.last, asked }
}

test('[REL22] damaged rows are passed over and logged by their place: a device catches up, asks to the head, and goes on', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  const lost = shown()
  const sent = [shown(), lost, pauseStep({ kind: 'start', minutes: 25 }), shown(), shown(), shown()]
  for (const event of sent) await a.send(event)
  await damage(server, couple.spaceId, [2], { sealed: null })
  await damage(server, couple.spaceId, [3], { step: '{"kind":' })
  await damage(server, couple.spaceId, [5], { kind: 'never heard of' })
  await damage(server, couple.spaceId, [6], { at: -1, sealed: 'not sealed: read me' })

  await using b = await connectClient(server.url, couple.b)
  expect(b.events.map(({ seq }) => seq)).toEqual([1, 4])
  expect(b.caughtUp[0]?.head).toBe(6)
  expect(await endOf(b)).toEqual({ last: 6, asked: 2 })
  expect(await a.send(shown())).toMatchObject({ ok: true, seq: 7 })
  await b.until(() => b.events.some(({ seq }) => seq === 7))
  expect(await a.send(lost)).toEqual({ ok: false, code: 'id-reused' })
  expect(await b.send(about('received', lost.id))).toEqual({ ok: false, code: 'unknown-event' })

  const lines = server.log.filter(line => line.includes('damaged rows')).map(line => JSON.parse(line))
  expect(lines[0]).toMatchObject({ level: 50, seqs: [2, 3, 5, 6], count: 4 })
  expect(server.log.join()).not.toContain('read me')
})

test('[REL22] more damaged rows than one answer holds hide nothing that stands behind them', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  const count = SINCE_PAGE + 50
  await Promise.all(Array.from({ length: count + 1 }, () => a.send(shown())))
  const seqs = Array.from({ length: count }, (_, index) => index + 1)
  await damage(server, couple.spaceId, seqs, { sealed: null })
  await using b = await connectClient(server.url, couple.b)
  expect(b.events.map(({ seq }) => seq)).toEqual([count + 1])
  expect(await endOf(b)).toEqual({ last: count + 1, asked: 1 })
})

test('[REL22] where the pause beside the log is damaged, the log says which pause there is', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  await a.send(pauseStep({ kind: 'start', minutes: 25 }))
  for (const pause of ['{"kind":', '{}', 'null']) {
    await server.store.write(tx => tx.updateTable('spaces').set({ pause }).execute())
    expect(await a.send(pauseStep({ kind: 'return' }))).toMatchObject({ ok: false, code: 'too-early' })
  }
})
