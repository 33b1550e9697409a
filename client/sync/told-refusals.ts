import type { Refusal } from '../../shared/errors.ts'
import type { OutgoingEvent } from '../../shared/events.ts'
import type { MemberStore } from './local.ts'
import { REFUSALS, refusalsOf, type ToldRefusal, toldOf } from './refusals.ts'

/** What a page tells of what was refused, one at a time: what came while it is open, and then what was kept while no page was there. */
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
    return this.#newest ?? this.#before[0] ?? null
  }

  add(event: OutgoingEvent, refusal: Refusal): void {
    this.#newest = toldOf(event, refusal) ?? this.#newest
  }

  dismissFirst(): void {
    if (this.#newest) {
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
