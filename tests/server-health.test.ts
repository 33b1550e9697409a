import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SendAnswer } from '../shared/relay.ts'
import { ask, type Creator, createPair, createSpace, newCreator, post, sealedBytes, spaceIn } from './support/http.ts'
import { connectClient } from './support/relay-client.ts'
import { shown } from './support/relay-events.ts'
import { spawnServer, startTestServer, temporaryFolder } from './support/server.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await temporaryFolder()
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('[SRV6] /healthz answers as long as the process does; /readyz writes, and says when it cannot', async () => {
  // The kernel lets no file grow past this: a full disk as the server meets it.
  await using server = await spawnServer({ dataDir, shellPrefix: 'ulimit -f 1000', env: { HOLDFAST_LOG: 'silent' } })
  const kept: Creator[] = []
  const refused: Creator[] = []
  while (refused.length === 0) {
    const creator = newCreator()
    const { status, body } = await post(server.url, '/api/spaces', { ...creator.request, keyBox: 'x'.repeat(8_000) })
    if (status !== 200) expect({ status, body }).toEqual({ status: 503, body: { ok: false, code: 'not-stored' } })
    const list = status === 200 ? kept : refused
    list.push(creator)
  }
  expect((await ask(server.url, '/healthz')).body).toEqual({ ok: true })
  const ready = await ask(server.url, '/readyz')
  expect({ status: ready.status, body: ready.body }).toEqual({ status: 503, body: { ok: false, code: 'not-stored' } })
  await server.kill()
  await using next = await spawnServer({ dataDir })
  expect((await ask(next.url, '/readyz')).body).toEqual({ ok: true })
  for (const creator of kept) expect(await spaceIn(next.url, creator)).toBe(true)
  for (const creator of refused) expect(await spaceIn(next.url, creator)).toBe(false)
})

test('[SRV6] /readyz does not answer while events are refused as not-stored, however little a smaller write would need', async () => {
  await using server = await spawnServer({ dataDir, shellPrefix: 'ulimit -f 1500', env: { HOLDFAST_LOG: 'silent' } })
  const pair = await createPair(server.url)
  await using a = await connectClient(server.url, pair.a)
  let outcome: SendAnswer
  do outcome = await a.send({ ...shown(), sealed: sealedBytes(6_100) })
  while (outcome.ok)
  expect(outcome).toEqual({ ok: false, code: 'not-stored' })
  const ready = await ask(server.url, '/readyz')
  expect({ status: ready.status, body: ready.body }).toEqual({ status: 503, body: { ok: false, code: 'not-stored' } })
})

test('[SRV6] a database that is removed, replaced or moved away under the server takes nothing more, and /readyz says so', async () => {
  const gone: ((file: string) => void)[] = [
    file => rmSync(file),
    file => rmSync(`${file}-wal`),
    file => {
      writeFileSync(`${file}-copy`, readFileSync(file))
      renameSync(`${file}-copy`, file)
    },
    file => renameSync(dirname(file), `${dirname(file)}-moved`),
  ]
  for (const [at, goes] of gone.entries()) {
    const folder = join(dataDir, String(at))
    await using server = await startTestServer({ dataDir: folder })
    const creator = await createSpace(server.url)
    goes(join(folder, 'holdfast.db'))
    const refused = { status: 503, body: { ok: false, code: 'not-stored' } }
    const asked = [await post(server.url, '/api/spaces', newCreator().request), await ask(server.url, '/readyz')]
    for (const { status, body } of asked) expect({ status, body }).toEqual(refused)
    expect((await ask(server.url, '/healthz')).status).toBe(200)
    if (!existsSync(`${folder}-moved`)) continue
    // Nothing was lost by moving it, and once it is back all goes on.
    renameSync(`${folder}-moved`, folder)
    expect(await spaceIn(server.url, creator)).toBe(true)
    expect((await ask(server.url, '/readyz')).status).toBe(200)
  }
})
