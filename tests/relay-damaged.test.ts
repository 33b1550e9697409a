import { expect, test } from 'vitest'
import { SpaceLog } from '../client/sync/space-log.ts'
import type { SpaceId } from '../shared/ids.ts'
import { PAUSE_LIMITS } from '../shared/pause.ts'
import { SINCE_PAGE } from '../shared/relay.ts'
import { connectClient, type RelayClient } from './support/relay-client.ts'
import { about, pauseStep, shown } from './support/relay-events.ts'
import { addCouple, type RelayServer, startRelay } from './support/relay-server.ts'

type Damage = { sealed?: string | null; step?: string; kind?: string; at?: number; seq?: number }

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

const paused = {
  startedBy: ['a'],
  startedAt: 1,
  knownAt: 1,
  returnAt: 2,
  returned: [],
  extended: false,
  calledBack: false,
  asked: false,
}

test.each([
  ['cut off', '{"kind":'],
  ['without a kind', '{}'],
  ['nothing', 'null'],
  ['of nobody', JSON.stringify({ kind: 'paused', ...paused, startedBy: undefined })],
  ['with nothing for the returns', JSON.stringify({ kind: 'paused', ...paused, returned: null })],
  ['without its start', JSON.stringify({ kind: 'paused', ...paused, startedAt: undefined })],
  ['back some day', JSON.stringify({ kind: 'paused', ...paused, returnAt: 'soon' })],
  ['back in a thousand years', JSON.stringify({ kind: 'paused', ...paused, returnAt: 3e13 })],
  ['after the end of time', JSON.stringify({ kind: 'paused', ...paused, startedAt: 9e15, knownAt: 9e15, returnAt: 9e15 + 2 })],
])('[REL22] where the pause beside the log is %s, the log says which pause there is', async (_, pause) => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  await using b = await connectClient(server.url, couple.b)
  await a.send(pauseStep({ kind: 'start', minutes: 25 }))
  const stored = () => server.store.read(tx => tx.selectFrom('spaces').select('pause').executeTakeFirstOrThrow())
  const right = await stored()
  await server.store.write(tx => tx.updateTable('spaces').set({ pause }).execute())
  expect(await a.send(pauseStep({ kind: 'return' }))).toMatchObject({ ok: false, code: 'too-early' })
  expect(await stored()).toEqual(right)
  expect(await b.send(pauseStep({ kind: 'start', minutes: 25 }))).toMatchObject({ ok: true, seq: 2 })
  expect(await a.send(pauseStep({ kind: 'cancel' }))).toMatchObject({ ok: false, code: 'pause-changed' })
})

test.each([
  ['too low', 2],
  ['a text', 'x'],
  ['below zero', -4],
  ['broken', 1.5],
  ['far above', 2 ** 40 + 4],
  ['larger than a number', 2n ** 60n],
])('[REL22] where the head beside the log is %s, the newest event says it, and the couple goes on', async (_, head) => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  for (let count = 0; count < 4; count++) await a.send(shown())
  await server.store.write(tx =>
    tx
      .updateTable('spaces')
      .set({ head: head as number })
      .execute(),
  )
  await using b = await connectClient(server.url, couple.b)
  expect(b.caughtUp[0]?.head).toBe(4)
  expect(await a.send(shown())).toMatchObject({ ok: true, seq: 5 })
  await b.until(() => b.events.length === 5)
  expect(await endOf(b)).toEqual({ last: 5, asked: 1 })
})

test('[REL22] numbers out of all proportion in a row, or its place in the log, take nothing else along', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  for (let count = 0; count < 6; count++) await a.send(shown())
  await damage(server, couple.spaceId, [1], { at: 8.64e15 + 1 })
  await damage(server, couple.spaceId, [2], { at: (2n ** 62n) as unknown as number })
  await damage(server, couple.spaceId, [3], { seq: (2n ** 62n) as unknown as number })
  await damage(server, couple.spaceId, [4], { seq: 2 ** 30 })
  await using b = await connectClient(server.url, couple.b)
  expect(b.events.map(({ seq }) => seq)).toEqual([5, 6])
  expect(b.caughtUp[0]?.head).toBe(6)
  expect(await a.send(shown())).toMatchObject({ ok: true, seq: 7 })
  expect(await endOf(b)).toEqual({ last: 7, asked: 1 })
})
