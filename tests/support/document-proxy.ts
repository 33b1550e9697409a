import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { type CloseCodeName, closeCodes } from '../../shared/documents.ts'

/** What a frame costs beside its payload on its way to the server: header, mask, extended length, bytes. */
const frameBytes = (payload: number): number => payload + 6 + (payload > 65_535 ? 8 : payload > 125 ? 2 : 0)
const SYNC = 0
const VECTOR = 0

/** A wire that the test holds: real sockets on both sides, counted, cut, refused, or held back. */
export interface DocumentProxy extends AsyncDisposable {
  url: string
  /** Bytes sent to the server so far, frames included. */
  readonly sent: number
  /** Frames sent to the server so far. */
  readonly frames: Uint8Array[]
  /** The next `count` updates to the server get this close code instead of arriving, as from a server that cannot store them. */
  refuse(count: number, code: CloseCodeName): void
  /** The next `count` updates to the server vanish, and nobody says so: what no server should do. */
  swallow(count: number): void
  /** From now on only the update of this number (from 0) arrives, and nobody says so. */
  passOnly(number: number): void
  /** While held, the server's state vectors do not arrive. */
  holdVectors(hold: boolean): void
  /** Lets so many of the server's state vectors through, then holds them. */
  holdVectorsAfter(count: number): void
  /** Ends every connection. While `down`, new ones are refused. */
  cut(down: boolean): void
  readonly connections: number
  /** Connections so far. */
  readonly accepted: number
  /** Resolves when somebody is connected. */
  connected(): Promise<void>
  /** Resolves when nobody is. */
  idle(): Promise<void>
}

/** What becomes of the n-th update since the test decided. */
type DecideFate = (number: number) => 'pass' | 'vanish' | CloseCodeName
const passes: DecideFate = () => 'pass'

export const startDocumentProxy = async (target: string): Promise<DocumentProxy> => {
  const state = { sent: 0, updates: 0, fate: passes, vectors: Number.POSITIVE_INFINITY, down: false }
  const frames: Uint8Array[] = []
  const open = new Map<WebSocket, WebSocket>()
  const decide = (fate: DecideFate) => {
    state.updates = 0
    state.fate = fate
  }
  let accepted = 0
  const waiting = new Set<() => void>()
  const look = () => {
    for (const check of [...waiting]) check()
  }
  const until = (condition: () => boolean) =>
    new Promise<void>(resolve => {
      const check = () => {
        if (!condition()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  const http = createServer((_, response) => response.writeHead(404).end())
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'holdfast' })
  http.on('upgrade', (request, socket, head) => {
    if (state.down) {
      socket.destroy()
      return
    }
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(one => one.trim())
    const up = new WebSocket(`${target.replace(/^http/, 'ws')}${request.url}`, protocols)
    const early: Uint8Array[] = []
    sockets.handleUpgrade(request, socket, head, down => {
      open.set(down, up)
      accepted++
      look()
      down.on('message', data => {
        const frame = new Uint8Array(data as Buffer)
        const update = frame[0] === SYNC && frame[1] !== VECTOR && frame.length > 5
        const fate = update ? state.fate(state.updates++) : 'pass'
        if (fate === 'vanish') return
        if (fate !== 'pass') {
          up.terminate()
          down.close(closeCodes[fate])
          return
        }
        state.sent += frameBytes(frame.length)
        frames.push(frame)
        if (up.readyState === WebSocket.OPEN) up.send(frame)
        else early.push(frame)
      })
      up.on('open', () => {
        for (const frame of early.splice(0)) up.send(frame)
      })
      up.on('message', data => {
        const frame = new Uint8Array(data as Buffer)
        const vector = frame[0] === SYNC && frame[1] === VECTOR
        if (!vector || state.vectors > 0) down.send(frame)
        if (vector) state.vectors--
      })
      down.on('close', () => {
        open.delete(down)
        up.terminate()
        look()
      })
      up.on('error', () => down.terminate())
      up.on('close', (code, reason) => (code >= 3000 ? down.close(code, reason) : down.terminate()))
    })
  })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  const cut = (down: boolean) => {
    state.down = down
    for (const [down, up] of open) {
      down.terminate()
      up.terminate()
    }
  }
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    get sent() {
      return state.sent
    },
    frames,
    refuse: (count, code) => decide(number => (number < count ? code : 'pass')),
    swallow: count => decide(number => (number < count ? 'vanish' : 'pass')),
    passOnly: one => decide(number => (number === one ? 'pass' : 'vanish')),
    holdVectors: hold => {
      state.vectors = hold ? 0 : Number.POSITIVE_INFINITY
    },
    holdVectorsAfter: count => {
      state.vectors = count
    },
    cut,
    get connections() {
      return open.size
    },
    get accepted() {
      return accepted
    },
    connected: () => until(() => open.size > 0),
    idle: () => until(() => open.size === 0),
    [Symbol.asyncDispose]: async () => {
      cut(true)
      http.closeAllConnections()
      await new Promise(resolve => http.close(resolve))
    },
  }
}
