import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { FrameReader } from './websocket-frames.ts'

/** What went through, as whoever listens on the way could read it. */
export interface Passed {
  from: 'client' | 'server'
  bytes: Buffer
}

/** A TCP proxy on 127.0.0.1 that records and can hinder. WebSocket frames are recorded without their masks. */
export interface RecordingProxy extends AsyncDisposable {
  url: string
  passed(): Passed[]
  /** Ends all connections and lets none through, as a phone without a network; or lets them through again. */
  block(blocked: boolean): void
  /** Requests reach the server, and their connections end before any answer comes back; or no longer so. */
  swallowAnswers(swallowed: boolean): void
  /** The same from the first request on that holds this text. */
  swallowAnswersTo(text: string): void
}

export const startRecordingProxy = async (target: string): Promise<RecordingProxy> => {
  const port = Number(new URL(target).port)
  const passed: Passed[] = []
  const sockets = new Set<Socket>()
  const state = { blocked: false, swallowed: false, swallowTo: '' }

  const server = createServer(client => {
    if (state.blocked) {
      client.destroy()
      return
    }
    const upstream = connect(port, '127.0.0.1')
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    const readers = { client: new FrameReader(), server: new FrameReader() }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    client.on('data', bytes => {
      if (state.swallowTo && bytes.includes(state.swallowTo)) state.swallowed = true
      for (const read of readers.client.read(Buffer.from(bytes))) passed.push({ from: 'client', bytes: read })
      upstream.write(bytes)
    })
    upstream.on('data', bytes => {
      if (state.swallowed) {
        end()
        return
      }
      for (const read of readers.server.read(Buffer.from(bytes))) passed.push({ from: 'server', bytes: read })
      client.write(bytes)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const endAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed: () => passed,
    block: blocked => {
      state.blocked = blocked
      if (blocked) endAll()
    },
    swallowAnswers: swallowed => {
      state.swallowed = swallowed
      state.swallowTo = ''
    },
    swallowAnswersTo: text => {
      state.swallowTo = text
    },
    [Symbol.asyncDispose]: async () => {
      server.close()
      endAll()
      await once(server, 'close')
    },
  }
}
