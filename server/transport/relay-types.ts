import type { Server, Socket } from 'socket.io'
import type { Instant } from '../../shared/ids.ts'
import type { ServerToClientEvents } from '../../shared/relay.ts'
import type { Access } from '../features/access.ts'

/** What a client calls, before anything of it is believed. `shared/relay.ts` says what it should be. */
interface UntrustedCalls {
  send: (...sent: unknown[]) => void
  since: (...sent: unknown[]) => void
}

/** What a handshake established; set before any listener sees the socket. */
export interface RelaySocketData {
  access: Access
  tokenHash: string
  /** The last event that the device had when it connected. */
  since: number
  connectedAt: Instant
  /** When the server had last heard from the device, before this connection. */
  heardBefore: Instant
}

type Nothing = Record<never, never>
export type RelayServer = Server<UntrustedCalls, ServerToClientEvents, Nothing, RelaySocketData>
export type RelaySocket = Socket<UntrustedCalls, ServerToClientEvents, Nothing, RelaySocketData>
