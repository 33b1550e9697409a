import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  type CloseCodeName,
  DOCUMENT_SUBPROTOCOL,
  DOCUMENTS_PATH,
  DocumentRoom as DocumentRoomName,
} from '../../shared/documents.ts'
import { type ErrorCode, httpStatus, refuse } from '../../shared/errors.ts'
import { DeviceId } from '../../shared/ids.ts'
import { type Access, findAccess, hashToken } from '../features/access.ts'
import type { DocumentKey } from '../features/document-log.ts'
import { CURRENT_GENERATION, ownerOf } from '../features/documents.ts'
import type { Store } from '../storage/store.ts'

/** What a request for a document says. */
export interface DocumentRequest {
  deviceId: DeviceId
  room: DocumentRoomName
  token: string | undefined
}

export interface Admitted {
  ok: true
  access: Access
  tokenHash: string
  key: DocumentKey
}

export const isDocumentPath = (url: string | undefined): boolean => url?.startsWith(`${DOCUMENTS_PATH}/`) ?? false

/** Null for what no client of ours asks: another path, no `holdfast` among the subprotocols. */
export const readRequest = (request: IncomingMessage): DocumentRequest | null => {
  const [path = ''] = (request.url ?? '').split('?')
  const [device, room, ...more] = path.slice(DOCUMENTS_PATH.length + 1).split('/')
  const deviceId = DeviceId.safeParse(device)
  const name = DocumentRoomName.safeParse(room)
  const protocols = request.headers['sec-websocket-protocol']?.split(',').map(protocol => protocol.trim()) ?? []
  if (!deviceId.success || !name.success || more.length > 0 || protocols[0] !== DOCUMENT_SUBPROTOCOL) return null
  return { deviceId: deviceId.data, room: name.data, token: protocols[1] }
}

/** Checks the token against the path. A refusal is the name of a close code, since a browser cannot see why an upgrade failed. */
export const admit = async (store: Store, { deviceId, room, token }: DocumentRequest): Promise<Admitted | CloseCodeName> => {
  if (token === undefined) return 'no-token'
  const tokenHash = hashToken(token)
  if (tokenHash === undefined) return 'wrong-token'
  const access = await store.read(tx => findAccess(tx, tokenHash))
  if (!access.ok) return access.code
  if (access.deviceId !== deviceId) return 'not-yours'
  if (room.generation !== CURRENT_GENERATION) return 'bad-request'
  return {
    ok: true,
    access,
    tokenHash,
    key: { owner: ownerOf(room.name, access), document: room.name, generation: room.generation },
  }
}

/** Answers a request to upgrade with an HTTP status. */
export const refuseUpgrade = (socket: Duplex, code: ErrorCode): void => {
  const status = httpStatus(code)
  const body = JSON.stringify(refuse(code))
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  )
}
