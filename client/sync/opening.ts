import type * as Y from 'yjs'
import type { DocumentClock } from './document-clock.ts'
import { type Admission, InnerGate } from './inner-gate.ts'
import type { EntryId } from './kept.ts'
import type { Entry } from './outer-document.ts'
import { soundUpdate } from './sound-update.ts'

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
  entry: Entry
  admission: Admission
}

/**
 * Opens the entries that were found and applies them to the inner document: the first at once, what piles up in slices, between
 * which the page has its turn. What is left out depends on its bytes alone, never on the slices. What builds on something that is
 * not there was opened and waits: it is neither in the document nor left out, and keeps nobody busy.
 */
export class Opening {
  readonly #gate: InnerGate
  readonly #host: OpeningHost
  readonly #clock: DocumentClock
  readonly #found = new Map<string, Found>()
  /** Not in the document, or not all of it. */
  readonly #opened = new Map<string, Opened>()
  #atOnce = MOST_AT_ONCE
  #cancel: (() => void) | null = null
  #isRunning = false

  constructor(inner: Y.Doc, host: OpeningHost, clock: DocumentClock) {
    this.#gate = new InnerGate(inner)
    this.#host = host
    this.#clock = clock
  }

  get isBusy(): boolean {
    return this.#found.size > 0 || this.#gate.isReady
  }

  /** What was found and is not in the inner document yet. */
  *waiting(): Iterable<EntryId> {
    for (const { id } of this.#found.values()) yield id
    for (const { entry } of this.#opened.values()) yield entry.id
  }

  /** What was opened, and builds on something that is not there. */
  opened(): Entry[] {
    return Array.from(this.#opened.values(), ({ entry }) => entry)
  }

  take(found: Iterable<Found>): void {
    for (const one of found) this.#found.set(keyOf(one.id), one)
    if (!this.#cancel && !this.#isRunning && this.isBusy) this.#run()
  }

  /** It was taken out of the outer document. Answers with one that was opened: some of it may be in the inner document. */
  forget(id: EntryId): Entry | null {
    this.#found.delete(keyOf(id))
    const opened = this.#opened.get(keyOf(id))
    this.#opened.delete(keyOf(id))
    if (opened) this.#gate.forget(opened.admission)
    return opened?.entry ?? null
  }

  close(): void {
    this.#cancel?.()
    this.#found.clear()
    this.#opened.clear()
    this.#gate.close()
  }

  #run(): void {
    this.#cancel = null
    this.#isRunning = true
    const until = this.#clock.now() + SLICE_MS
    try {
      do {
        if (!this.#gate.isReady) this.#openSome(until)
        this.#apply()
      } while (this.isBusy && this.#clock.now() < until)
    } finally {
      this.#isRunning = false
      if (this.isBusy) this.#cancel = this.#clock.soon(() => this.#run())
    }
    this.#host.pausing()
  }

  #openSome(until: number): void {
    let bytes = 0
    for (const [key, found] of this.#found) {
      this.#found.delete(key)
      const opened = this.#host.open(found)
      const decoded = opened && soundUpdate(opened.update)
      if (decoded) this.#gate.take(this.#admission(key, found, opened.entry), decoded)
      else this.#host.leftOut(found)
      bytes += opened?.update.length ?? 0
      if (bytes >= this.#atOnce || this.#clock.now() >= until) break
    }
  }

  #admission(key: string, found: Found, entry: Entry): Admission {
    const admission = {
      entered: () => {
        this.#opened.delete(key)
        this.#host.entered(entry)
      },
      refused: () => {
        this.#opened.delete(key)
        this.#host.leftOut(found)
      },
    }
    this.#opened.set(key, { entry, admission })
    return admission
  }

  #apply(): void {
    const began = this.#clock.now()
    this.#gate.apply(this.#atOnce)
    const took = this.#clock.now() - began
    this.#atOnce = took > SLICE_MS ? Math.max(LEAST_AT_ONCE, this.#atOnce / 4) : Math.min(MOST_AT_ONCE, this.#atOnce * 2)
  }
}

export const keyOf = (id: EntryId): string => `${id.client}.${id.clock}`
