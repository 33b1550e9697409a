import type { Server } from 'node:http'
import { DOCUMENTS_PATH } from '../../shared/documents.ts'
import { RELAY_PATH } from '../../shared/relay.ts'

const SOCKET_PATHS = [RELAY_PATH, DOCUMENTS_PATH]

/** Answers socket requests that no part of the server serves, at once: left alone, each would hold its connection open. */
export const refuseStrayUpgrades = (server: Server): void => {
  server.on('upgrade', (request, socket) => {
    const path = request.url?.split('?', 1)[0] ?? ''
    if (SOCKET_PATHS.some(known => path === known || path.startsWith(`${known}/`))) return
    socket.on('error', () => socket.destroy())
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () => socket.destroy())
  })
}
