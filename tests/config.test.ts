import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BadSetting, readConfig } from '../server/config.ts'
import { PAUSE_LIMITS } from '../shared/pause.ts'
import { makeCertificate } from './support/certificate.ts'
import { spawnRefused, startTestServer, temporaryFolder } from './support/server.ts'

let folder: string
beforeAll(async () => {
  folder = await temporaryFolder()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const complaintOf = (env: Record<string, string>): string => {
  try {
    readConfig(env)
  } catch (error) {
    expect(error).toBeInstanceOf(BadSetting)
    if (error instanceof BadSetting) return error.message
  }
  return 'no complaint'
}

test('[CFG1] with nothing set it listens on this machine alone, keeps its data in ./data, and pauses last 20 minutes', () => {
  const expected = {
    host: '127.0.0.1',
    port: 8787,
    origin: null,
    storage: { kind: 'sqlite', folder: resolve('data') },
    log: 'info',
    tls: { kind: 'off' },
    pauseLimits: PAUSE_LIMITS,
    pushPlaces: { kind: 'public' },
  }
  expect(readConfig({})).toEqual(expected)
  expect(readConfig({ HOLDFAST_PORT: '', HOLDFAST_ORIGIN: '', HOME: '/root' })).toEqual(expected)
})

test('[CFG1] every setting is followed', () => {
  const config = readConfig({
    HOLDFAST_PORT: '9000',
    HOLDFAST_HOST: '::',
    HOLDFAST_ORIGIN: 'https://Holdfast.example:443/',
    HOLDFAST_DATA: '/srv/holdfast',
    HOLDFAST_LOG: 'warn',
  })
  expect(config).toMatchObject({ port: 9000, host: '::', origin: 'https://holdfast.example', log: 'warn' })
  expect(config.storage.folder).toBe('/srv/holdfast')
})

const BAD: [Record<string, string>, RegExp][] = [
  [{ HOLDFAST_PORT: 'web' }, /^HOLDFAST_PORT: must be a number$/],
  [{ HOLDFAST_PORT: '80.5' }, /^HOLDFAST_PORT: must be a whole number$/],
  [{ HOLDFAST_PORT: '70000' }, /^HOLDFAST_PORT: must be between 0 and 65535$/],
  [{ HOLDFAST_PORT: '-1' }, /^HOLDFAST_PORT: /],
  [{ HOLDFAST_PORT: ' ' }, /^HOLDFAST_PORT: must be a number$/],
  [{ HOLDFAST_PORT: '\t0\n' }, /^HOLDFAST_PORT: must be a number$/],
  [{ HOLDFAST_PORT: '0x50' }, /^HOLDFAST_PORT: must be a number$/],
  [{ HOLDFAST_HOST: 'http://here' }, /^HOLDFAST_HOST: must be a host name or an address$/],
  [{ HOLDFAST_ORIGIN: 'holdfast.example' }, /^HOLDFAST_ORIGIN: must be an origin/],
  [{ HOLDFAST_ORIGIN: 'https://holdfast.example/app' }, /^HOLDFAST_ORIGIN: must be an origin/],
  [{ HOLDFAST_ORIGIN: 'ftp://holdfast.example' }, /^HOLDFAST_ORIGIN: must be an origin/],
  [{ HOLDFAST_LOG: 'loud' }, /^HOLDFAST_LOG: must be .*debug or silent/],
  [{ 'HOLDFAST_P\nT': '8787' }, /^HOLDFAST_P\\nT is not a setting of Holdfast/],
  [{ HOLDFAST_PROT: '8787' }, /^HOLDFAST_PROT is not a setting of Holdfast/],
  [{ HOLDFAST_PAUSE_FLOOR_SECONDS: ' ', NODE_ENV: 'test' }, /^HOLDFAST_PAUSE_FLOOR_SECONDS: must be a number$/],
  [
    { HOLDFAST_TLS_CERT: 'a\nb\u2028c\u202ed\u001b[2J', HOLDFAST_TLS_KEY: 'k' },
    /cannot read a\\nb\\u2028c\\u202ed\\u001b\[2J \(ENOENT\)$/,
  ],
  [{ HOLDFAST_PAUSE_FLOOR_SECONDS: '0', NODE_ENV: 'test' }, /^HOLDFAST_PAUSE_FLOOR_SECONDS: must be above 0$/],
]

test('[CFG1] a setting that cannot be followed is named in one line', () => {
  for (const [env, line] of BAD) {
    expect(complaintOf(env)).toMatch(line)
    expect(complaintOf(env)).not.toContain('\n')
  }
})

test('[CFG2] half of a TLS pair, a missing file, and files that are not what they should be or not a pair are refused', () => {
  const one = makeCertificate(folder, 'one')
  const other = makeCertificate(folder, 'other')
  const nonsense = join(folder, 'nonsense.pem')
  writeFileSync(nonsense, 'nonsense')
  const tls = (cert: string, key: string) => complaintOf({ HOLDFAST_TLS_CERT: cert, HOLDFAST_TLS_KEY: key })
  expect(complaintOf({ HOLDFAST_TLS_CERT: one.cert })).toBe('HOLDFAST_TLS_CERT is set without HOLDFAST_TLS_KEY: https needs both')
  expect(complaintOf({ HOLDFAST_TLS_KEY: one.key })).toBe('HOLDFAST_TLS_KEY is set without HOLDFAST_TLS_CERT: https needs both')
  expect(tls(join(folder, 'none.pem'), one.key)).toMatch(/^HOLDFAST_TLS_CERT: cannot read .*none\.pem \(ENOENT\)$/)
  expect(tls(one.cert, folder)).toMatch(/^HOLDFAST_TLS_KEY: cannot read .* \(EISDIR\)$/)
  expect(tls(nonsense, one.key)).toMatch(/^HOLDFAST_TLS_CERT: .* holds no certificate in PEM form$/)
  expect(tls(one.cert, nonsense)).toMatch(/^HOLDFAST_TLS_KEY: .* holds no usable private key in PEM form$/)
  expect(tls(one.cert, other.key)).toMatch(/^HOLDFAST_TLS_KEY: .* does not belong to the certificate/)
  expect(tls(one.cert, one.key)).toBe('no complaint')
})

test('[CFG3] the pause floor is shortened in tests only', () => {
  const env = { HOLDFAST_PAUSE_FLOOR_SECONDS: '2.5' }
  expect(complaintOf(env)).toMatch(/^HOLDFAST_PAUSE_FLOOR_SECONDS is for tests/)
  expect(complaintOf({ ...env, NODE_ENV: 'production' })).toMatch(/^HOLDFAST_PAUSE_FLOOR_SECONDS is for tests/)
  expect(readConfig({ ...env, NODE_ENV: 'test' }).pauseLimits).toEqual({ ...PAUSE_LIMITS, floorMs: 2_500 })
})

test('[CFG3] pushes go to this machine in tests only', () => {
  const { cert, key } = makeCertificate(folder, 'push')
  const env = { HOLDFAST_PUSH_TEST_CA: cert }
  expect(readConfig({}).pushPlaces).toEqual({ kind: 'public' })
  expect(complaintOf(env)).toMatch(/^HOLDFAST_PUSH_TEST_CA is for tests/)
  expect(complaintOf({ ...env, NODE_ENV: 'production' })).toMatch(/^HOLDFAST_PUSH_TEST_CA is for tests/)
  expect(readConfig({ ...env, NODE_ENV: 'test' }).pushPlaces).toEqual({ kind: 'test', ca: readFileSync(cert, 'utf8') })
  expect(complaintOf({ HOLDFAST_PUSH_TEST_CA: key, NODE_ENV: 'test' })).toMatch(/holds no certificate in PEM form$/)
})

test('[CFG4] settings of a later release are refused, not passed over', () => {
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'HOLDFAST_METRICS_PORT'])
    expect(complaintOf({ [name]: '1' })).toMatch(new RegExp(`^${name} is not supported by this release`))
})

test('[CFG5] a server that cannot follow its settings says so in one line, without a stack, and ends with 1', async () => {
  const data = { HOLDFAST_DATA: folder }
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  const damaged = join(folder, 'damaged')
  mkdirSync(damaged)
  writeFileSync(join(damaged, 'holdfast.db'), 'x'.repeat(9_000))
  const cases: [Record<string, string>, RegExp][] = [
    [{ ...data, HOLDFAST_PORT: 'web' }, /^HOLDFAST_PORT: must be a number$/],
    [{ ...data, HOLDFAST_HOST: '192.0.2.1' }, /^HOLDFAST_HOST: 192\.0\.2\.1 is not an address of this machine$/],
    [{ HOLDFAST_DATA: join(file, 'below') }, /^HOLDFAST_DATA: cannot make the folder .* \(ENOTDIR\)$/],
    [{ HOLDFAST_DATA: '/proc/holdfast' }, /^HOLDFAST_DATA: cannot make the folder/],
    [{ HOLDFAST_DATA: '/proc' }, /^HOLDFAST_DATA: cannot write in the folder \/proc$/],
    [{ HOLDFAST_DATA: damaged }, /^HOLDFAST_DATA: .*holdfast\.db is damaged or not a database of Holdfast$/],
    [{ ...data, REDIS_URL: 'redis://127.0.0.1' }, /^REDIS_URL is not supported/],
  ]
  for (const [env, line] of cases) {
    const end = await spawnRefused(env)
    expect(end.stderr.trimEnd()).toMatch(line)
    expect(end.stderr.trimEnd()).not.toContain('\n')
    expect({ code: end.code, stdout: end.stdout }).toEqual({ code: 1, stdout: '' })
  }
})

test('[CFG5] a folder whose name has two lines is named in one', async () => {
  const file = join(folder, 'another-file')
  writeFileSync(file, '')
  const line = /^HOLDFAST_DATA: cannot make the folder .*two\\nlines \(ENOTDIR\)$/
  await expect(startTestServer({ dataDir: join(file, 'two\nlines') })).rejects.toThrow(line)
})
