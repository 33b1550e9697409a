import * as encoding from 'lib0/encoding'
import { ByteReader, Malformed } from '../features/document-bytes.ts'

/** The most one page may say of itself (its sealed caret), bytes. */
export const MAX_AWARENESS_BYTES = 8_192
/** What one page says and repeats of others in one message, bytes. */
export const MAX_AWARENESS_MESSAGE_BYTES = 65_536
/** States in one message: a page repeats what it hears of others. */
const MAX_STATES = 64
const GONE = 'null'

/** One page as the others in a room see it. `state` is JSON whose content is sealed. */
interface Presence {
  client: number
  clock: number
  state: string
}

/** Whose awareness a socket brings: one page has one Yjs client id, and keeps it for as long as its socket is open. */
export interface AwareSocket {
  readonly deviceId: string
  presence: number | null
}

/**
 * Who is in a room right now, never stored. A socket speaks for the one client id it named first; what it repeats of others is
 * left out, so that echoes end here and nobody can speak for, or remove, another.
 */
export class RoomAwareness {
  readonly #present = new Map<number, { presence: Presence; holder: AwareSocket | null }>()

  /** What the others are to be told, or null when nothing is new. Throws `Malformed`. */
  hear(from: AwareSocket, bytes: Uint8Array): Uint8Array | null {
    const said = readStates(bytes)
    if (from.presence === null) this.#claim(from, said)
    const own = said.find(presence => presence.client === from.presence)
    return own && this.#take(own, from) ? writeStates([own]) : null
  }

  /** From another node, which has already checked it. */
  relay(bytes: Uint8Array): Uint8Array | null {
    const fresh = readStates(bytes).filter(presence => this.#take(presence, null))
    return fresh.length > 0 ? writeStates(fresh) : null
  }

  /** What the others are to be told when a socket has closed. */
  leave(from: AwareSocket): Uint8Array | null {
    const held = this.#present.get(from.presence ?? -1)
    if (!held || held.holder !== from) return null
    this.#present.delete(held.presence.client)
    // The same clock, as stock servers do: a page that comes back goes on counting from it.
    return writeStates([{ ...held.presence, state: GONE }])
  }

  everyone(): Uint8Array | null {
    const all = [...this.#present.values()].map(held => held.presence)
    return all.length > 0 ? writeStates(all) : null
  }

  #claim(from: AwareSocket, said: Presence[]): void {
    const [first, ...others] = said
    if (!first || others.length > 0) return
    const held = this.#present.get(first.client)
    // A device whose connection broke comes back before its old socket is known to be dead.
    if (held && held.holder?.deviceId !== from.deviceId) return
    from.presence = first.client
    if (held) this.#present.set(first.client, { presence: held.presence, holder: from })
  }

  #take(presence: Presence, holder: AwareSocket | null): boolean {
    const held = this.#present.get(presence.client)
    if (held && holder === null && held.holder !== null) return false
    const returning = held !== undefined && held.holder === holder && held.presence.clock === presence.clock
    if (held && presence.clock < held.presence.clock) return false
    if (returning && presence.state === held.presence.state) return false
    if (presence.state === GONE) return this.#present.delete(presence.client)
    this.#present.set(presence.client, { presence, holder })
    return true
  }
}

const readStates = (bytes: Uint8Array): Presence[] => {
  const reader = new ByteReader(bytes)
  const states: Presence[] = []
  for (let left = reader.varUint(); left > 0; left--) {
    if (states.length === MAX_STATES) throw new Malformed('too many states')
    const presence = { client: reader.varUint(), clock: reader.varUint(), state: reader.varString() }
    if (presence.state.length > MAX_AWARENESS_BYTES) throw new Malformed('a state is too large')
    if (presence.clock > 2 ** 31) throw new Malformed('a clock is too large')
    checkState(presence.state)
    states.push(presence)
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

const writeStates = (states: Presence[]): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, states.length)
  for (const { client, clock, state } of states) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, state)
  }
  return encoding.toUint8Array(encoder)
}
