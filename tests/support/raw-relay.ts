import WebSocket from 'ws'
import { PROTOCOL_VERSION, RELAY_PATH } from '../../shared/relay.ts'
import type { Credentials } from './relay-client.ts'

/** A bare websocket on the relay's path: nothing stops it from sending what no client library would. */
export interface RawRelay extends AsyncDisposable {
  readonly socket: WebSocket
  /** Text frames received so far. */
  readonly frames: string[]
  /** Resolves with the close code. */
  readonly closed: Promise<number>
  /** Introduces itself properly, and waits to be let in. */
  introduce(who: Credentials): Promise<void>
  until(condition: () => boolean): Promise<void>
}

export const relaySocketUrl = (url: string): string => `${url.replace('http', 'ws')}${RELAY_PATH}/?EIO=4&transport=websocket`

export const openRaw = async (url: string): Promise<RawRelay> => {
  const socket = new WebSocket(relaySocketUrl(url))
  const frames: string[] = []
  const looking = new Set<() => void>()
  const closed = Promise.withResolvers<number>()
  socket.on('message', data => {
    frames.push(data.toString())
    for (const look of [...looking]) look()
  })
  socket.on('error', () => undefined)
  socket.on('close', code => closed.resolve(code))
  const until = (condition: () => boolean): Promise<void> =>
    new Promise(resolve => {
      const look = () => {
        if (!condition()) return
        looking.delete(look)
        resolve()
      }
      looking.add(look)
      look()
    })
  await until(() => frames.length > 0)
  return {
    socket,
    frames,
    closed: closed.promise,
    until,
    introduce: ({ deviceId, token }) => {
      socket.send(`40${JSON.stringify({ protocol: PROTOCOL_VERSION, deviceId, token, since: 0 })}`)
      return until(() => frames.some(frame => frame.includes('caught-up')))
    },
    [Symbol.asyncDispose]: async () => {
      socket.terminate()
      await closed.promise
    },
  }
}
