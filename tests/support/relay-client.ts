import { io, type Socket } from 'socket.io-client'
import type { Refusal } from '../../shared/errors.ts'
import type { StoredEvent, UnknownEvent } from '../../shared/events.ts'
import type { DeviceId } from '../../shared/ids.ts'
import {
  type CaughtUp,
  type ClientToServerEvents,
  PROTOCOL_VERSION,
  RELAY_PATH,
  type SendAnswer,
  type ServerToClientEvents,
  type SinceAnswer,
} from '../../shared/relay.ts'

/** Who connects. Fields of the handshake can be left out or wrong on purpose. */
export interface Credentials {
  deviceId: DeviceId
  token: string
}
export interface ConnectOptions {
  since?: number
  origin?: string
  reconnection?: boolean
  /** Replaces the whole handshake. */
  auth?: Record<string, unknown>
}

export type Told = StoredEvent | UnknownEvent

/** A raw relay client: what the wire said, in the order in which it said it; nothing is repaired or repeated. */
export interface RelayClient extends AsyncDisposable {
  readonly socket: Socket<ServerToClientEvents, ClientToServerEvents>
  readonly events: Told[]
  readonly caughtUp: CaughtUp[]
  readonly heads: { head: number; now: number }[]
  readonly spaceChanges: number
  readonly ended: string | null
  /** Why the handshake was refused. */
  readonly refusal: Refusal | null
  /** The server refused it, without even a handshake. */
  readonly unreachable: boolean
  /** Sends what it is given, however wrong. */
  send(event: unknown): Promise<SendAnswer>
  since(seq: unknown): Promise<SinceAnswer>
  /** Resolves when the condition holds; looked at whenever the wire says something. */
  until(condition: () => boolean): Promise<void>
}

export const openClient = (url: string, who: Credentials, options: ConnectOptions = {}): RelayClient => {
  const socket: RelayClient['socket'] = io(url, {
    path: RELAY_PATH,
    transports: ['websocket'],
    forceNew: true,
    reconnection: options.reconnection ?? false,
    reconnectionDelay: 20,
    reconnectionDelayMax: 60,
    ...(options.origin && { extraHeaders: { origin: options.origin } }),
    auth: options.auth ?? { protocol: PROTOCOL_VERSION, deviceId: who.deviceId, token: who.token, since: options.since ?? 0 },
  })
  return new Client(socket)
}

/** Connects and waits for the catch-up. */
export const connectClient = async (url: string, who: Credentials, options: ConnectOptions = {}): Promise<RelayClient> => {
  const client = openClient(url, who, options)
  await client.until(() => client.caughtUp.length > 0 || client.refusal !== null || client.unreachable)
  if (client.refusal) throw new Error(`refused: ${client.refusal.code}`)
  if (client.unreachable) throw new Error('the server cannot be reached')
  return client
}

class Client implements RelayClient {
  readonly socket: RelayClient['socket']
  readonly events: Told[] = []
  readonly caughtUp: CaughtUp[] = []
  readonly heads: { head: number; now: number }[] = []
  spaceChanges = 0
  ended: string | null = null
  refusal: Refusal | null = null
  unreachable = false
  readonly #waiting = new Set<() => void>()

  constructor(socket: RelayClient['socket']) {
    this.socket = socket
    const said = (note: () => void) => () => {
      note()
      this.#look()
    }
    socket.on('event', event => said(() => this.events.push(event))())
    socket.on('caught-up', state => said(() => this.caughtUp.push(state))())
    socket.on('head', head => said(() => this.heads.push(head))())
    socket.on(
      'space-changed',
      said(() => {
        this.spaceChanges += 1
      }),
    )
    socket.on('ended', ({ code }) => said(() => this.#end(code))())
    socket.on('connect', () => this.#look())
    socket.on('disconnect', () => this.#look())
    socket.on('connect_error', error => said(() => this.#refuse(error))())
  }

  send(event: unknown): Promise<SendAnswer> {
    return new Promise(resolve => this.socket.emit('send', event as never, resolve))
  }

  since(seq: unknown): Promise<SinceAnswer> {
    return new Promise(resolve => this.socket.emit('since', seq as never, resolve))
  }

  until(condition: () => boolean): Promise<void> {
    return new Promise(resolve => {
      const look = () => {
        if (!condition()) return
        this.#waiting.delete(look)
        resolve()
      }
      this.#waiting.add(look)
      look()
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.disconnect()
  }

  #look(): void {
    for (const look of [...this.#waiting]) look()
  }

  #end(code: string): void {
    this.ended = code
  }

  #refuse(error: Error & { data?: Refusal }): void {
    if (error.data) this.refusal = error.data
    else this.unreachable = true
  }
}
