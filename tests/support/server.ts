import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../server/config.ts'
import { createLog } from '../../server/log.ts'
import { type RunningServer, type Surroundings, startServer } from '../../server/server.ts'

const ROOT = join(import.meta.dirname, '../..')

/** A new empty folder outside the tree. */
export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'holdfast-'))

export interface TestServerOptions extends Partial<Surroundings> {
  /** Kept after the test, so that another server can be started on it. Otherwise a fresh one, removed at the end. */
  dataDir?: string
  /** Settings as in the environment, over a free port and a silent log. */
  env?: Record<string, string>
  /** Every log line as written; the log is then as `HOLDFAST_LOG` says (info). */
  logLines?: string[]
}

export interface TestServer extends RunningServer {
  dataDir: string
  /** The database file, readable beside the running server. */
  file: string
}

/** A real server in this process, on a free port of 127.0.0.1. */
export const startTestServer = async (options: TestServerOptions = {}): Promise<TestServer> => {
  const { dataDir: given, env, logLines, ...surroundings } = options
  const dataDir = given ?? (await temporaryFolder())
  const settings = { HOLDFAST_PORT: '0', HOLDFAST_DATA: dataDir, HOLDFAST_LOG: logLines ? 'info' : 'silent', NODE_ENV: 'test' }
  const config = readConfig({ ...settings, ...env })
  const log = logLines && createLog(config.log, { write: line => void logLines.push(line) })
  const server = await startServer(config, { ...(log && { log }), ...surroundings })
  return {
    url: server.url,
    port: server.port,
    dataDir,
    file: join(dataDir, 'holdfast.db'),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      if (given === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export interface SpawnOptions {
  dataDir: string
  env?: Record<string, string>
  /** Put before the command, for instance to limit what the process may write. */
  shellPrefix?: string
}

export interface SpawnedServer extends AsyncDisposable {
  url: string
  port: number
  pid: number
  /** Everything it has written so far. */
  output(): { stdout: string; stderr: string }
  /** Ends it at once (`SIGKILL`), or asks it with a milder signal, and waits until it is gone. */
  kill(signal?: NodeJS.Signals): Promise<ExitState>
  /** `SIGTERM`, and waits until it is gone. */
  stop(): Promise<ExitState>
}

export interface ExitState {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** `server/main.ts` as a process of its own, ready for requests. Rejects with what it wrote when it ends instead. */
export const spawnServer = async (options: SpawnOptions): Promise<SpawnedServer> => {
  const run = runServer(options)
  const url = await Promise.race([run.ready, run.exited.then(end => notReady(end))])
  const kill = (signal: NodeJS.Signals = 'SIGKILL'): Promise<ExitState> => {
    run.child.kill(signal)
    return run.exited
  }
  return {
    url,
    port: Number(new URL(url).port),
    pid: run.child.pid ?? 0,
    output: run.output,
    kill,
    stop: () => kill('SIGTERM'),
    [Symbol.asyncDispose]: async () => {
      await kill()
    },
  }
}

/** A server that neither starts nor refuses by then is ended, ms. */
const REFUSE_WITHIN_MS = 20_000

/** Starts `server/main.ts` with settings that it should refuse, and waits for its end. */
export const spawnRefused = async (env: Record<string, string>): Promise<ExitState> => {
  const run = runServer({ dataDir: env['HOLDFAST_DATA'] ?? '', env })
  const giveUp = setTimeout(() => run.child.kill('SIGKILL'), REFUSE_WITHIN_MS)
  void run.ready.then(() => run.child.kill('SIGKILL'))
  const end = await run.exited
  clearTimeout(giveUp)
  return end
}

const notReady = ({ stderr, stdout }: ExitState): never => {
  throw new Error(`the server ended before it was ready: ${stderr || stdout}`)
}

interface Run {
  child: ChildProcess
  /** Its address, once it has said so. */
  ready: Promise<string>
  exited: Promise<ExitState>
  output: () => { stdout: string; stderr: string }
}

const runServer = ({ dataDir, env, shellPrefix }: SpawnOptions): Run => {
  const settings = {
    HOLDFAST_PORT: '0',
    HOLDFAST_DATA: dataDir,
    HOLDFAST_LOG: 'warn',
    NODE_ENV: 'test',
    // What one server made of the sources the next one need not: the suites start a hundred.
    NODE_COMPILE_CACHE: join(tmpdir(), 'holdfast-compile-cache'),
  }
  const main = join(ROOT, 'server/main.ts')
  const [command, args] = shellPrefix
    ? ['/bin/sh', ['-c', `${shellPrefix}; exec "$0" "$1"`, process.execPath, main]]
    : [process.execPath, [main]]
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], ...settings, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  const ready = Promise.withResolvers<string>()
  const exited = Promise.withResolvers<ExitState>()
  child.stdout.setEncoding('utf8').on('data', text => {
    written.stdout += text
    const url = /ready at (https?:\/\/[^\s,]+)/.exec(written.stdout)?.[1]
    if (url) ready.resolve(url)
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    written.stderr += text
  })
  child.once('close', (code, signal) => exited.resolve({ code, signal, ...written }))
  child.once('error', exited.reject)
  return { child, ready: ready.promise, exited: exited.promise, output: () => ({ ...written }) }
}
