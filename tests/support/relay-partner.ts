import { io, type Socket } from 'socket.io-client'
import type { OutgoingEvent, StoredEvent, UnknownEvent } from '../../shared/events.ts'
import { type ClientToServerEvents, PROTOCOL_VERSION, RELAY_PATH, type ServerToClientEvents } from '../../shared/relay.ts'
import type { Credentials } from './relay-client.ts'

/**
 * A phone as the protocol asks of it: an outbox sent again until acknowledged, and a log that applies `last + 1`, holds the
 * rest and asks for what is missing. It does not depend on the client's code, so that the server is judged on its own.
 */
export class Partner implements AsyncDisposable {
  readonly log: (StoredEvent | UnknownEvent)[] = []
  /** What was acknowledged, and as which `seq`; a second, different answer is a fault. */
  readonly acknowledged = new Map<string, number>()
  readonly faults: string[] = []
  readonly #outbox = new Map<string, OutgoingEvent>()
  readonly #held = new Map<number, StoredEvent | UnknownEvent>()
  readonly #socket: Socket<ServerToClientEvents, ClientToServerEvents>
  readonly #changed = new Set<() => void>()

  constructor(url: string, { deviceId, token }: Credentials) {
    this.#socket = io(url, {
      path: RELAY_PATH,
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 10,
      reconnectionDelayMax: 40,
      auth: give => give({ protocol: PROTOCOL_VERSION, deviceId, token, since: this.log.length }),
    })
    this.#socket.on('connect', () => {
      for (const event of this.#outbox.values()) this.#send(event)
      this.#look()
    })
    this.#socket.on('connect_error', error => {
      if (!this.#socket.active && 'data' in error) this.#socket.connect()
    })
    this.#socket.on('event', event => this.#take([event]))
    this.#socket.on('head', ({ head }) => this.#repair(head))
    this.#socket.on('caught-up', ({ head }) => this.#repair(head))
  }

  /** Puts an event into the outbox, and sends it if there is a network. */
  press(event: OutgoingEvent): void {
    this.#outbox.set(event.id, event)
    if (this.#socket.connected) this.#send(event)
  }

  get connected(): boolean {
    return this.#socket.connected
  }

  get unsent(): number {
    return this.#outbox.size
  }

  /** Resolves when the condition holds; looked at whenever something changed here. */
  until(condition: () => boolean): Promise<void> {
    return new Promise(resolve => {
      const look = () => {
        if (!condition()) return
        this.#changed.delete(look)
        resolve()
      }
      this.#changed.add(look)
      look()
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.disconnect()
  }

  #send(event: OutgoingEvent): void {
    this.#socket.emit('send', event, answer => {
      if (answer.ok) this.#acknowledge(event.id, answer.seq)
      else if (answer.code === 'not-stored' || answer.code === 'stopping') this.#socket.disconnect().connect()
      else this.faults.push(`refused: ${answer.code}`)
    })
  }

  #acknowledge(id: string, seq: number): void {
    const before = this.acknowledged.get(id)
    if (before !== undefined && before !== seq) this.faults.push(`acknowledged as ${before} and as ${seq}`)
    this.acknowledged.set(id, seq)
    this.#outbox.delete(id)
    this.#repair(seq)
    this.#look()
  }

  #take(events: (StoredEvent | UnknownEvent)[]): void {
    for (const event of events) if (event.seq > this.log.length) this.#held.set(event.seq, event)
    let next = this.#held.get(this.log.length + 1)
    while (next) {
      this.log.push(next)
      this.#held.delete(next.seq)
      next = this.#held.get(this.log.length + 1)
    }
    if (this.#held.size > 0) this.#repair(Math.max(...this.#held.keys()))
    this.#look()
  }

  #repair(head: number): void {
    if (head <= this.log.length || !this.#socket.connected) return
    this.#socket.emit('since', this.log.length, answer => {
      if (!answer.ok) return
      this.#take(answer.events)
      this.#repair(answer.head)
    })
  }

  #look(): void {
    for (const look of [...this.#changed]) look()
  }
}

/** What is wrong with what was pressed, acknowledged and seen; empty when every event is there once, in one order, for all. */
export const faultsOf = (
  pressed: string[],
  partners: Partner[],
  logs: Record<string, { id: string; seq: number }[]>,
): string[] => {
  const acknowledged = new Map(partners.flatMap(partner => [...partner.acknowledged]))
  const faults = partners.flatMap(partner => partner.faults)
  for (const [name, log] of Object.entries(logs)) {
    const seqById = new Map(log.map(event => [event.id, event.seq]))
    if (seqById.size !== log.length) faults.push(`${name} has an event twice`)
    if (log.some((event, i) => event.seq !== i + 1)) faults.push(`${name} is out of order`)
    for (const [id, seq] of acknowledged) if (seqById.get(id) !== seq) faults.push(`${name} misses ${id}, acknowledged as ${seq}`)
    for (const id of pressed) if (!seqById.has(id)) faults.push(`${name} misses ${id}, pressed`)
    if (log.length !== pressed.length) faults.push(`${name} has ${log.length} of ${pressed.length} events`)
  }
  return faults
}
