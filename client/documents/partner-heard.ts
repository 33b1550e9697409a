import type { Awareness } from 'y-protocols/awareness'
import type { Instant } from '../../shared/ids.ts'

/** Beside where a page is it tells how often it was cut off: it was away from when it was last heard of until it says so. */
const ABSENCES = 'absences'

/** This page was cut off: told before anything else once it is back. */
export const tellAbsence = (awareness: Awareness): void =>
  awareness.setLocalStateField(ABSENCES, Number(awareness.getLocalState()?.[ABSENCES] ?? 0) + 1)

/** What is heard of the partner's pages, also what changes nothing that is seen: each tells what it holds in the same breath. */
export class PartnerHeard implements Disposable {
  readonly #awareness: Awareness
  readonly #isPartner: (state: Record<string, unknown>) => boolean
  readonly #now: () => Instant
  readonly #wasAway: (since: Instant) => void
  readonly #absences = new Map<number, unknown>()
  #at: Instant = 0

  /** `wasAway`: one of them came, or came back, and had nothing of what was written since. Told before it counts as heard of. */
  constructor(
    awareness: Awareness,
    isPartner: (state: Record<string, unknown>) => boolean,
    now: () => Instant,
    wasAway: (since: Instant) => void,
  ) {
    this.#awareness = awareness
    this.#isPartner = isPartner
    this.#now = now
    this.#wasAway = wasAway
    for (const [client, state] of awareness.getStates()) if (isPartner(state)) this.#absences.set(client, state[ABSENCES])
    awareness.on('update', this.#heard)
  }

  /** When last. 0: never. */
  get at(): Instant {
    return this.#at
  }

  [Symbol.dispose](): void {
    this.#awareness.off('update', this.#heard)
  }

  readonly #heard = ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) => {
    for (const client of removed) this.#absences.delete(client)
    const pages = [...added, ...updated].flatMap(client => {
      const state = this.#awareness.getStates().get(client)
      return state && this.#isPartner(state) ? { client, absences: state[ABSENCES] } : []
    })
    if (pages.length === 0) return
    const isBack = pages.some(({ client, absences }) => !this.#absences.has(client) || this.#absences.get(client) !== absences)
    if (isBack) this.#wasAway(this.#at)
    for (const { client, absences } of pages) this.#absences.set(client, absences)
    this.#at = this.#now()
  }
}
