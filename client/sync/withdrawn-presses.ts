import { z } from 'zod/mini'
import { OutgoingEvent } from '../../shared/events.ts'
import type { EventId } from '../../shared/ids.ts'
import type { MemberStore, OutboxEntry } from './local.ts'
import type { Withdrawn } from './overlay.ts'

/** Under this name rests what was taken back before it was ever sent. */
export const WITHDRAWN = 'withdrawn'
/** It is remembered for so long, ms. */
const REMEMBERED_MS = 7 * 86_400_000

const Stored = z.array(z.object({ entry: z.object({ event: OutgoingEvent, pressedAt: z.number() }), at: z.number() }))

/** What this device took back before it was ever sent, so that it is not missed, nor let stand should another tab have sent it. */
export class WithdrawnPresses {
  readonly #store: MemberStore
  #all: readonly Withdrawn[]

  constructor(store: MemberStore, stored: unknown) {
    this.#store = store
    this.#all = z.catch(Stored, []).parse(stored)
  }

  all(): readonly Withdrawn[] {
    return this.#all
  }

  event(id: EventId): OutgoingEvent | undefined {
    return this.#all.find(({ entry }) => entry.event.id === id)?.entry.event
  }

  /** From now on; resolves when it is in storage, or could not be. `at`: the device's time. */
  async remember(entry: OutboxEntry, at: number): Promise<void> {
    this.#all = [...this.#all.filter(one => one.at > at - REMEMBERED_MS), { entry, at }]
    await this.#store.writeCache(WITHDRAWN, this.#all).catch(() => {})
  }

  /** It may have left after all. */
  async forget(id: EventId): Promise<void> {
    this.#all = this.#all.filter(({ entry }) => entry.event.id !== id)
    await this.#store.writeCache(WITHDRAWN, this.#all).catch(() => {})
  }

  async reread(): Promise<void> {
    this.#all = z.catch(Stored, [...this.#all]).parse(await this.#store.readCache(WITHDRAWN).catch(() => []))
  }
}
