import type { SpaceId } from '../../shared/ids.ts'
import type { FanoutMessage } from '../fanout/fanout.ts'
import type { Access } from '../features/access.ts'
import type { DocumentKey } from '../features/document-log.ts'
import type { DocumentConnection } from './documents-connection.ts'
import { DocumentRoom, type RoomParts, roomName } from './documents-room.ts'

/** The rooms that have somebody in them, or are being put away. */
export class DocumentRooms {
  readonly #parts: RoomParts
  readonly #rooms = new Map<string, DocumentRoom>()
  readonly #listening = new Map<SpaceId, Disposable>()
  #stopping = false

  constructor(parts: RoomParts) {
    this.#parts = parts
  }

  /** How many sockets a device has open, and its whole seat. */
  socketsOf({ spaceId, seat, deviceId }: Access): { device: number; seat: number } {
    const rooms = this.#rooms.values().filter(room => room.space === spaceId)
    const ofSeat = [...rooms.flatMap(room => room.connections)].filter(({ access }) => access.seat === seat)
    return { device: ofSeat.filter(({ access }) => access.deviceId === deviceId).length, seat: ofSeat.length }
  }

  join(key: DocumentKey, space: SpaceId, connection: DocumentConnection): DocumentRoom {
    if (!this.#listening.has(space)) {
      this.#listening.set(
        space,
        this.#parts.fanout.subscribe(space, message => this.#hear(space, message)),
      )
    }
    const room = this.#rooms.get(roomName(key)) ?? new DocumentRoom(key, space, this.#parts)
    this.#rooms.set(room.name, room)
    room.join(connection)
    return room
  }

  leave(room: DocumentRoom, connection: DocumentConnection): void {
    room.leave(connection)
    if (room.connections.size > 0 || this.#stopping) return
    void room.empty().then(() => this.#putAway(room))
  }

  /** Everything that came in is stored or refused, everyone knows what is kept, every socket is closing. */
  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all([...this.#rooms.values()].map(room => room.end()))
    for (const listening of this.#listening.values()) listening[Symbol.dispose]()
  }

  #putAway(room: DocumentRoom): void {
    if (room.connections.size > 0 || this.#rooms.get(room.name) !== room) return
    this.#rooms.delete(room.name)
    if (this.#rooms.values().some(other => other.space === room.space)) return
    this.#listening.get(room.space)?.[Symbol.dispose]()
    this.#listening.delete(room.space)
  }

  #hear(space: SpaceId, message: FanoutMessage): void {
    switch (message.kind) {
      case 'access-ended':
        for (const room of this.#rooms.values()) {
          if (room.space !== space) continue
          for (const connection of room.connections) {
            if (message.devices.includes(connection.access.deviceId)) connection.close('access-ended')
          }
        }
        return
      case 'document-update':
      case 'document-awareness':
        if (message.origin !== this.#parts.node) this.#rooms.get(message.room)?.hearElsewhere(message.kind, message.bytes)
        return
      case 'space-changed':
      case 'event-stored':
        return
    }
  }
}
