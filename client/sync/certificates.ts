import { z } from 'zod/mini'
import type { Seat } from '../../shared/ids.ts'
import type { DeviceView, SpaceView } from '../../shared/spaces.ts'

const Stored = z.array(z.string())

/**
 * Which devices' certificates were found good. A signature takes a few ms on a phone, and the code for it is large: it comes when
 * there is something new to check, and what was found is kept. What was not checked yet counts as not certified.
 */
export class Certificates {
  readonly #good: Set<string>
  readonly #bad = new Set<string>()

  /** `stored`: what `good` gave earlier. */
  constructor(stored: unknown = []) {
    this.#good = new Set(Stored.safeParse(stored).data ?? [])
  }

  isGood(space: string, seat: Seat, signKey: string, device: DeviceView): boolean {
    return this.#good.has(nameOf(space, seat, signKey, device))
  }

  /** Checks what is new in the server's list, each device against the key that its seat shows. True when one was found good. */
  async check({ spaceId, seats }: SpaceView): Promise<boolean> {
    const all = seats.flatMap(({ seat, keys, devices }) =>
      devices.map(device => ({ seat, signKey: keys.sign, device, name: nameOf(spaceId, seat, keys.sign, device) })),
    )
    const unknown = all.filter(({ name }) => !this.#good.has(name) && !this.#bad.has(name))
    if (unknown.length === 0) return false
    // Without a network the code may not be there: then it is tried with the next list.
    const code = await import('../keys/device-key.ts').catch(() => null)
    if (!code) return false
    for (const { seat, signKey, device, name } of unknown) {
      if (code.isCertified(spaceId, seat, signKey, device)) this.#good.add(name)
      else this.#bad.add(name)
    }
    return unknown.some(({ name }) => this.#good.has(name))
  }

  good(): string[] {
    return [...this.#good]
  }
}

const nameOf = (space: string, seat: Seat, signKey: string, device: DeviceView): string =>
  [space, seat, signKey, device.deviceId, device.sign, device.receive, device.certificate].join()
