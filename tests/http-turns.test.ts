import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import type { MemoryLimits } from '../server/transport/held-memory.ts'
import { answerInTurn, type HttpTurns } from '../server/transport/http-turns.ts'
import { ask, createSpace } from './support/http.ts'
import { startTestServer } from './support/server.ts'

const MEGABYTE = 1_048_576
/** More than the kernel takes of it while nobody reads. */
const LARGE = Buffer.alloc(16 * MEGABYTE, 'x')
const roomy: MemoryLimits = { atMostBytes: 1_024 * MEGABYTE, sparedBytes: 0, lookEveryMs: 10 }
const tight: MemoryLimits = { atMostBytes: 40 * MEGABYTE, sparedBytes: MEGABYTE, lookEveryMs: 10 }

interface Asked extends AsyncDisposable {
  port: number
  /** Answers begun. */
  made: () => number
}

/** A server whose every answer is large, listening by way of `through`. */
const serveLarge = async (through: (answer: RequestListener) => RequestListener): Promise<Asked> => {
  let made = 0
  const server = createServer(
    through((_request, response) => {
      made += 1
      response.end(LARGE)
    }),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    made: () => made,
    [Symbol.asyncDispose]: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** Asks so many times at once and reads nothing. */
const askDeaf = (port: number, times: number, headers = ''): Socket => {
  const socket = connect(port, '127.0.0.1')
  socket.pause()
  socket.on('error', () => {})
  socket.write(`GET /api/space HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers}\r\n`.repeat(times))
  return socket
}
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise(resolve => setImmediate(resolve))
}

test('[SRV12] whoever asks over and over and reads nothing is answered once; who reads gets every answer, in order', async () => {
  let turns: HttpTurns | undefined
  await using server = await serveLarge(answer => {
    turns = answerInTurn(answer, () => {}, roomy)
    return turns.listener
  })
  const deaf = [1, 2, 3, 4].map(() => askDeaf(server.port, 60))
  await until(() => server.made() === 4)
  // A request that came later is answered: all that the deaf ones were to be given by then, they were.
  await ask(`http://127.0.0.1:${server.port}`, '/')
  expect(server.made()).toBe(5)
  expect(turns?.held()).toBeGreaterThan(8 * MEGABYTE)
  expect(turns?.held()).toBeLessThan(4 * (LARGE.length + MEGABYTE))
  let read = 0
  deaf[0]?.on('data', data => {
    read += data.length
  })
  deaf[0]?.resume()
  await until(() => read > 3 * LARGE.length)
  for (const socket of deaf) socket.destroy()
  turns?.[Symbol.dispose]()
})

test('[SRV12] the control: without turns every request makes its answer at once', async () => {
  await using server = await serveLarge(answer => answer)
  const deaf = askDeaf(server.port, 60)
  await until(() => server.made() === 60)
  deaf.destroy()
})

test('[SRV12] those that hold most are cut off while unread answers hold too much; who reads stays', async () => {
  let cutOff = 0
  let turns: HttpTurns | undefined
  await using server = await serveLarge(answer => {
    turns = answerInTurn(answer, () => cutOff++, tight)
    return turns.listener
  })
  const deaf = Array.from({ length: 8 }, () => askDeaf(server.port, 1))
  await until(() => server.made() === 8 && (turns?.held() ?? 0) <= tight.atMostBytes)
  expect(cutOff).toBeGreaterThan(0)
  expect((await ask(`http://127.0.0.1:${server.port}`, '/')).body).toHaveLength(LARGE.length)
  for (const socket of deaf) socket.destroy()
  turns?.[Symbol.dispose]()
})

test('[SRV12] the server answers so: forty requests at once each get their answer, hundreds of them end the connection', async () => {
  await using server = await startTestServer()
  const { device } = await createSpace(server.url)
  const answersTo = async (times: number): Promise<number> => {
    const socket = askDeaf(server.port, times, `Authorization: Bearer ${device.token}\r\n`)
    let text = ''
    socket.on('data', data => {
      text += String(data)
    })
    socket.resume()
    const count = () => text.split('HTTP/1.1 200').length - 1
    await until(() => socket.closed || count() === times)
    socket.destroy()
    return count()
  }
  expect(await answersTo(40)).toBe(40)
  expect(await answersTo(400)).toBeLessThan(100)
  expect((await ask(server.url, '/api/space', { token: device.token })).status).toBe(200)
})
