import type { SpaceId } from '../../shared/ids.ts'
import type { Fanout } from '../fanout/fanout.ts'
import type { DocumentKey } from '../features/document-log.ts'
import { RoomAwareness } from './documents-awareness.ts'
import type { DocumentConnection } from './documents-connection.ts'
import { RoomLog, type RoomLogParts } from './documents-log.ts'
import { AwarenessTelling, type TellingPace } from './documents-telling.ts'
import { awarenessMessage, type DocumentMessage, updateMessage, vectorMessage } from './documents-wire.ts'

export interface RoomTiming extends TellingPace {
  /** Between two state vectors after commits, ms. */
  keptAtMostMs: number
  /** Without any commit, ms. */
  keptAtLeastMs: number
}

export interface RoomParts extends RoomLogParts, RoomTiming {
  fanout: Fanout
  /** Tells this node's own fan-out messages from the others'. */
  node: string
}

/** `<owner>/<name>.<generation>`, as fan-out names a room. */
export const roomName = ({ owner, document, generation }: DocumentKey): string => `${owner}/${document}.${generation}`

/** One open document: who is in it, and what they are told. */
export class DocumentRoom {
  readonly space: SpaceId
  readonly name: string
  readonly connections = new Set<DocumentConnection>()
  readonly #parts: RoomParts
  readonly #log: RoomLog
  readonly #awareness = new RoomAwareness()
  readonly #telling: AwarenessTelling
  #vectorTimer: NodeJS.Timeout | undefined
  #vectorSentAt = Number.NEGATIVE_INFINITY

  constructor(key: DocumentKey, space: SpaceId, parts: RoomParts) {
    this.space = space
    this.name = roomName(key)
    this.#parts = parts
    this.#telling = new AwarenessTelling(parts, this.connections, bytes => {
      parts.fanout.publish(space, { kind: 'document-awareness', room: this.name, bytes, origin: parts.node })
    })
    this.#log = new RoomLog(this.name, key, parts, {
      opened: (to, vector) => this.#greet(to, vector),
      stored: (update, from) => this.#spread(update, from),
      incomplete: (from, resync, vector) => {
        // An answer that was itself incomplete is asked for again, but not in a circle; one under way will bring the rest.
        if (resync) this.#vectorWithin(this.#parts.keptAtMostMs)
        else if (from.unanswered === 0) {
          const stored = vector()
          from.charge(stored.length)
          ask(from, stored)
        }
      },
      kept: vector => {
        for (const connection of this.connections) if (connection.greeted) ask(connection, vector)
      },
    })
  }

  join(connection: DocumentConnection): void {
    this.connections.add(connection)
    this.#log.open(connection)
  }

  leave(connection: DocumentConnection): void {
    this.connections.delete(connection)
    this.#telling.forget(connection)
    const gone = this.#awareness.leave(connection)
    if (gone) this.#telling.tell(gone, connection)
    if (this.connections.size === 0) this.stop()
  }

  receive(from: DocumentConnection, message: DocumentMessage): void {
    switch (message.kind) {
      case 'ask':
        this.#log.answer(from, message.vector)
        return
      case 'update':
      case 'resync':
        this.#log.store(from, message.bytes, message.kind === 'resync')
        return
      case 'awareness': {
        const fresh = this.#awareness.hear(from, message.bytes)
        if (fresh) this.#telling.tell(fresh, from)
        return
      }
      case 'ask-awareness':
        this.#telling.owe(from, this.#awareness.everyone())
        return
    }
  }

  /** From another node. */
  hearElsewhere(kind: 'document-update' | 'document-awareness', bytes: Uint8Array): void {
    if (kind === 'document-update') {
      this.#log.storedElsewhere(bytes)
      return
    }
    for (const presence of this.#awareness.relay(bytes)) this.#telling.tell(presence, null)
  }

  /** Leaves a log of one row behind, unless somebody comes. Resolves when all that waited is done. */
  async empty(): Promise<void> {
    this.#log.fold(() => this.connections.size > 0)
    await this.settled()
  }

  async settled(): Promise<void> {
    await this.#log.settled()
  }

  /** Tells everyone what is kept. */
  sendVector(): void {
    this.#log.tell()
    this.#vectorSentAt = performance.now()
    this.#vectorWithin(this.#parts.keptAtLeastMs)
  }

  /** Stores what came in, says what is kept, and closes every socket with `stopping`. */
  async end(): Promise<void> {
    this.#log.end()
    await this.settled()
    this.sendVector()
    this.stop()
    for (const connection of this.connections) connection.close('stopping')
  }

  /** Nothing goes out by itself any more. */
  stop(): void {
    this.#stopVector()
    this.#telling.stop()
  }

  #stopVector(): void {
    clearTimeout(this.#vectorTimer)
    this.#vectorTimer = undefined
  }

  #greet(to: DocumentConnection, vector: Uint8Array): void {
    to.greeted = true
    ask(to, vector)
    const everyone = this.#awareness.encoded()
    if (everyone) to.send(awarenessMessage(everyone))
    if (!this.#vectorTimer) this.#vectorWithin(this.#parts.keptAtLeastMs)
  }

  #spread(update: Uint8Array, from: DocumentConnection | null): void {
    this.#tell(updateMessage(update), from)
    // At once after a quiet while, else as soon as enough time has passed.
    this.#vectorWithin(Math.max(0, this.#vectorSentAt + this.#parts.keptAtMostMs - performance.now()))
    if (!from) return
    const { fanout, node } = this.#parts
    fanout.publish(this.space, { kind: 'document-update', room: this.name, bytes: update, origin: node })
  }

  #vectorWithin(ms: number): void {
    this.#stopVector()
    if (this.connections.size > 0) this.#vectorTimer = setTimeout(() => this.sendVector(), ms)
  }

  #tell(message: Uint8Array, except: DocumentConnection | null): void {
    for (const connection of this.connections) if (connection.greeted && connection !== except) connection.send(message)
  }
}

/** A state vector tells what is kept, and asks for what is missing. */
const ask = (connection: DocumentConnection, vector: Uint8Array): void => {
  connection.unanswered++
  connection.send(vectorMessage(vector))
}
