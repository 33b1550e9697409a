import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { BadSetting, type Config, codeOf } from '../config.ts'

/** Requests that do not end by then are cut off when the server stops, ms. */
const STOP_WITHIN_MS = 3_000

export interface Listening {
  port: number
  url: string
}

/** Listens where the settings say. Throws `BadSetting`, naming the setting, when that cannot be. */
export const listen = async (server: Server, config: Config): Promise<Listening> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen({ host: config.host, port: config.port }, resolve)
  try {
    await promise
  } catch (error) {
    throw new BadSetting(complaint(codeOf(error), config))
  }
  server.off('error', reject)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  return { port, url: `${config.tls.kind === 'on' ? 'https' : 'http'}://${urlHost(config.host)}:${port}` }
}

const complaint = (code: string, { host, port }: Config): string => {
  if (code === 'EADDRINUSE') return `HOLDFAST_PORT: ${port} on ${host} is taken by another program`
  if (code === 'EACCES') return `HOLDFAST_PORT: this user may not listen on ${port}`
  if (code === 'EADDRNOTAVAIL') return `HOLDFAST_HOST: ${host} is not an address of this machine`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `HOLDFAST_HOST: the name ${host} is not known`
  return `HOLDFAST_HOST: cannot listen on ${host}, port ${port} (${code})`
}

/** How this machine itself reaches a server that listens on `host`. */
const urlHost = (host: string): string => {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

/** Ending in two moments, so that open sockets can be closed between them. */
export interface Ending {
  /** Takes no more connections. */
  begin(): void
  /** Lets requests under way end, cuts off what has not ended in 3 s. */
  finish(): Promise<void>
}

export const endingOf = (server: Server): Ending => {
  let closed: Promise<void> | undefined
  // Also those that were upgraded, and that nobody looks after any more: a phone may have gone without a word.
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const cutOff = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  const begin = (): void => {
    if (closed || !server.listening) return
    closed = new Promise(resolve => server.once('close', resolve))
    server.close()
    server.closeIdleConnections()
  }
  return {
    begin,
    finish: async () => {
      begin()
      server.closeIdleConnections()
      const cut = setTimeout(cutOff, STOP_WITHIN_MS)
      await closed
      clearTimeout(cut)
    },
  }
}
