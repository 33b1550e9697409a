import { afterAll, beforeAll, expect, test } from 'vitest'
import { SAMPLE_LIFETIME_MS } from '../shared/spaces.ts'
import { dump, plantDocument, rowsWith } from './support/dump.ts'
import { type Answer, ask, createPair, createSpace } from './support/http.ts'
import { ownedClock } from './support/owned-clock.ts'
import { refusedBy } from './support/refused.ts'
import { connectClient } from './support/relay-client.ts'
import { shown, startPause } from './support/relay-events.ts'
import { startTestServer, type TestServer } from './support/server.ts'

const clock = ownedClock(1_800_000_000_000)
let server: TestServer
let url: string

beforeAll(async () => {
  server = await startTestServer({ now: clock.now })
  url = server.url
})
afterAll(() => server[Symbol.asyncDispose]())

const refused = refusedBy(() => server)

const view = (token: string): Promise<Answer> => ask(url, '/api/space', { token })

test('[SMP1] either phone removes a sample couple, with every row of it and none of others; sockets end', async () => {
  for (const remover of ['a', 'b'] as const) {
    const real = await createPair(url)
    const sample = await createPair(url, true)
    await using b = await connectClient(url, sample.b)
    await b.send(shown())
    await b.send(startPause(25))
    for (const { spaceId } of [sample, real]) {
      plantDocument(server.file, spaceId, 'agreement', 'a')
      plantDocument(server.file, `${spaceId}/a`, 'journal', 'a')
      plantDocument(server.file, `${spaceId}/b`, 'journal', 'b')
    }
    const untouched = rowsWith(dump(server.file), real.spaceId)
    expect((await ask(url, '/api/space', { method: 'DELETE', token: sample[remover].token })).body).toEqual({ ok: true })
    await b.until(() => b.ended !== null)
    expect(rowsWith(dump(server.file), sample.spaceId)).toEqual([])
    expect(rowsWith(dump(server.file), real.spaceId)).toEqual(untouched)
    expect((await view(sample.a.token)).body.code).toBe('wrong-token')
  }
})

test('[SMP2] a real space is never removed this way', async () => {
  const pair = await createPair(url)
  for (const { token } of [pair.a, pair.b])
    await refused(() => ask(url, '/api/space', { method: 'DELETE', token }), 403, { code: 'sample-only' })
})

test('[SMP3] a sample space says so and has a job that ends it after 24 hours; a real one has none', async () => {
  const sample = await createSpace(url, true)
  const real = await createSpace(url)
  const jobs = (spaceId: string) => (dump(server.file)['jobs'] ?? []).filter(row => row.includes(spaceId))
  expect(jobs(sample.spaceId).map(row => JSON.parse(row))).toMatchObject([
    { kind: 'sample-end', due_at: clock.now() + SAMPLE_LIFETIME_MS },
  ])
  expect(jobs(real.spaceId)).toEqual([])
  expect((await view(sample.device.token)).body.sample).toBe(true)
})

test('[UND3] an undone joiner leaves its part of the shared documents and its authorship, and takes its own journal along', async () => {
  const pair = await createPair(url)
  plantDocument(server.file, pair.spaceId, 'agreement', 'b')
  plantDocument(server.file, `${pair.spaceId}/a`, 'journal', 'a')
  plantDocument(server.file, `${pair.spaceId}/b`, 'journal', 'b')
  await ask(url, '/api/space/joiner', { method: 'DELETE', token: pair.a.token })
  const rows = dump(server.file)
  const owners = (table: string) =>
    (rows[table] ?? []).map(row => JSON.parse(row).owner).filter((owner: string) => owner.startsWith(pair.spaceId))
  expect(owners('document_updates').sort()).toEqual([pair.spaceId, `${pair.spaceId}/a`])
  expect(owners('document_authors').sort()).toEqual([pair.spaceId, `${pair.spaceId}/a`])
})
