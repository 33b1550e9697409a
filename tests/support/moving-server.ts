import { cp, rm } from 'node:fs/promises'
import { startTestServer, type TestServer, temporaryFolder } from './server.ts'

/** A server at one address that is started on one data folder or another. */
export interface MovingServer extends AsyncDisposable {
  url: string
  /** What rests beside it of the running one. */
  running(): TestServer
  /** Stops, and does not come back by itself. */
  stop(): Promise<void>
  /** Stops, and comes up on another folder: an empty one by default, `right` on its own. */
  startOn(data: 'empty' | 'right'): Promise<void>
  /** Stops, keeps a copy of its own folder, and comes back. */
  backUp(): Promise<void>
  /** Stops, puts the copy back, and comes up on it. */
  restore(): Promise<void>
}

export const startMovingServer = async (): Promise<MovingServer> => {
  const right = await temporaryFolder()
  const empty = await temporaryFolder()
  const backup = `${right}.backup`
  let server: TestServer | null = await startTestServer({ dataDir: right })
  const { url, port } = server
  const stop = async () => {
    await server?.[Symbol.asyncDispose]()
    server = null
  }
  const start = async (dataDir: string) => {
    server = await startTestServer({ dataDir, env: { HOLDFAST_PORT: String(port) } })
  }
  return {
    url,
    running: () => {
      if (!server) throw new Error('no server runs')
      return server
    },
    stop,
    startOn: async data => {
      await stop()
      await start(data === 'empty' ? empty : right)
    },
    backUp: async () => {
      await stop()
      await cp(right, backup, { recursive: true })
      await start(right)
    },
    restore: async () => {
      await stop()
      await rm(right, { recursive: true })
      await cp(backup, right, { recursive: true })
      await start(right)
    },
    [Symbol.asyncDispose]: async () => {
      await stop()
      for (const folder of [right, empty, backup]) await rm(folder, { recursive: true, force: true })
    },
  }
}
