import { rm } from 'node:fs/promises'
import type { Surroundings } from '../../server/server.ts'
import { ask } from './http.ts'
import { type PushService, startPushService } from './push-service.ts'
import { startTestServer, type TestServer, temporaryFolder } from './server.ts'

export interface PushedServer extends AsyncDisposable {
  readonly url: string
  readonly file: string
  service: PushService
  logLines: string[]
  stop(): Promise<void>
  /** Ends the server, if it still runs, and starts another on its data. */
  restart(): Promise<void>
}

/** A real server that pushes to a push service on this machine. */
export const pushedServer = async (given: Partial<Surroundings> = {}): Promise<PushedServer> => {
  const service = await startPushService()
  const dataDir = await temporaryFolder()
  const logLines: string[] = []
  const start = (): Promise<TestServer> =>
    startTestServer({ dataDir, logLines, env: { HOLDFAST_PUSH_TEST_CA: service.ca }, ...given })
  let server: TestServer | null = await start()
  let url = server.url
  const { file } = server
  const stop = async (): Promise<void> => {
    await server?.[Symbol.asyncDispose]()
    server = null
  }
  return {
    get url() {
      return url
    },
    file,
    service,
    logLines,
    stop,
    restart: async () => {
      await stop()
      server = await start()
      url = server.url
    },
    [Symbol.asyncDispose]: async () => {
      await stop()
      await service[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Lets a device be pushed to under a name of the push service. */
export const subscribe = async ({ url, service }: { url: string; service: PushService }, token: string, name: string) => {
  const answer = await ask(url, '/api/push', { method: 'PUT', token, body: service.subscription(name) })
  if (answer.status !== 200) throw new Error(`refused: ${JSON.stringify(answer.body)}`)
}
