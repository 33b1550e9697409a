import { expect, test } from 'vitest'
import { NotStored, type Store } from '../server/storage/store.ts'
import { SINCE_PAGE } from '../shared/relay.ts'
import { connectClient, openClient } from './support/relay-client.ts'
import { shown, upTo } from './support/relay-events.ts'
import { addCouple, startRelay } from './support/relay-server.ts'

test('[REL6] a device that connects gets what it missed in order, then caught-up', async () => {
  const now = () => 1_800_000_000_000
  await using server = await startRelay({ now })
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  await Promise.all(upTo(230).map(() => a.send(shown())))
  await using b = await connectClient(server.url, couple.b, { since: 100 })
  expect(b.events.map(event => event.seq)).toEqual(upTo(130, 101))
  expect(b.caughtUp).toEqual([{ head: 230, now: now(), limits: { floorMs: 1_200_000, ceilingMs: 86_400_000 } }])
  await using again = await connectClient(server.url, couple.b, { since: 230 })
  expect(again.events).toEqual([])
})

test('[REL26] a device that names an entry is told first what the log has there; nothing where it has none', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  const sent = upTo(5).map(() => shown())
  const answers = []
  for (const event of sent) answers.push(await a.send(event))
  const toldFirst = async (since: number): Promise<unknown[]> => {
    await using b = openClient(server.url, couple.b, { since })
    const first: unknown[] = []
    b.socket.onAny((name, told) => first.push(name === 'known' ? told : name))
    await b.until(() => b.caughtUp.length > 0)
    return first
  }
  const third = answers[2]
  if (!third?.ok) throw new Error('refused')
  const known = { id: sent[2]?.id, kind: sent[2]?.kind, seq: 3, at: third.at }
  expect(await toldFirst(3)).toEqual([known, 'event', 'event', 'caught-up'])
  expect(await toldFirst(0)).toEqual([...upTo(5).map(() => 'event'), 'caught-up'])
  expect(await toldFirst(6)).toEqual(['caught-up'])
  await server.store.write(tx => tx.updateTable('events').set({ kind: 'no kind' }).where('seq', '=', 3).execute())
  expect(await toldFirst(3)).toEqual(['event', 'event', 'caught-up'])
})

test('[REL6] nothing falls between catching up and listening, while the other keeps pressing', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  let pressing = true
  const pressed = (async () => {
    let count = 0
    for (; pressing; count += 4) await Promise.all(upTo(4).map(() => a.send(shown())))
    return count
  })()
  const clients = []
  for (const _ of upTo(15)) clients.push(await connectClient(server.url, couple.b))
  pressing = false
  const total = await pressed
  for (const client of clients) {
    await client.until(() => new Set(client.events.map(event => event.seq)).size === total)
    await client[Symbol.asyncDispose]()
  }
})

test('[REL6] a catch-up that the store cannot give closes the socket, and the device that comes back gets it', async () => {
  let reads = 0
  const failsThirdRead = (store: Store): Store => ({
    write: work => store.write(work),
    read: work => (++reads === 3 ? Promise.reject(new NotStored('away')) : store.read(work)),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  })
  await using server = await startRelay({ wrap: failsThirdRead })
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a, { reconnection: true })
  expect(reads).toBe(6)
  expect(a.caughtUp).toHaveLength(1)
})

test('[REL7] since is paged, of one’s own space only, and asking on closes any gap', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  const others = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  await using stranger = await connectClient(server.url, others.a)
  const events = upTo(SINCE_PAGE * 2 + 7).map(() => shown())
  await Promise.all(events.map(event => a.send(event)))
  const read: string[] = []
  const pages: number[] = []
  let last = 0
  let head = 1
  while (last < head) {
    const answer = await a.since(last)
    if (!answer.ok) throw new Error(answer.code)
    for (const event of answer.events) {
      expect(event.seq).toBe(++last)
      read.push(event.id)
    }
    pages.push(answer.events.length)
    head = answer.head
  }
  expect(pages).toEqual([SINCE_PAGE, SINCE_PAGE, 7])
  expect(read).toEqual(events.map(event => event.id))
  expect(await a.since(head)).toEqual({ ok: true, events: [], head })
  expect(await stranger.since(0)).toEqual({ ok: true, events: [], head: 0 })
})

test('[REL8] heads repeat to every socket, with the clock', async () => {
  await using server = await startRelay({ headEveryMs: 20, now: () => 1_800_000_000_000 })
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  await using b = await connectClient(server.url, couple.b)
  await a.send(shown())
  for (const client of [a, b]) {
    await client.until(() => client.heads.filter(({ head }) => head === 1).length > 1)
    expect(client.heads.at(-1)).toEqual({ head: 1, now: 1_800_000_000_000 })
  }
})
