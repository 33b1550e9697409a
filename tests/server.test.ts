import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { request } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { endingOf } from '../server/transport/listen.ts'
import type { SendAnswer } from '../shared/relay.ts'
import { makeCertificate } from './support/certificate.ts'
import { dump, rowsWith } from './support/dump.ts'
import { ask, type Creator, createInvite, createPair, createSpace, newCreator, post, sealedBytes } from './support/http.ts'
import { connectClient } from './support/relay-client.ts'
import { shown } from './support/relay-events.ts'
import { spawnRefused, spawnServer, startTestServer, temporaryFolder } from './support/server.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await temporaryFolder()
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const spaceIn = async (url: string, creator: Creator): Promise<boolean> =>
  (await ask(url, '/api/space', { token: creator.device.token })).status === 200

test('[SRV1] a port that another program has is named in one line, and nothing is started', async () => {
  await using first = await spawnServer({ dataDir })
  const other = await temporaryFolder()
  const end = await spawnRefused({ HOLDFAST_DATA: other, HOLDFAST_PORT: String(first.port) })
  expect(end.stderr).toBe(`HOLDFAST_PORT: ${first.port} on 127.0.0.1 is taken by another program\n`)
  expect(end.code).toBe(1)
  rmSync(other, { recursive: true })
})

test('[SRV2] a data folder is used by one server at a time; the first goes on undisturbed', async () => {
  await using first = await spawnServer({ dataDir })
  const creator = await createSpace(first.url)
  const end = await spawnRefused({ HOLDFAST_DATA: dataDir })
  expect(end).toMatchObject({ code: 1, stderr: `HOLDFAST_DATA: the folder ${dataDir} is in use by another Holdfast\n` })
  await expect(startTestServer({ dataDir })).rejects.toThrow(/in use by another Holdfast/)
  expect(await spaceIn(first.url, creator)).toBe(true)
  expect((await ask(first.url, '/readyz')).status).toBe(200)
})

test('[SRV2] within one process too, and a server that has stopped leaves the folder free', async () => {
  {
    await using _first = await startTestServer({ dataDir })
    await expect(startTestServer({ dataDir })).rejects.toThrow(/in use by another Holdfast/)
  }
  await using second = await startTestServer({ dataDir })
  expect((await ask(second.url, '/readyz')).status).toBe(200)
})

test('[SRV3] after kill -9 the next server starts at once, with everything that was acknowledged', async () => {
  const acknowledged: Creator[] = []
  for (let round = 0; round < 3; round++) {
    await using server = await spawnServer({ dataDir })
    for (const creator of acknowledged) expect(await spaceIn(server.url, creator)).toBe(true)
    const stream = (async () => {
      for (;;) {
        const creator = newCreator()
        const answer = await post(server.url, '/api/spaces', creator.request).catch(() => undefined)
        if (!answer) return
        if (answer.status === 200) acknowledged.push(creator)
        if (acknowledged.length === (round + 1) * 10) void server.kill()
      }
    })()
    await stream
    expect((await server.kill()).signal).toBe('SIGKILL')
  }
  await using last = await spawnServer({ dataDir })
  expect(acknowledged.length).toBeGreaterThanOrEqual(30)
  for (const creator of acknowledged) expect(await spaceIn(last.url, creator)).toBe(true)
})

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

test('[SRV7] the log names routes, statuses and durations, and nothing that tells of a couple', async () => {
  const logLines: string[] = []
  {
    await using server = await startTestServer({ logLines, env: { HOLDFAST_LOG: 'debug' } })
    const { url } = server
    const pair = await createPair(url)
    const alone = await createSpace(url)
    const invite = await createInvite(url, alone)
    await ask(url, `/api/invites/${invite.inviteId}`, { method: 'DELETE', token: alone.device.token })
    await ask(url, `/api/space?token=${pair.a.token}`, { token: pair.a.token })
    await ask(url, `/api/nowhere/${pair.a.token}`, { method: 'POST', body: '{"profile": "Lighthouse', token: pair.b.token })
    await post(url, '/api/spaces', { ...alone.request, profile: 'Lighthouse Lighthouse' })
    await ask(url, `/join?${invite.inviteId}`)
    await using a = await connectClient(url, pair.a)
    const event = shown()
    await a.send(event)
    const log = logLines.join('')
    const requests = logLines.map(line => JSON.parse(line)).filter(({ msg }) => msg === 'request')
    expect(requests).toContainEqual(expect.objectContaining({ method: 'DELETE', route: '/api/invites/:inviteId', status: 200 }))
    expect(requests.every(({ ms }) => Number.isInteger(ms))).toBe(true)
    const told = [pair.creator, pair.joiner, alone].flatMap(({ device, words, request }) => [
      ...Object.values(device.introduction),
      ...Object.values(words.recovery),
      ...Object.values(request).filter(value => typeof value === 'string'),
      device.token,
      words.proof,
    ])
    for (const secret of [...told, ...Object.values(invite).map(String), event.id, event.sealed, 'Lighthouse', '127.0.0.1'])
      expect(log).not.toContain(secret)
  }
})

test('[SRV8] with a certificate it speaks https, and only that', async () => {
  const files = makeCertificate(dataDir, 'here')
  const env = { HOLDFAST_TLS_CERT: files.cert, HOLDFAST_TLS_KEY: files.key }
  await using server = await startTestServer({ env })
  expect(server.url).toBe(`https://127.0.0.1:${server.port}`)
  const { status, headers } = await new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]> }>(
    (resolve, reject) => {
      const asked = request(`${server.url}/healthz`, { ca: readFileSync(files.cert) }, response => {
        response.resume()
        response.once('end', () => resolve({ status: response.statusCode, headers: response.headers }))
      })
      asked.once('error', reject).end()
    },
  )
  expect(status).toBe(200)
  expect(headers['strict-transport-security']).toMatch(/^max-age=\d+$/)
  expect(headers['content-security-policy']).toContain(`wss://127.0.0.1:${server.port}`)
  await expect(fetch(`http://127.0.0.1:${server.port}/healthz`)).rejects.toThrow()
})

/** `rwx` bits of a folder, or of every file in it by name. */
const modeOf = (path: string): number => statSync(path).mode & 0o777
const fileModes = (folder: string) => Object.fromEntries(readdirSync(folder).map(name => [name, modeOf(join(folder, name))]))
const OWN_FILES = { 'holdfast.db': 0o600, 'holdfast.db-shm': 0o600, 'holdfast.db-wal': 0o600, 'holdfast.lock': 0o600 }
const isWarned = (lines: { stdout: string }): boolean => lines.stdout.includes('may look into the data folder')

test('[SRV9] the data folder is readable by its owner only', async () => {
  const folder = join(dataDir, 'new/data')
  await using server = await spawnServer({ dataDir: folder })
  expect(modeOf(folder)).toBe(0o700)
  expect(fileModes(folder)).toEqual(OWN_FILES)
  expect(isWarned(server.output())).toBe(false)
})

test('[SRV9] in a folder that is open to others its files are the owner’s alone, also those left open by a killed server', async () => {
  const folder = join(dataDir, 'shared')
  mkdirSync(folder)
  chmodSync(folder, 0o755)
  {
    await using server = await spawnServer({ dataDir: folder })
    expect(fileModes(folder)).toEqual(OWN_FILES)
    expect(isWarned(server.output())).toBe(true)
  }
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644)
  await using next = await spawnServer({ dataDir: folder })
  expect(fileModes(folder)).toEqual(OWN_FILES)
  expect((await ask(next.url, '/readyz')).status).toBe(200)
})

test('[SRV10] one friendly line says where it is, and where phones reach it when it listens to the network', async () => {
  const silent = { HOLDFAST_LOG: 'silent' }
  await using here = await spawnServer({ dataDir, env: silent })
  expect(here.output().stdout).toBe(`Holdfast is ready at ${here.url}\n`)
  const folder = await temporaryFolder()
  await using everywhere = await spawnServer({ dataDir: folder, env: { ...silent, HOLDFAST_HOST: '0.0.0.0' } })
  const line = everywhere.output().stdout
  expect(line).toMatch(
    /^Holdfast is ready at http:\/\/127\.0\.0\.1:\d+(, for phones in the same network: (http:\/\/[\d.]+:\d+ ?)+)?\n$/,
  )
  for (const url of line.match(/http:\/\/[\d.]+:\d+/g) ?? []) expect((await ask(url, '/healthz')).status).toBe(200)
  await everywhere.kill()
  const env = { ...silent, HOLDFAST_HOST: '0.0.0.0', HOLDFAST_ORIGIN: 'https://holdfast.example' }
  await using behind = await spawnServer({ dataDir: folder, env })
  expect(behind.output().stdout).toBe(`Holdfast is ready at ${behind.url}, to be opened as https://holdfast.example\n`)
  await behind.kill()
  rmSync(folder, { recursive: true })
})
