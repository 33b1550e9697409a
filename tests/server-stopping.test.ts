import { once } from 'node:events'
import { readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { endingOf } from '../server/transport/listen.ts'
import type { SendAnswer } from '../shared/relay.ts'
import { dump, rowsWith } from './support/dump.ts'
import { createPair, newCreator, post } from './support/http.ts'
import { connectClient } from './support/relay-client.ts'
import { shown } from './support/relay-events.ts'
import { spawnServer, temporaryFolder } from './support/server.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await temporaryFolder()
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('[SRV4] SIGTERM and SIGINT end it with 0: what was asked is done whole or refused, sockets close, one file is left', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    await using server = await spawnServer({ dataDir })
    const pair = await createPair(server.url)
    await using a = await connectClient(server.url, pair.a)
    await using b = await connectClient(server.url, pair.b)
    const asked = Array.from({ length: 200 }, () => newCreator())
    const sent = Array.from({ length: 200 }, () => shown())
    const creating = asked.map(creator => post(server.url, '/api/spaces', creator.request).catch(() => undefined))
    const told: { id: string; outcome: SendAnswer }[] = []
    for (const [at, event] of sent.entries()) {
      const sender = at % 2 === 0 ? a : b
      void sender.send(event).then(outcome => told.push({ id: event.id, outcome }))
    }
    await Promise.all([creating[0], a.until(() => b.events.length > 0)])
    const began = performance.now()
    const end = await server.kill(signal)
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(end).toMatchObject({ code: 0, signal: null, stderr: '' })
    const answers = await Promise.all(creating)
    expect(readdirSync(dataDir).sort()).toEqual(['holdfast.db', 'holdfast.lock'])
    const kept = dump(join(dataDir, 'holdfast.db'))
    for (const [at, answer] of answers.entries()) {
      const rows = rowsWith(kept, asked[at]?.spaceId ?? '')
      const tables = rows.map(row => row.split(':')[0])
      // Whole or not at all; and acknowledged only when it is there.
      expect(tables.length === 0 || tables.join() === 'devices,seats,spaces').toBe(true)
      if (answer?.status === 200) expect(tables).toHaveLength(3)
      if (answer && answer.status !== 200) expect(answer.body.code).toBe('stopping')
    }
    for (const sender of [a, b]) await sender.until(() => !sender.socket.connected)
    const acknowledged = told.filter(({ outcome }) => outcome.ok).map(({ id }) => id)
    for (const { outcome } of told) expect(outcome.ok || outcome.code).toBe(outcome.ok ? true : 'stopping')
    // What is on disk was acknowledged, and what was acknowledged is on disk.
    const stored = sent.map(({ id }) => id).filter(id => kept['events']?.some(row => row.includes(`"event_id":"${id}"`)))
    expect(acknowledged.sort()).toEqual(stored.sort())
  }
})

/** A request that the server has begun to read and that never ends. */
const unendingRequest = async (port: number): Promise<{ closed: Promise<void> }> => {
  const socket = connect(port, '127.0.0.1')
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
  socket.on('error', () => {})
  const head = ['POST /api/spaces HTTP/1.1', 'Host: x', 'Content-Type: application/json', 'Content-Length: 100']
  socket.write([...head, 'Expect: 100-continue', '', '{'].join('\r\n'))
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toContain('100 Continue')
  return { closed }
}

test('[SRV4] a request that never ends does not hold the end up', async () => {
  await using server = await spawnServer({ dataDir })
  const { closed } = await unendingRequest(server.port)
  const began = performance.now()
  expect((await server.stop()).code).toBe(0)
  expect(performance.now() - began).toBeLessThan(6_000)
  await closed
})

test('[SRV4] a connection that was upgraded, and that nobody looks after any more, does not hold the end up', async () => {
  const server = createServer()
  // A phone that has gone without a word: its transport is closed here, and its socket waits for an answer that never comes.
  server.on('upgrade', (_request, socket) => void socket.on('error', () => undefined))
  const ending = endingOf(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const phone = connect(port, '127.0.0.1')
  const gone = once(phone, 'close')
  phone.on('error', () => undefined)
  const upgraded = once(server, 'upgrade')
  phone.write('GET / HTTP/1.1\r\nhost: here\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')
  await upgraded
  ending.begin()
  await ending.finish()
  await gone
})

test('[SRV5] a second signal ends it at once', async () => {
  await using server = await spawnServer({ dataDir })
  const { closed } = await unendingRequest(server.port)
  const first = server.kill('SIGTERM')
  await refusesConnections(server.port)
  expect((await server.kill('SIGTERM')).code).toBe(1)
  await Promise.all([first, closed])
})

/** Resolves when the server takes no more connections: it is on its way down. */
const refusesConnections = async (port: number): Promise<void> => {
  for (;;) {
    const taken = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (!taken) return
  }
}
