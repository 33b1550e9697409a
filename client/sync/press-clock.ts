import type { EventId, Instant } from '../../shared/ids.ts'
import type { ServerClock } from './clock.ts'
import type { OutboxEntry } from './local.ts'

/** Clocks that count seconds drift apart by less, ms. */
const SLACK_MS = 1_000

/**
 * How long ago a press was, ms. `byDevice`: by the device's clock, wrong when that was changed since. `byServer`: by the server's as
 * reckoned then and now, wrong when the device's was changed unnoticed before the press; null when it was not known. `lived`: by a
 * clock that nobody changes and that may stand while a device sleeps, so that it was at least that long; null where no page counted.
 */
export interface Ages {
  byDevice: number
  byServer: number | null
  lived: number | null
}

/** Of what is possible the youngest: a fresh signal must not turn old. */
export const heldFor = ({ byDevice, byServer, lived }: Ages): number => {
  if (lived === null) return Math.max(0, byServer ?? byDevice)
  const possible = [byDevice, byServer ?? byDevice].filter(age => age >= lived - SLACK_MS)
  return Math.max(0, possible.length > 0 ? Math.min(...possible) : lived)
}

/** Tells when something is pressed, and how long it was held when it is sent, whatever is done to the device's clock meanwhile. */
export class PressClock {
  readonly deviceNow: () => number
  readonly #steadyNow: () => number
  readonly #server: Pick<ServerClock, 'now' | 'isMeasured'>
  /** Pressed in this page's life. */
  readonly #here = new Map<EventId, { steady: number; server: Instant }>()

  constructor(clocks: { deviceNow: () => number; steadyNow: () => number; clock: Pick<ServerClock, 'now' | 'isMeasured'> }) {
    this.deviceNow = clocks.deviceNow
    this.#steadyNow = clocks.steadyNow
    this.#server = clocks.clock
  }

  press(id: EventId): Pick<OutboxEntry, 'pressedAt' | 'serverAt'> {
    const server = this.#server.now()
    this.#here.set(id, { steady: this.#steadyNow(), server })
    return { pressedAt: this.deviceNow(), ...(this.#server.isMeasured && { serverAt: server }) }
  }

  heldMs({ event, pressedAt, serverAt }: OutboxEntry): number {
    const here = this.#here.get(event.id)
    const at = serverAt ?? here?.server
    const byServer = at === undefined ? null : this.#server.now() - at
    const lived = here ? this.#steadyNow() - here.steady : null
    return Math.round(heldFor({ byDevice: this.deviceNow() - pressedAt, byServer, lived }))
  }

  /** Whether it was pressed in this page's life. */
  isHere(id: EventId): boolean {
    return this.#here.has(id)
  }

  forget(id: EventId): void {
    this.#here.delete(id)
  }
}
