import type { ErrorCode } from '../../shared/errors.ts'
import type { DeviceId, Seat, SpaceId } from '../../shared/ids.ts'
import type { Fanout, FanoutMessage } from '../fanout/fanout.ts'
import type { RelaySocket } from './relay-types.ts'

interface Present {
  sockets: Set<RelaySocket>
  subscription: Disposable
}

/** Which sockets of which space are on this node; subscribed to a space's fanout exactly while there is one. */
export class RelaySpaces {
  readonly #spaces = new Map<SpaceId, Present>()
  readonly #fanout: Fanout
  readonly #onMessage: (space: SpaceId, message: FanoutMessage) => void

  constructor(fanout: Fanout, onMessage: (space: SpaceId, message: FanoutMessage) => void) {
    this.#fanout = fanout
    this.#onMessage = onMessage
  }

  enter(space: SpaceId, socket: RelaySocket): void {
    const present = this.#spaces.get(space) ?? this.#open(space)
    present.sockets.add(socket)
  }

  leave(space: SpaceId, socket: RelaySocket): void {
    const present = this.#spaces.get(space)
    if (!present?.sockets.delete(socket) || present.sockets.size > 0) return
    present.subscription[Symbol.dispose]()
    this.#spaces.delete(space)
  }

  /** Sockets of a seat, of all its devices. */
  socketsOf(space: SpaceId, seat: Seat): number {
    const sockets = this.#spaces.get(space)?.sockets ?? []
    return [...sockets].filter(socket => socket.data.access.seat === seat).length
  }

  ids(): SpaceId[] {
    return [...this.#spaces.keys()]
  }

  /** Closes the sockets of devices whose access has ended, after telling them why. */
  end(space: SpaceId, devices: DeviceId[], code: ErrorCode): void {
    const sockets = this.#spaces.get(space)?.sockets ?? []
    for (const socket of [...sockets]) if (devices.includes(socket.data.access.deviceId)) endAccess(socket, code)
  }

  #open(space: SpaceId): Present {
    const subscription = this.#fanout.subscribe(space, message => this.#onMessage(space, message))
    const present = { sockets: new Set<RelaySocket>(), subscription }
    this.#spaces.set(space, present)
    return present
  }
}

/** Tells a device that it is not let in any more, and closes its socket for good. */
export const endAccess = (socket: RelaySocket, code: ErrorCode): void => {
  socket.emit('ended', { code })
  socket.disconnect(true)
}
