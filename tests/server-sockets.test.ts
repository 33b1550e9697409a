import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DOCUMENT_SUBPROTOCOL, DOCUMENTS_PATH } from '../shared/documents.ts'
import type { SendAnswer } from '../shared/relay.ts'
import { RELAY_PATH } from '../shared/relay.ts'
import { openDocument, openRaw as openRawDocument } from './support/document-client.ts'
import { dump } from './support/dump.ts'
import { ask, createPair, type PairedSeat, sealedBytes } from './support/http.ts'
import { openRaw as openRawRelay } from './support/raw-relay.ts'
import { connectClient } from './support/relay-client.ts'
import { shown } from './support/relay-events.ts'
import { seed } from './support/seed.ts'
import { startTestServer } from './support/server.ts'

const upgradeTo = (path: string, protocol: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${protocol}Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`

/** Upgrades properly, sends bytes that are no frames, and ends. */
const brokenFrames = async (port: number, { deviceId, token }: PairedSeat, bytes: Uint8Array): Promise<void> => {
  const sockets = [
    upgradeTo(`${RELAY_PATH}/?EIO=4&transport=websocket`, ''),
    upgradeTo(`${DOCUMENTS_PATH}/${deviceId}/agreement.0`, `Sec-WebSocket-Protocol: ${DOCUMENT_SUBPROTOCOL}, ${token}\r\n`),
  ]
  for (const head of sockets) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(head)
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 101 /)
    socket.end(bytes)
    if (!socket.closed) await once(socket, 'close')
  }
}

test('[REL13] [DOC16] garbage on both kinds of sockets of the whole server changes nothing, and another couple notices nothing', async () => {
  const logLines: string[] = []
  await using server = await startTestServer({ logLines })
  const [attacked, calm] = [await createPair(server.url), await createPair(server.url)]
  await using a = await connectClient(server.url, calm.a)
  await using b = await connectClient(server.url, calm.b)
  await using anna = openDocument(server.url, calm.a)
  await using ben = openDocument(server.url, calm.b)
  await Promise.all([anna, ben].map(client => client.until(() => client.provider.synced)))
  const rowsOf = (): string => {
    const { devices: _, ...rows } = dump(server.file)
    return JSON.stringify(
      Object.entries(rows).map(([table, lines]) => [table, lines.filter(line => line.includes(attacked.spaceId))]),
    )
  }
  const before = rowsOf()
  let count = 0
  const bytes = fc.uint8Array({ maxLength: 200 })
  await fc.assert(
    fc.asyncProperty(bytes, fc.oneof(bytes, fc.string()), async (raw, frame) => {
      await using relay = await openRawRelay(server.url)
      await using document = openRawDocument(server.url, attacked.a)
      await document.until(() => document.frames.length > 0)
      relay.socket.send(frame)
      document.send(frame)
      await brokenFrames(server.port, attacked.b, raw)
      count += 1
      anna.push(`calm ${count}`)
      expect((await a.send(shown())).ok).toBe(true)
      await Promise.all([b.until(() => b.events.length === count), ben.until(() => ben.entries().length === count)])
    }),
    { seed, numRuns: 40 },
  )
  expect(rowsOf()).toBe(before)
  expect((await ask(server.url, '/readyz')).status).toBe(200)
  expect(logLines.filter(line => JSON.parse(line).level >= 50)).toEqual([])
})

test('[UND1] a joiner who writes at every door while it is undone leaves nothing behind that came after', async () => {
  await using server = await startTestServer()
  for (let round = 0; round < 4; round++) {
    const pair = await createPair(server.url)
    await using a = await connectClient(server.url, pair.a)
    await using b = await connectClient(server.url, pair.b)
    await using journal = openDocument(server.url, pair.b, { room: 'journal.0' })
    journal.push('kept')
    await journal.until(() => journal.provider.synced && journal.isKept())
    const answers = new Map<string, SendAnswer>()
    const gone = b.until(() => !b.socket.connected)
    const sending = (async () => {
      while (b.socket.connected) {
        const event = shown()
        const sent = b.send(event).then(answer => void answers.set(event.id, answer))
        journal.push('mine')
        await Promise.race([sent, gone])
      }
    })()
    const profile = async () =>
      ask(server.url, '/api/space/seat', { method: 'PUT', token: pair.b.token, body: { profile: sealedBytes() } })
    const changing = (async () => {
      while ((await profile()).status === 200);
    })()
    await a.until(() => a.events.length > 3 + round * 5)
    const undone = await ask(server.url, '/api/space/joiner', { method: 'DELETE', token: pair.a.token })
    expect(undone.body).toEqual({ ok: true })
    const kept = dump(server.file)
    await Promise.all([sending, changing, journal.until(() => journal.closes.length > 0)])
    expect(b.ended).toBe('access-ended')
    // Nothing that the space holds changed any more after the answer; and what was acknowledged before is there.
    const of = (table: string, rows = dump(server.file)) => (rows[table] ?? []).filter(row => row.includes(pair.spaceId))
    for (const table of ['events', 'seats', 'devices', 'document_updates', 'document_authors'])
      expect(of(table), table).toEqual(of(table, kept))
    expect(of('document_updates')).toEqual([])
    expect([of('seats').length, of('devices').length]).toEqual([1, 1])
    for (const [id, answer] of answers) {
      const stored = of('events').filter(row => row.includes(id)).length
      expect({ stored, code: answer.ok || answer.code }).toEqual(
        answer.ok ? { stored: 1, code: true } : { stored: 0, code: 'access-ended' },
      )
    }
  }
})
