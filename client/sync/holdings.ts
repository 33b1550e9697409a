import { z } from 'zod/mini'
import { DeviceId, otherSeat, type Seat } from '../../shared/ids.ts'
import { type DocumentClock, type Paced, paced } from './document-clock.ts'
import { type Clocks, common, joined, lacking, sameClocks } from './kept.ts'
import type { OuterDocument } from './outer-document.ts'
import type { OuterPersistence } from './outer-persistence.ts'
import { MOST_ASKED, type Peer, type SealedAwareness } from './sealed-awareness.ts'

/** What a page holds is told at most this often, ms. */
const TELL_EVERY_MS = 1_000
/** What could not be written is tried again so much later, ms. */
const WRITE_AGAIN_MS = 5_000
const Remembered = z.pipe(
  z.array(z.tuple([z.int().check(z.nonnegative()), z.int().check(z.nonnegative())])),
  z.transform(pairs => new Map(pairs)),
)
const RememberedPartner = z.object({ devices: z.array(DeviceId), clocks: Remembered })

const remembered = <T>(schema: z.ZodMiniType<T>, text: unknown): T | null => {
  try {
    return schema.safeParse(typeof text === 'string' ? JSON.parse(text) : null).data ?? null
  } catch {
    return null
  }
}

/**
 * Who holds how much of a document: this device's storage, the server, the partner's devices. The last two are remembered, so
 * that what is true stays known without a network and after the partner has left.
 */
export class Holdings {
  stored: Clocks = new Map()
  /** Storage took nothing when it was last asked, or there is none. */
  unwritten: boolean
  kept: Clocks = new Map()
  partner: Clocks = new Map()
  /** The partner's devices; null until they are known. */
  #partnerDevices: readonly DeviceId[] | null = null
  readonly #outer: OuterDocument
  readonly #persistence: OuterPersistence | null
  readonly #seat: Seat
  readonly #changed: () => void
  readonly #tell: Paced
  readonly #clock: DocumentClock
  #cancelWriting: (() => void) | null = null
  #asking = false
  #askAgain = false
  #closed = false

  constructor(
    outer: OuterDocument,
    persistence: OuterPersistence | null,
    seat: Seat,
    awareness: SealedAwareness,
    clock: DocumentClock,
    changed: () => void,
  ) {
    this.#outer = outer
    this.#persistence = persistence
    this.unwritten = persistence === null
    this.#seat = seat
    this.#clock = clock
    this.#changed = changed
    this.#tell = paced(clock, TELL_EVERY_MS, () => {
      const peers = [...awareness.peers.values()]
      // Of what the server does not keep yet nobody is told under which ids it was written (`OuterDocument.writer`).
      awareness.say(lacking(this.partner, common(this.kept, outer.clocks()), MOST_ASKED), this.#answers(peers))
    })
  }

  async recall(): Promise<void> {
    this.kept = joined(this.kept, remembered(Remembered, await this.#persistence?.read('kept')) ?? new Map())
    const partner = remembered(RememberedPartner, await this.#persistence?.read('partner'))
    if (!partner || !this.#areThere(partner.devices)) return
    this.#partnerDevices ??= partner.devices
    this.partner = joined(this.partner, partner.clocks)
  }

  /** Nothing rests on this device any more. */
  gone(): void {
    this.stored = new Map()
    void this.changed()
  }

  /**
   * Which devices the partner has now; none while there is no partner. What one of them held that is there no more, nobody may
   * hold now: it is asked for anew.
   */
  partnerIs(devices: readonly DeviceId[], peers: Iterable<Peer>): void {
    const before = this.#partnerDevices ?? []
    if (this.#partnerDevices !== null && before.length === devices.length && this.#areThere(devices)) return
    this.#partnerDevices = devices
    if (!this.#areThere(before)) {
      this.partner = new Map()
      this.#rememberPartner()
      this.#changed()
    }
    this.hear(peers)
  }

  /** The server said what it keeps. Its word replaces what it said before. */
  keptIs(kept: Clocks): void {
    if (sameClocks(this.kept, kept)) return
    this.kept = kept
    this.#remember('kept', [...kept])
    this.#tell.call()
    this.#changed()
  }

  /** Other pages said what their devices hold. Only the other seat's word makes a claim about the partner. */
  hear(peers: Iterable<Peer>): void {
    let partner = this.partner
    const here = this.#outer.clocks()
    const isNobody = this.#partnerDevices?.length === 0
    for (const peer of isNobody ? [] : peers)
      if (peer.seat === otherSeat(this.#seat)) partner = joined(partner, common(peer.holds, here))
    if (!sameClocks(partner, this.partner)) {
      this.partner = partner
      this.#rememberPartner()
      this.#changed()
    }
    this.#tell.call()
  }

  /** The outer document changed: finds out when that is written. One question at a time is enough. */
  async changed(): Promise<void> {
    this.#askAgain = true
    if (this.#asking || !this.#persistence) return
    this.#asking = true
    let stored = true
    while (this.#askAgain) {
      this.#askAgain = false
      const now = this.#outer.clocks()
      stored = await this.#persistence.stored()
      if (stored) this.stored = now
    }
    this.#asking = false
    this.unwritten = !stored
    if (this.#closed) return
    this.#cancelWriting?.()
    this.#cancelWriting = stored ? null : this.#clock.after(WRITE_AGAIN_MS, () => void this.changed())
    this.#tell.call()
    this.#changed()
  }

  close(): void {
    this.#closed = true
    this.#cancelWriting?.()
    this.#tell.stop()
  }

  /** Only what rests in storage and could be opened counts as held. */
  #answers(peers: Peer[]): Map<number, number> {
    const asked = new Set(peers.filter(peer => peer.seat === otherSeat(this.#seat)).flatMap(peer => peer.asks))
    const unopened = this.#outer.firstUnopened(asked)
    const answers = new Map<number, number>()
    for (const client of asked) {
      const clock = Math.min(this.stored.get(client) ?? 0, unopened.get(client) ?? Number.POSITIVE_INFINITY)
      if (clock > 0) answers.set(client, clock)
    }
    return answers
  }

  /** As far as it is known who the partner is. */
  #areThere(devices: readonly DeviceId[]): boolean {
    return this.#partnerDevices === null || devices.every(device => this.#partnerDevices?.includes(device))
  }

  #rememberPartner(): void {
    this.#remember('partner', { devices: this.#partnerDevices ?? [], clocks: [...this.partner] })
  }

  #remember(key: string, value: unknown): void {
    this.#persistence?.write(key, JSON.stringify(value)).catch(() => {
      // Not remembered is not lost: the next connection tells it again.
    })
  }
}
