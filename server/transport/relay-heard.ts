import type { DeviceId, Instant } from '../../shared/ids.ts'
import { heardLater } from '../features/heard.ts'

/** For so long after connecting, an outbox may still hold what was pressed before, ms. */
export const OUTBOX_WINDOW_MS = 30_000
/** A device that only keeps its connection alive is noted at most this often, ms. */
const NOTE_EVERY_MS = 60_000

interface Heard {
  at: Instant
  notedAt: Instant
  connections: number
}

/** A device that calls without a connection. */
interface Visit {
  at: Instant
  /** When the device had been heard from before it. */
  before: Instant
}

/** When each connected device was last heard from, on any of its connections here. */
export class HeardDevices {
  readonly #devices = new Map<DeviceId, Heard>()
  readonly #visits = new Map<DeviceId, Visit>()

  /** A connection opens. Returns when the device had been heard from before: as stored, or on another connection here. */
  open(device: DeviceId, stored: Instant, at: Instant): Instant {
    const known = this.#devices.get(device)
    const before = Math.max(stored, known?.at ?? 0)
    this.#devices.set(device, { at, notedAt: known?.notedAt ?? stored, connections: (known?.connections ?? 0) + 1 })
    return before
  }

  /** Returns when the device had been heard from just before this. */
  hear(device: DeviceId, at: Instant): Instant {
    const known = this.#devices.get(device)
    if (!known) return at
    const before = known.at
    known.at = heardLater(known.at, at)
    return before
  }

  /**
   * A device calls over HTTP, as its service worker does. Returns from when on a press counts: as on a connection that opened with
   * the first such call; on a device that is connected, from what was last heard. `stored`: when it was heard from, as stored.
   */
  visit(device: DeviceId, stored: Instant, at: Instant): Instant {
    this.#forgetVisits(at)
    const heardLast = Math.max(stored, this.#devices.get(device)?.at ?? 0)
    this.hear(device, at)
    if (this.#devices.has(device)) return heardLast
    const visit = this.#visits.get(device) ?? { at, before: heardLast }
    this.#visits.set(device, visit)
    return heardFloor(at, visit.at, visit.before, heardLast)
  }

  /** A map keeps the order of insertion: the oldest stand first. */
  #forgetVisits(at: Instant): void {
    for (const [device, visit] of this.#visits) {
      if (at - visit.at <= OUTBOX_WINDOW_MS) return
      this.#visits.delete(device)
    }
  }

  connectionsOf(device: DeviceId): number {
    return this.#devices.get(device)?.connections ?? 0
  }

  /** Whether it is time to write down when it was heard; counts as done. */
  isToBeNoted(device: DeviceId, at: Instant): boolean {
    const known = this.#devices.get(device)
    if (!known || at - known.notedAt < NOTE_EVERY_MS) return false
    known.notedAt = at
    return true
  }

  /** A connection ended. Returns when the device was last heard from. */
  close(device: DeviceId): Instant | undefined {
    const known = this.#devices.get(device)
    if (!known) return undefined
    known.connections -= 1
    if (known.connections === 0) this.#devices.delete(device)
    return known.at
  }
}

/**
 * From when on a press counts: just after connecting, from before this connection (the device was out of reach until then);
 * later, from what was last heard (it was in reach all the time).
 */
export const heardFloor = (at: Instant, connectedAt: Instant, heardBefore: Instant, heardLast: Instant): Instant =>
  at - connectedAt <= OUTBOX_WINDOW_MS ? heardBefore : heardLast
