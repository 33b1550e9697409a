import type * as Y from 'yjs'
import type { DocumentClock } from './document-clock.ts'
import { applyOpened } from './inner-updates.ts'
import type { EntryId } from './kept.ts'
import type { Entry } from './outer-document.ts'
import { isSoundUpdate } from './sound-update.ts'
import { splitUpdate } from './split-update.ts'

/** The page has its turn after so much opening and applying, ms. */
const SLICE_MS = 8
/** What is applied in one go, bytes: less where that took long, and more again where it did not. */
const MOST_AT_ONCE = 16_384
const LEAST_AT_ONCE = 4_096

/** One place of the outer array as it was found: anybody may have put anything there. */
export interface Found {
  id: EntryId
  value: unknown
}

export interface OpeningHost {
  open(found: Found): { entry: Entry; update: Uint8Array } | null
  /** Its words are in the inner document. */
  entered(entry: Entry): void
  leftOut(found: Found): void
  /** It had its turn. */
  pausing(): void
}

interface Opened {
  found: Found
  entry: Entry
  update: Uint8Array
}

/**
 * Opens the entries that were found and applies them to the inner document: the first at once, what piles up in slices, between
 * which the page has its turn. What is left out depends on its bytes alone, never on the slices.
 */
export class Opening {
  readonly #inner: Y.Doc
  readonly #host: OpeningHost
  readonly #clock: DocumentClock
  readonly #waiting = new Map<string, Found>()
  /** Too much to be applied in one go, and what is left of it. */
  #large: { opened: Opened; parts: Uint8Array[] } | null = null
  #atOnce = MOST_AT_ONCE
  #cancel: (() => void) | null = null
  #isRunning = false

  constructor(inner: Y.Doc, host: OpeningHost, clock: DocumentClock) {
    this.#inner = inner
    this.#host = host
    this.#clock = clock
  }

  get isBusy(): boolean {
    return this.#waiting.size > 0 || this.#large !== null
  }

  /** What was found and is not in the inner document yet. */
  *waiting(): Iterable<EntryId> {
    if (this.#large) yield this.#large.opened.found.id
    for (const { id } of this.#waiting.values()) yield id
  }

  take(found: Iterable<Found>): void {
    for (const one of found) this.#waiting.set(keyOf(one.id), one)
    if (!this.#cancel && !this.#isRunning && this.isBusy) this.#run()
  }

  /** It was taken out of the outer document. */
  forget(id: EntryId): void {
    this.#waiting.delete(keyOf(id))
    if (this.#large && keyOf(this.#large.opened.found.id) === keyOf(id)) this.#large = null
  }

  close(): void {
    this.#cancel?.()
    this.#waiting.clear()
    this.#large = null
  }

  #run(): void {
    this.#cancel = null
    this.#isRunning = true
    const until = this.#clock.now() + SLICE_MS
    try {
      do {
        if (this.#large) this.#applyPart(this.#large)
        else this.#openSome(until)
      } while (this.isBusy && this.#clock.now() < until)
    } finally {
      this.#isRunning = false
      if (this.isBusy) this.#cancel = this.#clock.soon(() => this.#run())
    }
    this.#host.pausing()
  }

  #openSome(until: number): void {
    const batch: Opened[] = []
    let bytes = 0
    for (const [key, found] of this.#waiting) {
      this.#waiting.delete(key)
      const opened = this.#host.open(found)
      if (!opened || !isSoundUpdate(opened.update)) this.#host.leftOut(found)
      else if (opened.update.length > this.#atOnce) {
        this.#large = { opened: { ...opened, found }, parts: splitUpdate(opened.update, this.#atOnce, true) }
        break
      } else batch.push({ ...opened, found })
      bytes += opened?.update.length ?? 0
      if (bytes >= this.#atOnce || this.#clock.now() >= until) break
    }
    const refused = new Set(this.#apply(batch.map(({ update }) => update)))
    for (const { found, entry, update } of batch) {
      if (refused.has(update)) this.#host.leftOut(found)
      else this.#host.entered(entry)
    }
  }

  #applyPart(large: { opened: Opened; parts: Uint8Array[] }): void {
    const part = large.parts.shift()
    const isRefused = part !== undefined && this.#apply([part]).length > 0
    // Taken out while it was being applied: it is no longer the one under way.
    if (this.#large !== large || (!isRefused && large.parts.length > 0)) return
    this.#large = null
    if (isRefused) this.#host.leftOut(large.opened.found)
    else this.#host.entered(large.opened.entry)
  }

  #apply(updates: Uint8Array[]): Uint8Array[] {
    const began = this.#clock.now()
    const refused = applyOpened(this.#inner, updates)
    const took = this.#clock.now() - began
    this.#atOnce = took > SLICE_MS ? Math.max(LEAST_AT_ONCE, this.#atOnce / 4) : Math.min(MOST_AT_ONCE, this.#atOnce * 2)
    return refused
  }
}

export const keyOf = (id: EntryId): string => `${id.client}.${id.clock}`
