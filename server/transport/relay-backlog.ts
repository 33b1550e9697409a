import type { RelaySocket } from './relay-types.ts'

/** How much a device may leave unread before it is let go, bytes (UTF-16 units of JSON). It catches up when it is back. */
const MAX_BACKLOG = 4_194_304
/** A catch-up goes on once less than this is unread. */
const CALM_BACKLOG = 262_144

/** What a socket was given and the network has not taken yet. */
export interface Backlog {
  /** Bytes, about. */
  held(): number
  /** Resolves when the device has read most of what it was given, is gone, or `stop` came. */
  calm(): Promise<void>
}

/** Watches a socket's unread bytes, and closes it (as if the network had failed, so that it comes back) when there are too many. */
export const watchBacklog = (socket: RelaySocket, stop: AbortSignal, onTooSlow: () => void): Backlog => {
  const { conn } = socket
  let waiting = 0
  let leaving = 0
  let calmed: (() => void)[] = []
  const settle = () => {
    if (conn.readyState === 'open' && !stop.aborted && waiting + leaving >= CALM_BACKLOG) return
    for (const done of calmed) done()
    calmed = []
  }
  conn.on('packetCreate', (packet: { data?: unknown }) => {
    waiting += typeof packet.data === 'string' ? packet.data.length : 0
    if (waiting + leaving <= MAX_BACKLOG || conn.readyState !== 'open') return
    onTooSlow()
    conn.close(true)
    // A closing of manners would hold what it does not read for half a minute more, and nobody would count it.
    conn.request.socket.destroy()
  })
  conn.on('flush', () => {
    leaving = waiting
    waiting = 0
  })
  conn.transport.on('drain', () => {
    leaving = 0
    settle()
  })
  stop.addEventListener('abort', settle)
  conn.on('close', () => {
    stop.removeEventListener('abort', settle)
    settle()
  })
  return {
    held: () => waiting + leaving,
    calm: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      calmed.push(resolve)
      settle()
      return promise
    },
  }
}
