import { type CloseCodeName, closeCodes } from '../../shared/documents.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import { findAccess } from '../features/access.ts'
import { Malformed } from '../features/document-bytes.ts'
import {
  type DocumentKey,
  documentOf,
  type LoadedDocument,
  newestOf,
  readAuthors,
  readRows,
  type StoredRow,
} from '../features/document-log.ts'
import type { LogSummary } from '../features/document-merge.ts'
import { applyChange, changeOf, covers, decodeVector, encodeDeletes, encodeVector } from '../features/document-state.ts'
import { readOuterUpdate } from '../features/document-update.ts'
import { arrivalsOf, arrive } from '../features/document-walks.ts'
import { type DocumentRules, type Stored, storeUpdates } from '../features/documents.ts'
import { faultOf, type Logger } from '../log.ts'
import type { Store } from '../storage/store.ts'
import type { DocumentConnection } from './documents-connection.ts'
import { bytesOf, foldRows } from './documents-fold.ts'
import { closeAfterFault, type Job, type StoreJob, takeStores } from './documents-jobs.ts'
import { missingMessage } from './documents-wire.ts'
import { type DocumentWork, WorkGivenUp } from './documents-work.ts'

export interface RoomLogParts {
  store: Store
  work: DocumentWork
  log: Logger
  rules: DocumentRules
  /** Rows are folded when so many came since the last time. */
  foldAtRows: number
}

/** Whom the log tells what came of it. Called in the order in which things were stored. */
export interface RoomLogListener {
  /** The log is read, and this socket may know of it: `vector` is what it holds. */
  opened(to: DocumentConnection, vector: Uint8Array): void
  stored(update: Uint8Array, from: DocumentConnection | null): void
  /** Something of this socket was left out and must be asked for. */
  incomplete(from: DocumentConnection, resync: boolean, vector: () => Uint8Array): void
  /** What is kept, as `tell` says. */
  kept(vector: Uint8Array): void
}

/** An entry or a run of deletes counts like so many bytes sent: of many tiny ones each costs more time than its bytes. */
const PART_COSTS_BYTES = 48
/** What is refused was read to the part that is wrong: the smallest parts have five bytes, so that each byte counts as a fifth of one. */
const REFUSED_COSTS = Math.ceil(PART_COSTS_BYTES / 5)

/** A room's place in the log, and the queue before it. Holds counts of what is stored, no content. */
export class RoomLog {
  readonly #name: string
  readonly #key: DocumentKey
  readonly #parts: RoomLogParts
  readonly #listener: RoomLogListener
  readonly #jobs: Job[] = []
  #working: Promise<void> | undefined
  #document: LoadedDocument | undefined
  /** The stored state vector as Yjs encodes it; never ahead of the last commit, and behind it while it is stale. */
  #vector: Uint8Array | undefined
  #isStale = false
  #storing = false
  #toTell = false
  /** A fold that failed is not tried again before as many rows more have come. */
  #foldAt: number
  #ending = false

  constructor(name: string, key: DocumentKey, parts: RoomLogParts, listener: RoomLogListener) {
    this.#name = name
    this.#key = key
    this.#parts = parts
    this.#listener = listener
    this.#foldAt = parts.foldAtRows
  }

  open(to: DocumentConnection): void {
    this.#enqueue({ kind: 'open', to })
  }

  store(from: DocumentConnection, bytes: Uint8Array, resync: boolean): void {
    from.hold(bytes.length)
    this.#enqueue({ kind: 'store', from, update: { from, tokenHash: from.tokenHash, bytes, resync } })
  }

  /** Whoever asks again before the answer is told what it lacks by its latest question alone. */
  answer(to: DocumentConnection, vector: Uint8Array): void {
    to.question = vector
    this.#enqueue({ kind: 'answer', to, vector })
  }

  /** Another node has stored this. */
  storedElsewhere(bytes: Uint8Array): void {
    this.#enqueue({ kind: 'elsewhere', bytes })
  }

  /** Says what is kept; while something is being stored what was kept before it, and once more after it. */
  tell(): void {
    this.#toTell = this.#storing
    const vector = this.#storing || !this.#document ? this.#vector : this.#vectorOf(this.#document)
    if (vector) this.#listener.kept(vector)
  }

  /** From now on only what came in is stored: nobody is answered, nothing is folded. */
  end(): void {
    this.#ending = true
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
    if (this.#ending && (job.kind === 'answer' || job.kind === 'fold')) return
    const document = this.#document ?? (await this.#load())
    switch (job.kind) {
      case 'open':
        return this.#open(job.to, document)
      case 'store':
        await this.#store([job, ...takeStores(this.#jobs, job)], document)
        if (document.rows.length >= this.#foldAt) await this.#fold(document, 'newest')
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
    if (access.ok) this.#listener.opened(to, this.#vectorOf(document))
    else to.close(access.code)
  }

  async #load(): Promise<LoadedDocument> {
    const { rows, authors } = await this.#parts.store.read(async tx => ({
      rows: await readRows(tx, this.#key),
      authors: await readAuthors(tx, this.#key),
    }))
    const summary = await this.#parts.work.run(this.#name, 'summarise', bytesOf(rows))
    this.#logBroken(rows, summary)
    const document = documentOf(rows, summary, authors)
    this.#document = document
    this.#vector = undefined
    return document
  }

  /** Devices bring again what a damaged row held, and whatever builds on it: it counts as not stored. */
  #logBroken(rows: StoredRow[], summary: LogSummary): void {
    const [damaged, waiting] = (['damaged', 'waiting'] as const).map(state =>
      rows.filter((_, index) => summary.rows[index]?.state === state).map(row => row.seq),
    )
    if (damaged?.length || waiting?.length) this.#parts.log.error({ damaged, waiting }, 'document: rows are passed over')
  }

  /** Encoded once for all who are told, since a document may have very many clients. Asked for only while nothing is stored. */
  #vectorOf(document: LoadedDocument): Uint8Array {
    const vector = this.#vector && !this.#isStale ? this.#vector : encodeVector(document.state.vector)
    this.#isStale = false
    this.#vector = vector
    return vector
  }

  async #store(jobs: StoreJob[], document: LoadedDocument): Promise<void> {
    const live = jobs.filter(job => !job.from.ended)
    const updates = live.map(job => job.update)
    this.#storing = true
    try {
      const outcomes = await this.#parts.store.write(tx => storeUpdates(tx, this.#key, document, updates, this.#parts.rules))
      this.#storing = false
      this.#isStale ||= outcomes.some(outcome => outcome.ok && outcome.stored)
      for (const [index, outcome] of outcomes.entries()) {
        const job = live[index]
        if (job) this.#conclude(job, outcome, document)
      }
    } catch (error) {
      this.#forget(error, 'document: not stored')
      for (const { from } of live) from.close('not-stored')
    } finally {
      this.#storing = false
      for (const { from, update } of jobs) from.release(update.bytes.length)
    }
    if (this.#toTell) this.tell()
  }

  #conclude({ from, update }: StoreJob, outcome: Stored, document: LoadedDocument): void {
    if (!outcome.ok) {
      this.#parts.log.info({ code: outcome.code, detail: outcome.detail }, 'document: update refused')
      // It was read all the same, part by part; and whoever is refused may come again.
      from.charge(update.bytes.length * REFUSED_COSTS)
      from.close(closeNameOf(outcome.code))
      return
    }
    from.charge(outcome.parts * PART_COSTS_BYTES)
    if (outcome.stored) this.#listener.stored(outcome.stored, from)
    if (!outcome.whole) this.#listener.incomplete(from, update.resync, () => this.#vectorOf(document))
  }

  async #answer(to: DocumentConnection, vector: Uint8Array, document: LoadedDocument): Promise<void> {
    if (to.ended || to.question !== vector) return
    const theirs = vectorOrNull(vector)
    if (!theirs) {
      to.close('bad-update')
      return
    }
    const upToDate = covers(theirs, document.state)
    const { access, rows } = await this.#parts.store.read(async tx => {
      const access = await findAccess(tx, to.tokenHash)
      return { access, rows: access.ok && !upToDate ? await readRows(tx, this.#key) : [] }
    })
    if (!access.ok) {
      to.close(access.code)
      return
    }
    const missing = upToDate
      ? encodeDeletes(document.state)
      : await this.#parts.work.run(this.#name, 'missing', bytesOf(rows), vector)
    // A question that lacks next to nothing makes the server read all the same.
    to.charge(
      Math.max(
        missing.length,
        rows.reduce((sum, { bytes }) => sum + bytes.length, 0),
      ),
    )
    to.send(missingMessage(missing))
  }

  #takeElsewhere(bytes: Uint8Array, document: LoadedDocument): void {
    const read = readOuterUpdate(bytes)
    if (!read.ok) return
    applyChange(document.state, changeOf(read.update))
    const sections = [...read.update.entries].map(([client, entries]) => ({ client, entries }))
    arrive(document.state.walks, arrivalsOf(document.state.walks, sections))
    this.#isStale = true
    this.#listener.stored(bytes, null)
  }

  /** A fold that fails leaves the log as it was; a later one will do. */
  async #fold(document: LoadedDocument, which: 'all' | 'newest'): Promise<void> {
    const chosen = which === 'all' ? document.rows : newestOf(document.rows)
    if (chosen.length < 2) return
    try {
      document.rows = await foldRows(this.#parts, this.#name, this.#key, document.rows, chosen)
    } catch (error) {
      if (error instanceof WorkGivenUp) this.#parts.log.warn('document: a fold was given up')
      else this.#forget(error, 'document: not folded')
    }
    this.#foldAt = document.rows.length + this.#parts.foldAtRows
  }

  /** What is in memory may be ahead of the log: it is read again when next needed. */
  #forget(error: unknown, what: string): void {
    this.#document = undefined
    this.#vector = undefined
    this.#parts.log.error({ fault: faultOf(error) }, what)
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
