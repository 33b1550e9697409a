import type { EventId, Instant } from '../../shared/ids.ts'
import type { ServerClock } from './clock.ts'
import type { OutboxEntry } from './local.ts'

/** Clocks that count seconds drift apart by less, ms. */
const SLACK_MS = 1_000

/**
 * How long ago a press was, ms. `byDevice`: by the device's clock, wrong when that was changed since. `byServer`: by the server's as
 * reckoned then and now, wrong when the device's was changed unnoticed before the press; null when it was not known. `byGuess`: the same
 * where only an earlier page had heard the server before the press. `lived`: by a clock that nobody changes and that may stand while a
 * device sleeps, so that it was at least that long; null where no page counted.
 */
export interface Ages {
  byDevice: number
  byServer: number | null
  byGuess: number | null
  lived: number | null
}

/** Of what is possible the youngest: a fresh signal must not turn old. Nothing was pressed later than now. */
export const heldFor = ({ byDevice, byServer, byGuess, lived }: Ages): number => {
  const least = lived ?? 0
  const isPossible = (age: number): boolean => age >= least - SLACK_MS
  if (lived === null && byServer !== null && isPossible(byServer)) return Math.max(0, byServer)
  const possible = [byDevice, byServer ?? byGuess ?? byDevice].filter(isPossible)
  return Math.max(0, possible.length > 0 ? Math.min(...possible) : least)
}

/** Tells when something is pressed, and how long it was held when it is sent, whatever is done to the device's clock meanwhile. */
export class PressClock {
  readonly deviceNow: () => number
  readonly #steadyNow: () => number
  readonly #server: Pick<ServerClock, 'now' | 'isMeasured'>
  /** Pressed in this page's life. */
  readonly #here = new Map<EventId, number>()

  constructor(clocks: { deviceNow: () => number; steadyNow: () => number; clock: Pick<ServerClock, 'now' | 'isMeasured'> }) {
    this.deviceNow = clocks.deviceNow
    this.#steadyNow = clocks.steadyNow
    this.#server = clocks.clock
  }

  press(id: EventId): Pick<OutboxEntry, 'pressedAt' | 'serverAt' | 'reckonedAt'> {
    this.#here.set(id, this.#steadyNow())
    return { pressedAt: this.deviceNow(), [this.#server.isMeasured ? 'serverAt' : 'reckonedAt']: this.#server.now() }
  }

  heldMs({ event, pressedAt, serverAt, reckonedAt }: OutboxEntry): number {
    const here = this.#here.get(event.id)
    const since = (at: Instant | undefined): number | null => (at === undefined ? null : this.#server.now() - at)
    const lived = here === undefined ? null : this.#steadyNow() - here
    const ages = { byDevice: this.deviceNow() - pressedAt, byServer: since(serverAt), byGuess: since(reckonedAt), lived }
    return Math.round(heldFor(ages))
  }

  /** Whether it was pressed in this page's life. */
  isHere(id: EventId): boolean {
    return this.#here.has(id)
  }

  forget(id: EventId): void {
    this.#here.delete(id)
  }
}
