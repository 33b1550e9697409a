import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import { z } from 'zod/mini'
import { PAUSE_LIMITS, type PauseLimits } from '../shared/pause.ts'
import type { PushPlaces } from './transport/push-address.ts'

/** A setting or its surroundings are wrong. `message` is the one line a person reads; it names the setting. */
export class BadSetting extends Error {
  override readonly name = 'BadSetting'

  constructor(message: string) {
    super(onOneLine(message))
  }
}

/** What would end the line, move the cursor or hide something is spelled out: paths and names may hold anything. */
export const onOneLine = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, sign => (sign === '\n' ? '\\n' : codeUnitsOf(sign)))

const codeUnitsOf = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')

const LogLevel = z.enum(
  ['fatal', 'error', 'warn', 'info', 'debug', 'silent'],
  'must be fatal, error, warn, info, debug or silent',
)
export type LogLevel = z.infer<typeof LogLevel>

export type Tls = { kind: 'off' } | { kind: 'on'; cert: string; key: string }

export interface Config {
  host: string
  /** 0 takes any free port. */
  port: number
  /** The only origin whose pages may ask; null: pages of the host that was asked. */
  origin: string | null
  /** One SQLite file in a folder of its own. */
  storage: { kind: 'sqlite'; folder: string }
  log: LogLevel
  tls: Tls
  pauseLimits: PauseLimits
  pushPlaces: PushPlaces
}

const originOf = (text: string): string | undefined => {
  if (!URL.canParse(text)) return undefined
  const { origin, protocol, href } = new URL(text)
  return /^https?:$/.test(protocol) && href === `${origin}/` ? origin : undefined
}

/** A number as people write it. `Number` itself takes a blank for 0. */
const Numeral = z.pipe(z.string().check(z.regex(/^-?\d+(\.\d+)?$/, 'must be a number')), z.transform(Number))

/** Settings from elsewhere than Holdfast's own names are left alone. An empty value counts as not set. */
const Environment = z.object({
  HOLDFAST_PORT: z._default(
    z.pipe(
      Numeral,
      z
        .number()
        .check(
          z.int('must be a whole number'),
          z.gte(0, 'must be between 0 and 65535'),
          z.lte(65_535, 'must be between 0 and 65535'),
        ),
    ),
    8787,
  ),
  HOLDFAST_HOST: z._default(z.string().check(z.regex(/^[A-Za-z0-9.:-]+$/, 'must be a host name or an address')), '127.0.0.1'),
  HOLDFAST_ORIGIN: z._default(
    z.nullable(
      z.pipe(
        z.string().check(z.refine(text => originOf(text), 'must be an origin such as https://holdfast.example, without a path')),
        z.transform(text => originOf(text) ?? null),
      ),
    ),
    null,
  ),
  HOLDFAST_DATA: z._default(z.string(), './data'),
  HOLDFAST_LOG: z._default(LogLevel, 'info'),
  HOLDFAST_TLS_CERT: z.optional(z.string()),
  HOLDFAST_TLS_KEY: z.optional(z.string()),
  HOLDFAST_PUSH_TEST_CA: z.optional(z.string()),
  HOLDFAST_PAUSE_FLOOR_SECONDS: z.optional(
    z.pipe(Numeral, z.number().check(z.positive('must be above 0'), z.lte(86_400, 'must be at most a day'))),
  ),
})

const known = [...Object.keys(Environment.shape)]
const laterRelease = ['DATABASE_URL', 'REDIS_URL', 'HOLDFAST_METRICS_PORT']

/** Settings out of the environment. Throws `BadSetting`, in one line, for whatever cannot be followed. */
export const readConfig = (env: NodeJS.ProcessEnv): Config => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  for (const name of laterRelease)
    if (name in given)
      throw new BadSetting(`${name} is not supported by this release: unset it to run on one machine with SQLite`)
  for (const name of Object.keys(given))
    if (name.startsWith('HOLDFAST_') && !known.includes(name) && name !== 'HOLDFAST_CHROMIUM')
      throw new BadSetting(`${name} is not a setting of Holdfast (there are ${known.join(', ')})`)
  const parsed = Environment.safeParse(given)
  if (!parsed.success) throw badSetting(parsed.error)
  const set = parsed.data
  return {
    host: set.HOLDFAST_HOST,
    port: set.HOLDFAST_PORT,
    origin: set.HOLDFAST_ORIGIN,
    storage: { kind: 'sqlite', folder: resolve(set.HOLDFAST_DATA) },
    log: set.HOLDFAST_LOG,
    tls: readTls(set.HOLDFAST_TLS_CERT, set.HOLDFAST_TLS_KEY),
    pauseLimits: pauseLimitsFrom(set.HOLDFAST_PAUSE_FLOOR_SECONDS, env['NODE_ENV']),
    pushPlaces: pushPlacesFrom(set.HOLDFAST_PUSH_TEST_CA, env['NODE_ENV']),
  }
}

const badSetting = (error: z.core.$ZodError): BadSetting => {
  const [issue] = error.issues
  return new BadSetting(`${issue?.path.join('.') ?? 'a setting'}: ${issue?.message ?? 'cannot be read'}`)
}

/** A shorter floor is for tests alone: on a real server nobody shortens the 20 minutes. */
const pauseLimitsFrom = (floorSeconds: number | undefined, mode: string | undefined): PauseLimits => {
  if (floorSeconds === undefined) return PAUSE_LIMITS
  if (mode !== 'test') throw new BadSetting('HOLDFAST_PAUSE_FLOOR_SECONDS is for tests: it is followed only with NODE_ENV=test')
  return { ...PAUSE_LIMITS, floorMs: Math.round(floorSeconds * 1000) }
}

/** A push service on this machine is for tests alone: on a real server no client leads requests there. */
const pushPlacesFrom = (caFile: string | undefined, mode: string | undefined): PushPlaces => {
  if (caFile === undefined) return { kind: 'public' }
  if (mode !== 'test') throw new BadSetting('HOLDFAST_PUSH_TEST_CA is for tests: it is followed only with NODE_ENV=test')
  const ca = readPem('HOLDFAST_PUSH_TEST_CA', caFile)
  secureContext('HOLDFAST_PUSH_TEST_CA', { cert: ca }, `${caFile} holds no certificate in PEM form`)
  return { kind: 'test', ca }
}

const readTls = (certFile: string | undefined, keyFile: string | undefined): Tls => {
  if (certFile === undefined && keyFile === undefined) return { kind: 'off' }
  if (certFile === undefined) throw new BadSetting('HOLDFAST_TLS_KEY is set without HOLDFAST_TLS_CERT: https needs both')
  if (keyFile === undefined) throw new BadSetting('HOLDFAST_TLS_CERT is set without HOLDFAST_TLS_KEY: https needs both')
  const cert = readPem('HOLDFAST_TLS_CERT', certFile)
  const key = readPem('HOLDFAST_TLS_KEY', keyFile)
  secureContext('HOLDFAST_TLS_CERT', { cert }, `${certFile} holds no certificate in PEM form`)
  secureContext('HOLDFAST_TLS_KEY', { key }, `${keyFile} holds no usable private key in PEM form`)
  secureContext('HOLDFAST_TLS_KEY', { cert, key }, `${keyFile} does not belong to the certificate in HOLDFAST_TLS_CERT`)
  return { kind: 'on', cert, key }
}

const readPem = (setting: string, file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new BadSetting(`${setting}: cannot read ${file} (${codeOf(error)})`)
  }
}

const secureContext = (setting: string, pems: { cert?: string; key?: string }, complaint: string): void => {
  try {
    createSecureContext(pems)
  } catch {
    throw new BadSetting(`${setting}: ${complaint}`)
  }
}

/** The system's short name of what went wrong (`ENOENT`), for the one line a person reads. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
