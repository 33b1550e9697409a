import * as encoding from 'lib0/encoding'
import { Awareness, applyAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { z } from 'zod/mini'
import { type Seat, Seat as SeatSchema } from '../../shared/ids.ts'
import { fromBase64url, fromUtf8, toBase64url, utf8 } from '../keys/bytes.ts'
import { type DocumentClock, type Paced, paced } from './document-clock.ts'
import type { DocumentCipher } from './outer-document.ts'
import { Steady } from './steady.ts'

/** A caret that moves is told at most this often, ms. */
const CARET_EVERY_MS = 200
/** Of so many pages at most one page says what it holds, and asks. */
export const MOST_ASKED = 64
const MOST_SEALED_CHARS = 16_384

const Clock = z.int().check(z.nonnegative())
const Id = z.object({ client: Clock, clock: Clock })
/** A place in a text: beside a character, or the end of a text of a clause. Never a root of the document. */
const Place = z.union([
  z.object({ item: Id, assoc: z.optional(z.int()) }),
  z.object({ type: Id, assoc: z.optional(z.int()), item: z.optional(z.null()) }),
])

/** What a person's page shows of them while they write together. */
export const Presence = z.object({
  user: z.optional(z.object({ name: z.string().check(z.maxLength(80)) })),
  cursor: z.catch(z.nullish(z.object({ anchor: Place, head: Place })), null),
  field: z.catch(z.nullish(z.string().check(z.maxLength(64))), null),
  clauseId: z.catch(z.nullish(z.string().check(z.maxLength(64))), null),
  /** How often this page was cut off. */
  absences: z.catch(z.optional(Clock), undefined),
})
export type Presence = z.infer<typeof Presence>

/** What travels sealed in the outer awareness state. Tolerant: a newer page may add fields. */
const Told = z.object({
  inner: Clock,
  seat: SeatSchema,
  presence: z.catch(z.nullable(Presence), null),
  /** Outer client ids of which this page wants to know who holds them. */
  asks: z.array(Clock).check(z.maxLength(MOST_ASKED)),
  /** Up to where this device's storage holds, and its page could open, what was asked for. */
  holds: z.array(z.tuple([Clock, Clock])).check(z.maxLength(4 * MOST_ASKED)),
})
export type Told = z.infer<typeof Told>

/** A partner's or another own page, as far as it could be opened. */
export interface Peer {
  client: number
  inner: number
  seat: Seat
  asks: readonly number[]
  holds: ReadonlyMap<number, number>
}

/** Colours come from the theme, never from the other side: they end in style attributes. */
const colours = (seat: Seat) => ({ color: `var(--${seat})`, colorLight: `color-mix(in srgb, var(--${seat}) 22%, transparent)` })

/**
 * Presence, sealed: the inner awareness is what the editor reads and writes; only its sealed form goes into the outer one,
 * together with what this page holds and asks.
 */
export class SealedAwareness {
  readonly inner: Awareness
  readonly outer: Awareness
  readonly #peers = new Map<number, Peer>()
  readonly #cipher: DocumentCipher
  readonly #context: string
  readonly #seat: Seat
  readonly #changed: () => void
  readonly #publish: Paced
  /** A page of ours tells five times a second at most; of one that floods, each newest state is looked at, ten times a second. */
  readonly #hearing = new Steady(() => this.#hear())
  /** Outer client ids of which something was told, or which left. */
  readonly #unheard = new Set<number>()
  #asks: number[] = []
  #holds = new Map<number, number>()
  #published = ''
  #closed = false

  constructor(
    docs: { inner: Y.Doc; outer: Y.Doc },
    sealing: { cipher: DocumentCipher; context: string },
    seat: Seat,
    clock: DocumentClock,
    changed: () => void,
  ) {
    this.inner = new Awareness(docs.inner)
    this.outer = new Awareness(docs.outer)
    this.#cipher = sealing.cipher
    this.#context = sealing.context
    this.#seat = seat
    this.#changed = changed
    this.#publish = paced(clock, CARET_EVERY_MS, () => this.#tell())
    this.inner.on('change', (_change: unknown, origin: unknown) => {
      if (origin === 'local' && !this.#closed) this.#publish.call()
    })
    this.outer.on('update', ({ added, updated, removed }: Change, origin: unknown) => {
      if (origin === 'local') return
      for (const client of [...added, ...updated, ...removed]) this.#unheard.add(client)
      this.#hearing.call()
    })
    this.#tell()
  }

  get peers(): ReadonlyMap<number, Peer> {
    return this.#peers
  }

  /** What this page wants to know and what it can say; told when it has changed. */
  say(asks: number[], holds: Map<number, number>): void {
    if (this.#closed) return
    this.#asks = asks
    this.#holds = holds
    this.#publish.call()
  }

  close(): void {
    this.#closed = true
    this.#publish.stop()
    this.#hearing[Symbol.dispose]()
    this.inner.destroy()
    this.outer.destroy()
  }

  #tell(): void {
    const told = {
      inner: this.inner.clientID,
      seat: this.#seat,
      presence: this.inner.getLocalState(),
      asks: this.#asks,
      holds: [...this.#holds],
    }
    const text = JSON.stringify(told)
    if (text === this.#published) return
    try {
      this.outer.setLocalState({ s: toBase64url(this.#cipher.seal(this.#context, utf8(text))) })
      this.#published = text
    } catch {
      // What cannot be sealed is not told; the next telling has all of it.
    }
  }

  #hear(): void {
    for (const client of this.#unheard) {
      if (client === this.outer.clientID) continue
      const told = this.#open(this.outer.getStates().get(client)?.['s'])
      if (told && !this.#takesAnothersPlace(client, told.inner)) this.#enter(client, told)
      else this.#leave(client)
    }
    this.#unheard.clear()
    this.#changed()
  }

  /** One page cannot speak as another, nor as this one. */
  #takesAnothersPlace(client: number, inner: number): boolean {
    if (inner === this.inner.clientID) return true
    for (const peer of this.#peers.values()) if (peer.inner === inner && peer.client !== client) return true
    return false
  }

  #enter(client: number, told: Told): void {
    if (this.#peers.get(client)?.inner !== told.inner) this.#leave(client)
    this.#peers.set(client, { client, inner: told.inner, seat: told.seat, asks: told.asks, holds: new Map(told.holds) })
    const name = told.presence?.user?.name ?? ''
    const state = { ...told.presence, user: { name, seat: told.seat, ...colours(told.seat) } }
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, told.inner)
    encoding.writeVarUint(encoder, (this.inner.meta.get(told.inner)?.clock ?? 0) + 1)
    encoding.writeVarString(encoder, JSON.stringify(state))
    applyAwarenessUpdate(this.inner, encoding.toUint8Array(encoder), 'peer')
  }

  #leave(client: number): void {
    const peer = this.#peers.get(client)
    if (!peer) return
    this.#peers.delete(client)
    removeAwarenessStates(this.inner, [peer.inner], 'peer')
  }

  #open(sealed: unknown): Told | null {
    if (typeof sealed !== 'string' || sealed.length > MOST_SEALED_CHARS) return null
    const envelope = fromBase64url(sealed)
    const plain = envelope && this.#cipher.open(this.#context, envelope)
    const text = plain && fromUtf8(plain)
    if (!text) return null
    try {
      return Told.safeParse(JSON.parse(text)).data ?? null
    } catch {
      return null
    }
  }
}

interface Change {
  added: number[]
  updated: number[]
  removed: number[]
}
