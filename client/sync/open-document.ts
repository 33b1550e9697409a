import * as Y from 'yjs'
import { SEAL_EVERY_MS } from '../../shared/documents.ts'
import { context } from '../../shared/envelope.ts'
import type { DeviceId } from '../../shared/ids.ts'
import { planCompaction } from './compaction.ts'
import { Compactor } from './compactor.ts'
import { type DocumentClock, eased, type Paced, paced, systemClock } from './document-clock.ts'
import { type DocumentStatus, sameStatus, savedState } from './document-status.ts'
import { Holdings } from './holdings.ts'
import { ELSEWHERE } from './inner-updates.ts'
import { covers } from './kept.ts'
import { OuterConnection } from './outer-connection.ts'
import { OuterDocument } from './outer-document.ts'
import type { OuterPersistence } from './outer-persistence.ts'
import { onPageLife } from './page-life.ts'
import { SealedAwareness } from './sealed-awareness.ts'
import type { SealedDocumentOptions } from './sealed-document.ts'
import { isSoundUpdate } from './sound-update.ts'

/** A page waits so long for what rests on its device, ms. */
const RESTORE_WITHIN_MS = 5_000
/** What somebody erased is put again at once, and then at most this often, ms: erasing is cheap, and putting again is not. */
const PUT_AGAIN_EVERY_MS = 2_000
/** What failed to be sealed is tried again so much later, ms, and with every further edit. */
const TRY_AGAIN_MS = 2_000

type Work = 'seal' | 'restore' | 'look' | 'compact'

/** The one instance behind every `SealedDocument` of the same document on a page. */
export class OpenDocument {
  readonly inner = new Y.Doc()
  readonly whenLoaded: Promise<void>
  users = 0
  readonly #clock: DocumentClock
  readonly #outer: OuterDocument
  readonly #persistence: OuterPersistence | null
  readonly #presence: SealedAwareness
  readonly #holdings: Holdings
  readonly #connection: OuterConnection
  readonly #compactor: Compactor
  readonly #sealing: Paced
  readonly #restoring: Paced
  readonly #looking: ReturnType<typeof eased>
  readonly #ended: () => void
  readonly #stopPageLife: () => void
  readonly #listeners = new Set<() => void>()
  #unsealed: Uint8Array[] = []
  #restored = false
  /** All that the server had was received once. */
  #answered = false
  #closed = false
  readonly #failed = new Set<Work>()
  readonly #works: Record<Work, () => void> = {
    seal: () => this.#seal(),
    restore: () => this.#outer.restoreErased(),
    look: () => this.#look(),
    compact: () => this.#compactor.consider(),
  }
  #cancelTrying: (() => void) | null = null
  #status: DocumentStatus = { loaded: false, connection: 'connecting', saved: 'saving', unopened: 0, refused: null }

  constructor(options: SealedDocumentOptions, ended: () => void) {
    const { access, cipher, name, generation } = options
    const clock: DocumentClock = options.clock ?? systemClock
    this.#clock = clock
    const room = `${name}.${generation}`
    const refresh = () => this.#refresh()
    this.#ended = ended
    this.#sealing = paced(clock, SEAL_EVERY_MS, () => this.#attempt('seal'))
    this.#restoring = paced(clock, PUT_AGAIN_EVERY_MS, () => this.#attempt('restore'))
    this.#looking = eased(clock, () => {
      if (this.#restored) this.#attempt('look')
    })
    this.#outer = new OuterDocument(cipher, context.document(access.spaceId, name, generation), this.inner, clock, () =>
      this.#looking.call(),
    )
    this.#persistence = options.persist?.(room, this.#outer.doc, () => this.#holdings.gone()) ?? null
    this.#presence = new SealedAwareness(
      { inner: this.inner, outer: this.#outer.doc },
      { cipher, context: context.awareness(access.spaceId, name, generation) },
      access.seat,
      clock,
      () => this.#holdings.hear(this.#presence.peers.values()),
    )
    this.#holdings = new Holdings(this.#outer, this.#persistence, access.seat, this.#presence, clock, refresh)
    this.#connection = new OuterConnection(
      { ...access, room },
      this.#outer.doc,
      this.#presence.outer,
      clock,
      options.connection ?? {},
      {
        changed: refresh,
        kept: clocks => {
          this.#holdings.keptIs(clocks)
          this.#attempt('compact')
        },
      },
    )
    this.#compactor = new Compactor(this.#outer, this.inner, clock, options.plan ?? planCompaction, {
      kept: () => this.#holdings.kept,
      live: () => this.#presence.peers.keys(),
      online: () => this.#connection.state === 'online',
      flush: () => this.flush(),
    })
    this.inner.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === ELSEWHERE) return
      this.#unsealed.push(update)
      this.#sealing.call()
      refresh()
    })
    this.#outer.doc.on('update', () => this.#looking.call())
    this.#stopPageLife = onPageLife({
      leaving: () => this.flush(),
      back: () => this.#connection.nudge(),
      gone: () => this.#connection.interrupt(),
    })
    this.whenLoaded = this.#load()
  }

  get awareness() {
    return this.#presence.inner
  }

  get status(): DocumentStatus {
    return this.#status
  }

  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  get wasEverErased(): boolean {
    return this.#outer.wasEverErased
  }

  flush(): void {
    this.#sealing.now()
    this.#restoring.now()
  }

  reopen(): void {
    this.#outer.reopen()
    this.#refresh()
  }

  partnerIs(devices: readonly DeviceId[]): void {
    this.#holdings.partnerIs(devices, this.#presence.peers.values())
  }

  setOffline(offline: boolean): void {
    this.#connection.setOffline(offline)
  }

  /** Somebody no longer needs it. */
  async leave(): Promise<void> {
    this.flush()
    this.#endWhenKept()
    await this.#persistence?.stored()
  }

  async end(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.flush()
    this.#ended()
    this.#stopPageLife()
    this.#sealing.stop()
    this.#restoring.stop()
    this.#looking.stop()
    this.#cancelTrying?.()
    this.#outer.close()
    this.#compactor.close()
    this.#holdings.close()
    this.#presence.close()
    this.#connection.close()
    await this.#persistence?.stored()
    await this.#persistence?.close()
    this.#listeners.clear()
    this.inner.destroy()
    this.#outer.doc.destroy()
  }

  async #load(): Promise<void> {
    await this.#restore()
    if (this.#closed) return
    this.#restored = true
    this.#connection.connect()
    this.#looking.call()
    if (this.#status.loaded) return
    await new Promise<void>(resolve => {
      const stop = this.subscribe(() => {
        if (!this.#status.loaded) return
        stop()
        resolve()
      })
    })
  }

  /** Storage that does not answer must not keep the document from being read from the server. */
  async #restore(): Promise<void> {
    if (!this.#persistence) return
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const cancel = this.#clock.after(RESTORE_WITHIN_MS, resolve)
    const restored = this.#persistence.whenLoaded.then(() => this.#holdings.recall())
    await Promise.race([restored, late])
    cancel()
    void this.#holdings.changed()
  }

  /** Something in the outer document changed, or in what of it was opened. */
  #look(): void {
    if (this.#closed) return
    this.#outer.lookForErased()
    // What seems lost may be in what was not looked at yet.
    if (this.#outer.isErased && !this.#outer.isOpening) this.#restoring.call()
    void this.#holdings.changed()
    this.#compactor.touched()
  }

  /** What was typed stays unsealed until it is in the outer document: in one entry, or in several where that holds too much. */
  #seal(): void {
    if (this.#unsealed.length > 1) {
      const whole = Y.mergeUpdates(this.#unsealed)
      if (isSoundUpdate(whole)) this.#unsealed = [whole]
    }
    for (let next = this.#unsealed[0]; next; next = this.#unsealed[0]) {
      this.#outer.push('single', next)
      this.#unsealed.shift()
    }
  }

  /** A fault in here must not end the saving of what comes after, and nothing is called saved until it is over. */
  #attempt(work: Work): void {
    try {
      this.#works[work]()
      this.#failed.delete(work)
    } catch {
      this.#failed.add(work)
      this.#cancelTrying?.()
      this.#cancelTrying = this.#clock.after(TRY_AGAIN_MS, () => this.#tryAgain())
    }
    this.#refresh()
  }

  #tryAgain(): void {
    for (const work of [...this.#failed]) this.#attempt(work)
  }

  #refresh(): void {
    if (this.#closed) return
    const here = this.#outer.clocks()
    const { stored, unwritten, kept, partner } = this.#holdings
    const failed = this.#failed.size > 0
    const unsealed = this.#unsealed.length > 0 || this.#outer.isErased
    const connection = this.#connection.state
    if (connection === 'online') this.#answered = true
    if (this.#answered && !unsealed && covers(kept, here)) this.#connection.settle()
    const refused = this.#connection.refused
    const next: DocumentStatus = {
      loaded: this.#status.loaded || (this.#restored && !this.#outer.isOpening && (here.size > 0 || this.#answered)),
      connection,
      saved: savedState({ unsealed, failed, here, stored, unwritten, kept, partner, connection, refused }),
      unopened: this.#outer.unopened,
      refused,
    }
    if (!sameStatus(next, this.#status)) {
      const back = connection === 'online' && this.#status.connection !== 'online'
      this.#status = next
      if (back) this.#attempt('compact')
      for (const listener of [...this.#listeners]) listener()
    }
    this.#endWhenKept()
  }

  /** Nobody needs it any more, and nothing written here is on this device alone. */
  #endWhenKept(): void {
    if (this.users > 0 || this.#closed || this.#unsealed.length > 0 || this.#outer.isErased) return
    const delivered = covers(this.#holdings.kept, this.#outer.clocks())
    if (delivered || this.#connection.ended) void this.end()
  }
}
