import { once } from 'node:events'
import { connect } from 'node:net'

/** Sends bytes as they are, then ends its side or leaves that to the server, and gives all that comes back until the connection closes. */
export const rawRequest = async (port: number, bytes: string | Uint8Array, leaveOpen = false): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('latin1').on('data', text => {
    answer += text
  })
  socket.on('error', () => {})
  await once(socket, 'connect')
  if (leaveOpen) socket.write(bytes)
  else socket.end(bytes)
  if (!socket.closed) await once(socket, 'close')
  return answer
}
