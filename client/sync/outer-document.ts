import * as Y from 'yjs'
import { MAX_UPDATE_BYTES, OUTER_ROOT } from '../../shared/documents.ts'
import { type Coverage, coverageOf, merged, within } from './coverage.ts'
import type { EntryId } from './kept.ts'

/** How the bytes of one document are sealed and opened. `open` gives null for what this device cannot open; it never throws. */
export interface DocumentCipher {
  seal(context: string, bytes: Uint8Array): Uint8Array
  open(context: string, envelope: Uint8Array): Uint8Array | null
}

/** What an entry holds: a batch of edits as they were typed, several entries merged, or a whole state. */
export type EntryKind = 'single' | 'merged' | 'snapshot'
const kinds: readonly EntryKind[] = ['single', 'merged', 'snapshot']

/** An entry of the outer document that this device could open. */
export interface Entry {
  id: EntryId
  kind: EntryKind
  sealed: Uint8Array
}

/** What was erased is put again in entries of at most about this many bytes. */
const RESTORED_MOST_BYTES = MAX_UPDATE_BYTES / 2

/** Origins of this device's own changes to the outer document: everything else came from elsewhere. */
const OWN = Symbol('own entries')

/**
 * The outer document: a Yjs array of sealed byte strings, the only thing that travels and rests. This owns its entries: seals
 * and appends, opens what arrives, and keeps what cannot be opened where it is, whoever put it there.
 */
export class OuterDocument {
  readonly doc = new Y.Doc()
  readonly #array: Y.Array<unknown>
  readonly #cipher: DocumentCipher
  readonly #context: string
  readonly #arrived: (updates: Uint8Array[]) => Uint8Array[]
  readonly #entries = new Map<string, Entry>()
  readonly #unopened = new Map<string, Content>()
  /** Entries that were taken out, by whomever, and whose words are not known to rest in others. */
  #erased: Entry[] = []
  readonly #coverage = new WeakMap<Entry, Coverage>()

  /** `arrived` gets the opened updates of entries from elsewhere and answers with those it could not apply. */
  constructor(cipher: DocumentCipher, context: string, arrived: (updates: Uint8Array[]) => Uint8Array[]) {
    this.#cipher = cipher
    this.#context = context
    this.#arrived = arrived
    this.#array = this.doc.getArray(OUTER_ROOT)
    this.#array.observe((event, transaction) => {
      for (const item of event.changes.deleted) for (const { id } of contents(item)) this.#forget(id)
      if (transaction.origin !== OWN) this.#take([...event.changes.added].flatMap(contents))
    })
  }

  /** Seals an update and appends it. The update must already be in the inner document. */
  push(kind: EntryKind, update: Uint8Array): Entry {
    const plain = new Uint8Array(1 + update.length)
    plain[0] = kinds.indexOf(kind)
    plain.set(update, 1)
    const id = { client: this.doc.clientID, clock: Y.getState(this.doc.store, this.doc.clientID) }
    this.doc.transact(() => this.#array.push([this.#cipher.seal(this.#context, plain)]), OWN)
    // Yjs keeps a copy of the bytes: the entry is found again by that.
    const sealed = this.#array.get(this.#array.length - 1)
    if (!(sealed instanceof Uint8Array)) throw new Error('what was appended is not there')
    const entry = { id, kind, sealed }
    this.#entries.set(keyOf(id), entry)
    return entry
  }

  /** Takes out entries whose content rests in others. */
  remove(entries: readonly Entry[]): void {
    const gone = new Set<unknown>(entries.map(entry => entry.sealed))
    this.doc.transact(() => {
      const all = this.#array.toArray()
      for (let end = all.length; end > 0; end--) {
        if (!gone.has(all[end - 1])) continue
        let start = end - 1
        while (start > 0 && gone.has(all[start - 1])) start--
        this.#array.delete(start, end - start)
        end = start + 1
      }
    }, OWN)
  }

  /** Entries were taken out, and what they said rests in no other, as far as was looked. */
  get isErased(): boolean {
    return this.#erased.length > 0
  }

  /** An entry was taken out of it at some time: what it lacks may have been there. */
  get wasEverErased(): boolean {
    return Y.createDeleteSetFromStructStore(this.doc.store).clients.size > 0
  }

  /** Looks whether what was taken out rests in entries that are still there: then nothing is lost. */
  lookForErased(): void {
    if (this.#erased.length === 0) return
    const rest = merged(this.entries().map(entry => this.#coverageOf(entry)))
    this.#erased = this.#erased.filter(entry => !within(this.#coverageOf(entry), rest))
  }

  /** Puts again what was taken out and rests nowhere else. */
  restoreErased(): void {
    this.lookForErased()
    const erased = this.#erased
    this.#erased = []
    let group: Entry[] = []
    let bytes = 0
    const put = () => {
      if (group.length > 0) this.push('merged', Y.mergeUpdates(this.updatesOf(group)))
      group = []
      bytes = 0
    }
    for (const entry of erased) {
      if (bytes + entry.sealed.length > RESTORED_MOST_BYTES) put()
      group.push(entry)
      bytes += entry.sealed.length
    }
    put()
  }

  /** Entries that this device has opened, in no particular order. */
  entries(): Entry[] {
    return [...this.#entries.values()]
  }

  /** The updates that these entries hold. */
  updatesOf(entries: readonly Entry[]): Uint8Array[] {
    return entries.flatMap(entry => this.#open(entry.sealed)?.update ?? [])
  }

  get unopened(): number {
    return this.#unopened.size
  }

  /** Up to where everything of a client was opened: the clock of its first entry that was not, else `clock`. */
  openedUpTo(client: number, clock: number): number {
    let up = clock
    for (const { id } of this.#unopened.values()) if (id.client === client && id.clock < up) up = id.clock
    return up
  }

  /** Tries again what could not be opened: the device may have been given a key since. */
  reopen(): void {
    const waiting = [...this.#unopened.values()]
    this.#unopened.clear()
    this.#take(waiting)
  }

  clocks(): Map<number, number> {
    return Y.decodeStateVector(Y.encodeStateVector(this.doc))
  }

  #take(found: Content[]): void {
    const opened = new Map<Uint8Array, Entry>()
    for (const content of found) {
      const sealed = content.value instanceof Uint8Array ? content.value : null
      const plain = sealed && this.#open(sealed)
      if (plain) opened.set(plain.update, { id: content.id, kind: plain.kind, sealed })
      else this.#unopened.set(keyOf(content.id), content)
    }
    if (opened.size === 0) return
    const refused = new Set(this.#arrived([...opened.keys()]))
    for (const [update, entry] of opened) {
      if (refused.has(update)) this.#unopened.set(keyOf(entry.id), { id: entry.id, value: entry.sealed })
      else this.#entries.set(keyOf(entry.id), entry)
    }
  }

  #open(sealed: Uint8Array): { kind: EntryKind; update: Uint8Array } | null {
    const plain = this.#cipher.open(this.#context, sealed)
    const kind = plain && kinds[plain[0] ?? -1]
    return plain && kind ? { kind, update: plain.subarray(1) } : null
  }

  #coverageOf(entry: Entry): Coverage {
    const known = this.#coverage.get(entry)
    if (known) return known
    const [update] = this.updatesOf([entry])
    const coverage = update ? coverageOf(update) : merged([])
    this.#coverage.set(entry, coverage)
    return coverage
  }

  #forget(id: EntryId): void {
    const entry = this.#entries.get(keyOf(id))
    if (entry) this.#erased.push(entry)
    this.#entries.delete(keyOf(id))
    this.#unopened.delete(keyOf(id))
  }
}

/** One place of the array as it was found: anybody may have put anything there. */
interface Content {
  id: EntryId
  value: unknown
}

const contents = (item: Y.Item): Content[] =>
  item.content.getContent().map((value, offset) => ({ value, id: { client: item.id.client, clock: item.id.clock + offset } }))

const keyOf = (id: EntryId): string => `${id.client}.${id.clock}`
