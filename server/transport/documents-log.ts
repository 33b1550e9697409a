import { type CloseCodeName, closeCodes } from '../../shared/documents.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import { findAccess } from '../features/access.ts'
import { Malformed } from '../features/document-bytes.ts'
import { type DocumentKey, foldDocument, type LoadedDocument, loadDocument, readMissing } from '../features/document-log.ts'
import { applyChange, changeOf, covers, decodeVector, encodeDeletes, encodeVector } from '../features/document-state.ts'
import { readOuterUpdate } from '../features/document-update.ts'
import { type DocumentRules, type Incoming, type Stored, storeUpdates } from '../features/documents.ts'
import { faultOf, type Logger } from '../log.ts'
import type { Store } from '../storage/store.ts'
import type { DocumentConnection } from './documents-connection.ts'
import { missingMessage } from './documents-wire.ts'

export interface RoomLogParts {
  store: Store
  log: Logger
  rules: DocumentRules
  /** So many rows are folded. */
  foldAtRows: number
}

/** Whom the log tells what came of it. Called in the order in which things were stored. */
export interface RoomLogListener {
  /** The log is read, and this socket may know of it: `vector` is what it holds. */
  opened(to: DocumentConnection, vector: Uint8Array): void
  stored(update: Uint8Array, from: DocumentConnection | null): void
  /** Something of this socket was left out and must be asked for. */
  incomplete(from: DocumentConnection, resync: boolean, vector: Uint8Array): void
}

/** What waits for its turn. One at a time, in the order in which it came, so that nobody is told things out of order. */
type Job =
  | { kind: 'open'; to: DocumentConnection }
  | { kind: 'store'; from: DocumentConnection; update: Incoming }
  | { kind: 'answer'; to: DocumentConnection; vector: Uint8Array }
  | { kind: 'elsewhere'; bytes: Uint8Array }
  | { kind: 'fold'; unless: () => boolean }
type StoreJob = Extract<Job, { kind: 'store' }>

/** A room's place in the log, and the queue before it. Holds counts of what is stored, no content. */
export class RoomLog {
  readonly #key: DocumentKey
  readonly #parts: RoomLogParts
  readonly #listener: RoomLogListener
  readonly #jobs: Job[] = []
  #working: Promise<void> | undefined
  #document: LoadedDocument | undefined
  #vector: Uint8Array | undefined

  constructor(key: DocumentKey, parts: RoomLogParts, listener: RoomLogListener) {
    this.#key = key
    this.#parts = parts
    this.#listener = listener
  }

  /** The stored state vector as Yjs encodes it; never ahead of the last commit. Undefined while it is not known. */
  get vector(): Uint8Array | undefined {
    return this.#vector
  }

  open(to: DocumentConnection): void {
    this.#enqueue({ kind: 'open', to })
  }

  store(from: DocumentConnection, bytes: Uint8Array, resync: boolean): void {
    from.hold(bytes.length)
    this.#enqueue({ kind: 'store', from, update: { from, tokenHash: from.tokenHash, bytes, resync } })
  }

  answer(to: DocumentConnection, vector: Uint8Array): void {
    this.#enqueue({ kind: 'answer', to, vector })
  }

  /** Another node has stored this. */
  storedElsewhere(bytes: Uint8Array): void {
    this.#enqueue({ kind: 'elsewhere', bytes })
  }

  /** Leaves a log of one row, if it is still wanted when its turn comes. */
  fold(unless: () => boolean): void {
    this.#enqueue({ kind: 'fold', unless })
  }

  /** Resolves when all that came in is stored or refused. */
  async settled(): Promise<void> {
    while (this.#working) await this.#working
  }

  #enqueue(job: Job): void {
    this.#jobs.push(job)
    this.#working ??= this.#work()
  }

  async #work(): Promise<void> {
    for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) {
      try {
        await this.#do(job)
      } catch (error) {
        this.#forget(error, 'document: not served')
        closeAfterFault(job)
      }
    }
    // In the same turn in which nothing was left: what comes next starts anew.
    this.#working = undefined
  }

  async #do(job: Job): Promise<void> {
    const document = this.#document ?? (await this.#load())
    switch (job.kind) {
      case 'open':
        return this.#open(job.to, document)
      case 'store':
        await this.#store([job, ...this.#takeStores()], document)
        if (document.rows.length >= this.#parts.foldAtRows) await this.#fold(document, 'newest')
        return
      case 'answer':
        return this.#answer(job.to, job.vector, document)
      case 'elsewhere':
        this.#takeElsewhere(job.bytes, document)
        return
      case 'fold':
        if (!job.unless()) await this.#fold(document, 'all')
        return
    }
  }

  /** From here on the room hears when access ends; what was checked before may be over. */
  async #open(to: DocumentConnection, document: LoadedDocument): Promise<void> {
    const access = await this.#parts.store.read(tx => findAccess(tx, to.tokenHash))
    if (access.ok) this.#listener.opened(to, encodeVector(document.state.vector))
    else to.close('wrong-token')
  }

  async #load(): Promise<LoadedDocument> {
    const document = await this.#parts.store.read(tx => loadDocument(tx, this.#key))
    this.#document = document
    this.#vector = encodeVector(document.state.vector)
    return document
  }

  /** Whatever else waits to be stored right behind the first shares its transaction. */
  #takeStores(): StoreJob[] {
    const others = this.#jobs.findIndex(job => job.kind !== 'store')
    const stores = this.#jobs.splice(0, others === -1 ? this.#jobs.length : others)
    return stores.filter(job => job.kind === 'store')
  }

  async #store(jobs: StoreJob[], document: LoadedDocument): Promise<void> {
    const live = jobs.filter(job => !job.from.ended)
    const updates = live.map(job => job.update)
    try {
      const outcomes = await this.#parts.store.write(tx => storeUpdates(tx, this.#key, document, updates, this.#parts.rules))
      this.#vector = encodeVector(document.state.vector)
      for (const [index, outcome] of outcomes.entries()) {
        const job = live[index]
        if (job) this.#conclude(job, outcome, document)
      }
    } catch (error) {
      this.#forget(error, 'document: not stored')
      for (const { from } of live) from.close('not-stored')
    } finally {
      for (const { from, update } of jobs) from.release(update.bytes.length)
    }
  }

  #conclude({ from, update }: StoreJob, outcome: Stored, document: LoadedDocument): void {
    if (!outcome.ok) {
      this.#parts.log.info({ code: outcome.code, detail: outcome.detail }, 'document: update refused')
      from.close(closeNameOf(outcome.code))
      return
    }
    if (outcome.stored) this.#listener.stored(outcome.stored, from)
    if (!outcome.whole) this.#listener.incomplete(from, update.resync, encodeVector(document.state.vector))
  }

  async #answer(to: DocumentConnection, vector: Uint8Array, document: LoadedDocument): Promise<void> {
    if (to.ended) return
    const theirs = vectorOrNull(vector)
    if (!theirs) {
      to.close('bad-update')
      return
    }
    const upToDate = covers(theirs, document.state)
    const missing = await this.#parts.store.read(async tx => {
      const access = await findAccess(tx, to.tokenHash)
      if (!access.ok) return null
      return upToDate ? encodeDeletes(document.state) : await readMissing(tx, this.#key, vector)
    })
    if (missing) to.send(missingMessage(missing))
    else to.close('wrong-token')
  }

  #takeElsewhere(bytes: Uint8Array, document: LoadedDocument): void {
    const read = readOuterUpdate(bytes)
    if (!read.ok) return
    applyChange(document.state, changeOf(read.update))
    this.#vector = encodeVector(document.state.vector)
    this.#listener.stored(bytes, null)
  }

  async #fold(document: LoadedDocument, which: 'all' | 'newest'): Promise<void> {
    try {
      document.rows = await this.#parts.store.write(tx => foldDocument(tx, this.#key, which))
    } catch (error) {
      // The log is as it was; a later fold will do.
      this.#forget(error, 'document: not folded')
    }
  }

  /** What is in memory may be ahead of the log: it is read again when next needed. */
  #forget(error: unknown, what: string): void {
    this.#document = undefined
    this.#vector = undefined
    this.#parts.log.error({ fault: faultOf(error) }, what)
  }
}

const closeAfterFault = (job: Job): void => {
  switch (job.kind) {
    case 'open':
    case 'answer':
      job.to.close('not-stored')
      return
    case 'store':
      job.from.close('not-stored')
      return
    case 'elsewhere':
    case 'fold':
      return
  }
}

const vectorOrNull = (bytes: Uint8Array): Map<number, number> | null => {
  try {
    return decodeVector(bytes)
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}

const hasCloseCode = (code: ErrorCode): code is CloseCodeName => code in closeCodes
const closeNameOf = (code: ErrorCode): CloseCodeName => (hasCloseCode(code) ? code : 'bad-request')
