import type { RelaySocket } from './relay-types.ts'

/** One connection below the relay's sockets, introduced or not. */
export type RelayConnection = RelaySocket['conn']

/** Who has not read its answers by then is cut off when the server stops, ms. */
const READ_WITHIN_MS = 2_000

/**
 * Closes a connection as if the network had failed, so that the client comes back by itself; and only when the other end has
 * read what it was given, or has had 2 s for it: an answer that is dropped here leaves a press that is on disk unacknowledged.
 */
export const closeOnceRead = async (connection: RelayConnection): Promise<void> => {
  const { socket } = connection.request
  if (socket.destroyed) return
  const cutOff = setTimeout(() => socket.destroy(), READ_WITHIN_MS)
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
  connection.close()
  await closed
  clearTimeout(cutOff)
}
