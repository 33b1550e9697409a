import * as Y from 'yjs'
import { MAX_UPDATE_BYTES, OUTER_ROOT } from '../../shared/documents.ts'
import { type Coverage, coverageOf, merged, within } from './coverage.ts'
import type { DocumentClock } from './document-clock.ts'
import type { Clocks, EntryId } from './kept.ts'
import { type Found, keyOf, Opening } from './opening.ts'
import { isSoundUpdate } from './sound-update.ts'

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
  /** The client id that this page is told by. Nothing is written under it. */
  readonly #told = this.doc.clientID
  readonly #writer = anotherClient()
  readonly #array: Y.Array<unknown>
  readonly #cipher: DocumentCipher
  readonly #context: string
  readonly #opening: Opening
  readonly #entries = new Map<string, Entry>()
  readonly #unopened = new Map<string, Found>()
  /** Entries that were taken out, by whomever, and whose words are not known to rest in others. */
  #erased: Entry[] = []
  /** Of these, what was taken out before all of it was in the inner document. */
  readonly #erasedWaiting = new WeakSet<Entry>()
  readonly #coverage = new WeakMap<Entry, Coverage>()
  /** Not while a step is being taken. */
  #clocks: Clocks | null = null

  /** What entries from elsewhere say goes into `inner`; `paused` is told whenever some of it did. */
  constructor(cipher: DocumentCipher, context: string, inner: Y.Doc, clock: DocumentClock, paused: () => void) {
    this.#cipher = cipher
    this.#context = context
    const host = {
      open: (found: Found) => this.#openFound(found),
      entered: (entry: Entry) => void this.#entries.set(keyOf(entry.id), entry),
      leftOut: (found: Found) => void this.#unopened.set(keyOf(found.id), found),
      pausing: paused,
    }
    this.#opening = new Opening(inner, host, clock)
    this.doc.on('beforeTransaction', () => {
      this.#clocks = null
    })
    // Yjs takes another id where somebody uses this page's. The provider goes on by the one it began with, and is lost without it.
    this.doc.on('afterTransactionCleanup', () => {
      this.doc.clientID = this.#told
    })
    this.#array = this.doc.getArray(OUTER_ROOT)
    this.#array.observe((event, transaction) => {
      for (const item of event.changes.deleted) for (const { id } of contents(item)) this.#forget(id)
      if (transaction.origin !== OWN) this.#opening.take([...event.changes.added].flatMap(contents))
    })
  }

  /**
   * The client id of this page's own entries. Nobody is told it before the server keeps the first of them: an id belongs to the seat
   * that used it first (DOC10), and what one wrote without a network under an id that the partner took meanwhile would be taken for kept.
   */
  get writer(): number {
    return this.#writer
  }

  /** Seals an update and appends it. It must already be in the inner document. Throws for one that no other page would take. */
  push(kind: EntryKind, update: Uint8Array): Entry {
    if (!isSoundUpdate(update)) throw new RangeError('more than an entry holds, or nothing that this app writes')
    const plain = new Uint8Array(1 + update.length)
    plain[0] = kinds.indexOf(kind)
    plain.set(update, 1)
    const id = { client: this.#writer, clock: Y.getState(this.doc.store, this.#writer) }
    this.#append(this.#cipher.seal(this.#context, plain))
    // Yjs keeps a copy of the bytes: the entry is found again by that.
    const sealed = this.#array.get(this.#array.length - 1)
    if (!(sealed instanceof Uint8Array)) throw new Error('what was appended is not there')
    const entry = { id, kind, sealed }
    this.#entries.set(keyOf(id), entry)
    return entry
  }

  /** Whoever listens and fails keeps nothing from being appended: it is there, and must not be appended twice. */
  #append(sealed: Uint8Array): void {
    const { length } = this.#array
    this.doc.clientID = this.#writer
    try {
      this.doc.transact(() => this.#array.push([sealed]), OWN)
    } catch (fault) {
      if (this.#array.length === length) throw fault
      setTimeout(() => {
        throw fault
      })
    } finally {
      this.doc.clientID = this.#told
    }
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
    // What waits says as much as what waited; what was in the document must rest in what is in it.
    const waited = this.#erased.some(entry => this.#erasedWaiting.has(entry))
    const rest = merged(this.entries().map(entry => this.#coverageOf(entry)))
    const all = waited ? merged([rest, ...this.#opening.opened().map(entry => this.#coverageOf(entry))]) : rest
    this.#erased = this.#erased.filter(entry => !within(this.#coverageOf(entry), this.#erasedWaiting.has(entry) ? all : rest))
  }

  /** Puts again what was taken out and rests nowhere else. */
  restoreErased(): void {
    this.lookForErased()
    const erased = this.#erased
    this.#erased = []
    let group: Entry[] = []
    let bytes = 0
    const put = () => {
      if (group.length > 0) this.#putAgain(group)
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

  /** In one entry, unless that would be more than any page takes. */
  #putAgain(group: Entry[]): void {
    const updates = this.updatesOf(group)
    const whole = Y.mergeUpdates(updates)
    const waited = group.some(entry => this.#erasedWaiting.has(entry))
    for (const update of isSoundUpdate(whole) ? [whole] : updates) {
      const { id, sealed } = this.push('merged', update)
      // Not all of it is in the document: it waits again.
      if (waited && this.#entries.delete(keyOf(id))) this.#opening.take([{ id, value: sealed }])
    }
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

  /** Not everything that is there was looked at yet. */
  get isOpening(): boolean {
    return this.#opening.isBusy
  }

  /** Of each of these clients that has any, the clock of its first entry that was not opened. */
  firstUnopened(clients: ReadonlySet<number>): Map<number, number> {
    const first = new Map<number, number>()
    const see = ({ client, clock }: EntryId) => {
      if (clients.has(client) && clock < (first.get(client) ?? Number.POSITIVE_INFINITY)) first.set(client, clock)
    }
    for (const { id } of this.#unopened.values()) see(id)
    for (const id of this.#opening.waiting()) see(id)
    return first
  }

  /** Tries again what could not be opened: the device may have been given a key since. */
  reopen(): void {
    const unopened = [...this.#unopened.values()]
    this.#unopened.clear()
    this.#opening.take(unopened)
  }

  /** Asked for many times with every letter, and after a year of visits there are a thousand: read once for each step of the document. */
  clocks(): Clocks {
    if (this.#clocks) return this.#clocks
    const clocks = new Map<number, number>()
    for (const [client, structs] of this.doc.store.clients) {
      const last = structs.at(-1)
      if (last) clocks.set(client, last.id.clock + last.length)
    }
    if (!this.doc._transaction) this.#clocks = clocks
    return clocks
  }

  close(): void {
    this.#opening.close()
  }

  #openFound({ id, value }: Found): { entry: Entry; update: Uint8Array } | null {
    const sealed = value instanceof Uint8Array ? value : null
    const plain = sealed && this.#open(sealed)
    return plain && { entry: { id, kind: plain.kind, sealed }, update: plain.update }
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
    const waiting = this.#opening.forget(id)
    if (waiting) this.#erasedWaiting.add(waiting)
    const entry = this.#entries.get(keyOf(id)) ?? waiting
    if (entry) this.#erased.push(entry)
    this.#entries.delete(keyOf(id))
    this.#unopened.delete(keyOf(id))
  }
}

const anotherClient = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0

const contents = (item: Y.Item): Found[] =>
  item.content.getContent().map((value, offset) => ({ value, id: { client: item.id.client, clock: item.id.clock + offset } }))
