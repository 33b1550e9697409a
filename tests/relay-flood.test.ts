import { expect, test } from 'vitest'
import { deafDevice } from './support/deaf-device.ts'
import { openRaw, type RawRelay } from './support/raw-relay.ts'
import { connectClient } from './support/relay-client.ts'
import { largest, shown } from './support/relay-events.ts'
import { addCouple, addDevice, startRelay } from './support/relay-server.ts'

const answersOf = (raw: RawRelay): string[] => raw.frames.filter(frame => frame.startsWith('43'))

test('[REL24] a device that reads nothing and asks on and on is let go once 32 of its questions wait; another couple notices nothing', async () => {
  await using server = await startRelay()
  const [couple, others] = [await addCouple(server.store), await addCouple(server.store)]
  await using calm = await connectClient(server.url, others.a)
  const deaf = await deafDevice(server.url, couple)
  const isLetGo = () => server.log.some(line => line.includes('asks and does not read'))
  for (let id = 100; id < 2_100 && !isLetGo(); id += 50) {
    for (let more = 0; more < 50; more++) deaf.socket.send(`42${id + more}["since",0]`)
    expect((await calm.send(shown())).ok).toBe(true)
  }
  expect(isLetGo()).toBe(true)
  deaf.socket.resume()
  await deaf.closed
  expect(answersOf(deaf).length).toBeLessThan(100)
})

test('[REL24] a question over the limit is refused before it waits, ahead of those that do', async () => {
  await using server = await startRelay({ sinces: { points: 3_000, seconds: 600 } })
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  await Promise.all(Array.from({ length: 200 }, () => a.send(largest())))
  await using tablet = await connectClient(server.url, await addDevice(server.store, couple.spaceId, 'b'), { since: 200 })
  await using deaf = await openRaw(server.url)
  await deaf.introduce(couple.b)
  deaf.socket.pause()
  const asked = 20
  for (let id = 0; id < asked; id++) deaf.socket.send(`42${id}["since",0]`)
  while ((await tablet.since(0)).ok);
  deaf.socket.send('42900["since",0]')
  expect((await a.send(shown())).ok).toBe(true)
  deaf.socket.resume()
  await deaf.until(() => answersOf(deaf).length === asked + 1)
  const ids = answersOf(deaf).map(frame => Number(/^43(\d+)/.exec(frame)?.[1]))
  expect(ids.indexOf(900)).toBeLessThan(ids.indexOf(asked - 1))
})

test('[REL24] a seat has so many events to ask for, whichever of its devices asks; its partner is not held up', async () => {
  await using server = await startRelay({ sinces: { points: 1_000, seconds: 60 } })
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  await using tablet = await connectClient(server.url, await addDevice(server.store, couple.spaceId, 'a'))
  await using b = await connectClient(server.url, couple.b)
  await Promise.all(Array.from({ length: 200 }, () => a.send(shown())))
  const answers = []
  for (let count = 0; count < 10; count++) answers.push(await (count % 2 ? a : tablet).since(0))
  expect(answers.filter(answer => answer.ok)).toHaveLength(5)
  expect(answers.at(-1)).toMatchObject({ ok: false, code: 'too-many' })
  expect((await b.since(0)).ok).toBe(true)
})

test('[REL25] a connection that sends more frames than any page, of whatever kind, is closed; its partner stays', async () => {
  for (const frame of ['3', '420["erase",1]', '421["since"]']) {
    await using server = await startRelay()
    const couple = await addCouple(server.store)
    await using b = await connectClient(server.url, couple.b)
    await using raw = await openRaw(server.url)
    await raw.introduce(couple.a)
    for (let count = 0; count < 20_000; count++) raw.socket.send(frame)
    await raw.closed
    expect(server.log.some(line => line.includes('too many frames'))).toBe(true)
    expect((await b.send(shown())).ok).toBe(true)
  }
})

test('[REL23] a seat has 64 sockets to the relay at most, whatever its devices; its partner comes in', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  const devices = [couple.a, await addDevice(server.store, couple.spaceId, 'a')]
  const third = await addDevice(server.store, couple.spaceId, 'a')
  const all = await Promise.all(devices.flatMap(device => Array.from({ length: 32 }, () => connectClient(server.url, device))))
  await expect(connectClient(server.url, third)).rejects.toThrow('too-many')
  await using b = await connectClient(server.url, couple.b)
  expect(b.refusal).toBe(null)
  for (const client of all) await client[Symbol.asyncDispose]()
})

test('[REL23] sockets opened one after the other count, since each may read a long log', async () => {
  await using server = await startRelay({ opens: { points: 3, seconds: 60 } })
  const couple = await addCouple(server.store)
  for (let count = 0; count < 3; count++) await (await connectClient(server.url, couple.a))[Symbol.asyncDispose]()
  await expect(connectClient(server.url, couple.a)).rejects.toThrow('too-many')
  await using b = await connectClient(server.url, couple.b)
  expect(b.refusal).toBe(null)
})
