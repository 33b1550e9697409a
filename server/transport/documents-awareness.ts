import * as encoding from 'lib0/encoding'
import type { Seat } from '../../shared/ids.ts'
import { ByteReader, Malformed } from '../features/document-bytes.ts'

/** The most one page may say of itself (its sealed caret), bytes of UTF-8. */
export const MAX_AWARENESS_BYTES = 8_192
/** The pages of one seat in a room together: neither seat takes the place of the other's. What other nodes tell has as much. */
export const SHARE = { states: 21, bytes: 24_576 }
/** What one page says and repeats of others in one message, bytes: more than all that a room can hold. */
export const MAX_AWARENESS_MESSAGE_BYTES = 81_920
/** States in one message: a page repeats what it hears of others. */
const MAX_STATES = 64
const GONE = 'null'

/** One page as the others in a room see it. `state` is JSON whose content is sealed. */
export interface Presence {
  client: number
  clock: number
  state: string
  /** Of the state, in UTF-8. */
  bytes: number
}

/** Whose awareness a socket brings: one page has one Yjs client id, and keeps it for as long as its socket is open. */
export interface AwareSocket {
  readonly access: { deviceId: string; seat: Seat }
  presence: number | null
}

interface Held {
  presence: Presence
  /** Null for what another node told. */
  holder: AwareSocket | null
}

/**
 * Who is in a room right now, never stored. A socket speaks for the one client id it named first; what it repeats of others is
 * left out, so that echoes end here and nobody can speak for, or remove, another. What goes beyond a seat's share is left out too.
 */
export class RoomAwareness {
  readonly #present = new Map<number, Held>()
  /** Encoded once for all who ask, until something changes. */
  #encoded: Uint8Array | undefined

  /** What the others are to be told, or null when nothing is new. Throws `Malformed`. */
  hear(from: AwareSocket, bytes: Uint8Array): Presence | null {
    const said = readStates(bytes)
    if (from.presence === null) this.#claim(from, said)
    const own = said.find(presence => presence.client === from.presence)
    return own && this.#take(own, from) ? own : null
  }

  /** From another node, which has already checked it. */
  relay(bytes: Uint8Array): Presence[] {
    return readStates(bytes).filter(presence => this.#take(presence, null))
  }

  /** What the others are to be told when a socket has closed. */
  leave(from: AwareSocket): Presence | null {
    const held = this.#present.get(from.presence ?? -1)
    if (!held || held.holder !== from) return null
    this.#remove(held.presence.client)
    // The same clock, as stock servers do: a page that comes back goes on counting from it.
    return { ...held.presence, state: GONE, bytes: GONE.length }
  }

  everyone(): Presence[] {
    return [...this.#present.values()].map(held => held.presence)
  }

  /** All of them, encoded; null for nobody. */
  encoded(): Uint8Array | null {
    this.#encoded ??= writeStates(this.everyone())
    return this.#present.size > 0 ? this.#encoded : null
  }

  #claim(from: AwareSocket, said: Presence[]): void {
    const [first, ...others] = said
    if (!first || others.length > 0) return
    const held = this.#present.get(first.client)
    // A device whose connection broke comes back before its old socket is known to be dead.
    if (held && held.holder?.access.deviceId !== from.access.deviceId) return
    from.presence = first.client
    if (held) this.#put(held.presence, from)
  }

  #take(presence: Presence, holder: AwareSocket | null): boolean {
    const held = this.#present.get(presence.client)
    if (held && holder === null && held.holder !== null) return false
    const returning = held !== undefined && held.holder === holder && held.presence.clock === presence.clock
    if (held && presence.clock < held.presence.clock) return false
    if (returning && presence.state === held.presence.state) return false
    if (presence.state === GONE) return this.#remove(presence.client)
    if (!this.#hasRoomFor(presence, holder)) return false
    this.#put(presence, holder)
    return true
  }

  #hasRoomFor(presence: Presence, holder: AwareSocket | null): boolean {
    const beside = [...this.#present.values()].filter(
      held => held.presence.client !== presence.client && held.holder?.access.seat === holder?.access.seat,
    )
    const bytes = beside.reduce((sum, held) => sum + held.presence.bytes, presence.bytes)
    return beside.length < SHARE.states && bytes <= SHARE.bytes
  }

  #put(presence: Presence, holder: AwareSocket | null): void {
    this.#present.set(presence.client, { presence, holder })
    this.#encoded = undefined
  }

  #remove(client: number): boolean {
    this.#encoded = undefined
    return this.#present.delete(client)
  }
}

const readStates = (bytes: Uint8Array): Presence[] => {
  const reader = new ByteReader(bytes)
  const states: Presence[] = []
  for (let left = reader.varUint(); left > 0; left--) {
    if (states.length === MAX_STATES) throw new Malformed('too many states')
    const [client, clock, state] = [reader.varUint(), reader.varUint(), reader.varString()]
    const bytes = Buffer.byteLength(state)
    if (bytes > MAX_AWARENESS_BYTES) throw new Malformed('a state is too large')
    if (clock > 2 ** 31) throw new Malformed('a clock is too large')
    checkState(state)
    states.push({ client, clock, state, bytes })
  }
  reader.end()
  return states
}

/** A page would stumble over anything but an object or null. */
const checkState = (text: string): void => {
  try {
    const state: unknown = JSON.parse(text)
    if (typeof state === 'object' && !Array.isArray(state)) return
  } catch {
    throw new Malformed('a state is not JSON')
  }
  throw new Malformed('a state is not an object')
}

/** As one message has them. */
export const writeStates = (states: Presence[]): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, states.length)
  for (const { client, clock, state } of states) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, state)
  }
  return encoding.toUint8Array(encoder)
}
