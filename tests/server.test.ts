import { readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeCertificate } from './support/certificate.ts'
import { ask, type Creator, createInvite, createPair, createSpace, newCreator, post, spaceIn } from './support/http.ts'
import { connectClient } from './support/relay-client.ts'
import { shown } from './support/relay-events.ts'
import { spawnRefused, spawnServer, startTestServer, temporaryFolder } from './support/server.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await temporaryFolder()
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('[SRV1] a port that another program has is named in one line, and nothing is started', async () => {
  await using first = await spawnServer({ dataDir })
  const other = await temporaryFolder()
  const end = await spawnRefused({ HOLDFAST_DATA: other, HOLDFAST_PORT: String(first.port) })
  expect(end.stderr).toBe(`HOLDFAST_PORT: ${first.port} on 127.0.0.1 is taken by another program\n`)
  expect(end.code).toBe(1)
  rmSync(other, { recursive: true })
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
