import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type Holder, type MemoryLimits, watchMemory } from './held-memory.ts'

/** Requests of one connection that wait for their turn. Browsers send the next when they have read the answer. */
const WAITING_MOST = 64
/** What a waiting request takes with its head, bytes, about. */
const WAITING_BYTES = 16_384

/**
 * What unread answers may hold: hundreds of phones on slow networks at once. A phone reads even a large file as it is read from
 * the disk, so that little of it lies here.
 */
export const httpMemoryLimits: MemoryLimits = { atMostBytes: 67_108_864, sparedBytes: 16_384, lookEveryMs: 250 }

export interface HttpTurns extends Disposable {
  listener: RequestListener
  /** What all connections hold, bytes, about. */
  held(): number
}

/**
 * Answers the requests of one connection one after the other, each only when the one before was taken by the network: who asks
 * and does not read makes one answer, not one for each request. Who asks for very much at once is cut off, and so are those that
 * hold most while all together hold too much.
 */
export const answerInTurn = (answer: RequestListener, onCutOff: () => void, limits = httpMemoryLimits): HttpTurns => {
  const turns = new Map<Socket, Turns>()
  const memory = watchMemory(() => turns.values(), onCutOff, limits)
  const turnsOf = (socket: Socket): Turns => {
    const known = turns.get(socket)
    if (known) return known
    const fresh = new Turns(socket, answer)
    turns.set(socket, fresh)
    socket.once('close', () => turns.delete(socket))
    return fresh
  }
  return {
    listener: (request, response) => {
      // What came in one piece with the request that it was cut off for.
      if (request.socket.destroyed) return
      if (turnsOf(request.socket).take(request, response)) return
      onCutOff()
      request.socket.destroy()
    },
    held: () => [...turns.values()].reduce((sum, one) => sum + one.held(), 0),
    [Symbol.dispose]: () => memory[Symbol.dispose](),
  }
}

/** The requests of one connection. */
class Turns implements Holder {
  readonly #socket: Socket
  readonly #answer: RequestListener
  readonly #waiting: [IncomingMessage, ServerResponse][] = []
  #isAnswering = false

  constructor(socket: Socket, answer: RequestListener) {
    this.#socket = socket
    this.#answer = answer
  }

  held(): number {
    return this.#socket.writableLength + this.#waiting.length * WAITING_BYTES
  }

  cutOff(): void {
    this.#socket.destroy()
  }

  /** Answers it when its turn comes. False when too many wait. */
  take(request: IncomingMessage, response: ServerResponse): boolean {
    if (this.#waiting.length >= WAITING_MOST) return false
    this.#waiting.push([request, response])
    this.#next()
    return true
  }

  #next(): void {
    if (this.#isAnswering || this.#socket.destroyed) return
    const next = this.#waiting.shift()
    if (!next) return
    this.#isAnswering = true
    // Told when the network took the last of it, or the connection is gone.
    next[1].once('close', () => {
      this.#isAnswering = false
      this.#next()
    })
    this.#answer(...next)
  }
}
