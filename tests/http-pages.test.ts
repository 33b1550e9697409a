import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, createPair, type Pair } from './support/http.ts'
import { rawRequest } from './support/raw-request.ts'
import { startTestServer, type TestServer, temporaryFolder } from './support/server.ts'

let server: TestServer
let url: string
let pair: Pair

beforeAll(async () => {
  const clientFolder = await temporaryFolder()
  mkdirSync(join(clientFolder, 'assets'))
  writeFileSync(join(clientFolder, 'index.html'), '<!doctype html><title>Holdfast</title>')
  writeFileSync(join(clientFolder, 'sw.js'), '// worker')
  writeFileSync(join(clientFolder, '.sources'), 'not for the world')
  writeFileSync(join(clientFolder, 'assets/app-a1b2c3.js'), 'export {}')
  server = await startTestServer({ clientFolder })
  url = server.url
  pair = await createPair(url)
})
afterAll(() => server[Symbol.asyncDispose]())

test('[HTP6] pages and answers carry the policy of the house', async () => {
  const { headers } = await ask(url, '/agreement')
  const { host } = new URL(url)
  const policy = Object.fromEntries(
    (headers.get('content-security-policy') ?? '').split(';').map(part => {
      const [name = '', ...values] = part.trim().split(' ')
      return [name, values.join(' ')]
    }),
  )
  expect(policy).toEqual({
    'default-src': "'self'",
    'base-uri': "'none'",
    'connect-src': `'self' ws://${host}`,
    'font-src': "'self' data:",
    'form-action': "'self'",
    'frame-ancestors': "'self'",
    'frame-src': "'self'",
    'img-src': "'self' data:",
    'object-src': "'none'",
    'script-src': "'self'",
    'script-src-attr': "'none'",
    'style-src': "'self' 'unsafe-inline'",
    'worker-src': "'self'",
  })
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
  expect(headers.get('permissions-policy')).toContain('geolocation=()')
  expect(headers.get('strict-transport-security')).toBeNull()
  expect(headers.get('x-powered-by')).toBeNull()
  const view = await ask(url, '/api/space', { token: pair.a.token })
  expect(view.headers.get('cache-control')).toBe('no-store')
})

test('[HTP6] a forged Host header gets nothing of its own into the policy', async () => {
  const raw = await rawRequest(server.port, 'GET / HTTP/1.1\r\nHost: x; script-src *\r\nConnection: close\r\n\r\n', true)
  expect(raw).toContain("connect-src 'self' 'self';")
  expect(raw).not.toContain('script-src *')
})

test('[HTP7] hashed files are kept for good, all else is asked for anew, pages are the app, missing files are missing', async () => {
  const asset = await ask(url, '/assets/app-a1b2c3.js')
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  for (const path of ['/', '/agreement', '/both-sides', '/journal/weeks', '/sw.js', '/index.html']) {
    const { status, headers } = await ask(url, path)
    expect({ path, status, cache: headers.get('cache-control') }).toEqual({ path, status: 200, cache: 'no-cache' })
    expect(headers.get('etag')).not.toBeNull()
  }
  expect((await ask(url, '/pause')).body).toContain('<title>Holdfast</title>')
  for (const path of ['/assets/gone-000000.js', '/gone.png', '/.sources', '/assets', '/relay', '/documents/x'])
    expect((await ask(url, path)).status, path).not.toBe(200)
  expect((await ask(url, '/agreement', { method: 'POST' })).status).toBe(404)
  for (const path of ['/../../../../etc/passwd', '/..%2f..%2f..%2f..%2fetc/passwd', '/assets/../../package.json', '/%00'])
    expect(await rawRequest(server.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, true), path).not.toMatch(
      /root:|"name": "holdfast"/,
    )
})

test('[HTP9] hashed text files travel compressed to whoever accepts it, with the same content', async () => {
  const get = async (path: string, accepted: string) => {
    const response = await fetch(`${url}${path}`, { headers: { 'Accept-Encoding': accepted } })
    const { headers } = response
    return {
      status: response.status,
      text: await response.text(),
      coding: headers.get('content-encoding'),
      vary: headers.get('vary'),
    }
  }
  const file = '/assets/app-a1b2c3.js'
  const packed = { status: 200, text: 'export {}', coding: 'gzip', vary: 'Accept-Encoding' }
  expect(await get(file, 'gzip, deflate, br')).toEqual(packed)
  expect(await get(file, 'gzip')).toEqual(packed)
  for (const accepted of ['identity', 'br', 'gzip;q=0'])
    expect(await get(file, accepted)).toMatchObject({ text: 'export {}', coding: null })
  expect((await ask(url, file)).headers.get('cache-control')).toContain('immutable')
  expect((await get('/assets/gone-000000.js', 'gzip')).status).toBe(404)
})

test('[HTP7] without a built client it says so, at the start and on every page', async () => {
  const logLines: string[] = []
  await using bare = await startTestServer({ clientFolder: '/nowhere', logLines })
  expect(logLines.join('')).toContain('the client is not built')
  const page = await ask(bare.url, '/')
  expect({ status: page.status, body: page.body }).toEqual({
    status: 503,
    body: 'The client is not built yet. Run: npm run build\n',
  })
  expect((await ask(bare.url, '/readyz')).status).toBe(200)
})
