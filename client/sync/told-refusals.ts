import type { Refusal } from '../../shared/errors.ts'
import type { OutgoingEvent } from '../../shared/events.ts'
import type { MemberStore } from './local.ts'
import { REFUSALS, refusalsOf, type ToldRefusal, toldOf } from './refusals.ts'

/**
 * What a page tells of what was refused, one at a time: what came while it is open, and then what was kept, since no page was there or
 * the worker heard it. Screens tell of the steps of a pause: nothing else hides one.
 */
export class ToldRefusals {
  readonly #store: MemberStore
  #newest: ToldRefusal | null = null
  /** Oldest first: each is kept until it was told. */
  #before: ToldRefusal[]

  constructor(store: MemberStore, stored: unknown) {
    this.#store = store
    this.#before = refusalsOf(stored)
  }

  first(): ToldRefusal | null {
    const [kept] = this.#before
    return (this.#newest?.of !== 'pause' && kept) || this.#newest
  }

  add(event: OutgoingEvent, refusal: Refusal): void {
    if (this.#newest?.of !== 'pause' || event.kind === 'pause') this.#newest = toldOf(event, refusal) ?? this.#newest
  }

  dismissFirst(): void {
    if (this.first() === this.#newest) {
      this.#newest = null
      return
    }
    this.#before = this.#before.slice(1)
    void this.#store.writeCache(REFUSALS, this.#before).catch(() => {})
  }

  /** Another tab, or the worker, changed what is kept. */
  async reread(): Promise<void> {
    this.#before = refusalsOf(await this.#store.readCache(REFUSALS).catch(() => []))
  }
}
