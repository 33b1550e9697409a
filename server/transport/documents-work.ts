import { Worker } from 'node:worker_threads'
import { type DocumentWorks, documentWorks } from '../features/document-merge.ts'
import { type Share, WorkShares } from './work-shares.ts'

export interface WorkOrder {
  id: number
  kind: keyof DocumentWorks
  given: unknown[]
}
export interface WorkAnswer {
  id: number
  result: unknown
}

export interface WorkLimits {
  /** Rows of no more than this are dealt with at once, bytes: a few ms at most, and no wait behind larger ones. */
  atOnceBytes: number
  /** What takes longer is given up, ms. */
  withinMs: number
  /** What was given up of a document is not tried again for so long, ms. */
  restMs: number
  memoryMb: number
}
export const workLimits: WorkLimits = { atOnceBytes: 65_536, withinMs: 5_000, restMs: 60_000, memoryMb: 512 }

/** Does what takes long with the rows of a log. `document` names it, `<owner>/…`, so that one that is too much is told from others. */
export interface DocumentWork extends AsyncDisposable {
  /** Throws `WorkGivenUp`. */
  run<K extends keyof DocumentWorks>(
    document: string,
    kind: K,
    ...given: Parameters<DocumentWorks[K]>
  ): Promise<ReturnType<DocumentWorks[K]>>
}

/** Took too long, or too much memory, or the server stops. */
export class WorkGivenUp extends Error {
  override readonly name = 'WorkGivenUp'
}

interface Waiting extends WorkOrder, Share {
  document: string
  resolve: (result: never) => void
  reject: (error: Error) => void
}

/** Documents given up lately that are remembered. */
const RESTING_MOST = 1_000

/**
 * The work beside the event loop: a thread that is started when first needed, works on one thing at a time, by turns between those
 * who ask, and is ended when that takes too long. Nothing it does is kept there.
 */
export class WorkBeside implements DocumentWork {
  readonly #limits: WorkLimits
  readonly #waiting: Waiting[] = []
  readonly #shares = new WorkShares()
  readonly #resting = new Map<string, number>()
  #current: (Waiting & { began: number }) | undefined
  #worker: Worker | undefined
  #deadline: NodeJS.Timeout | undefined
  #count = 0
  #stopped = false

  constructor(limits: WorkLimits = workLimits) {
    this.#limits = limits
  }

  async run<K extends keyof DocumentWorks>(
    document: string,
    kind: K,
    ...given: Parameters<DocumentWorks[K]>
  ): Promise<ReturnType<DocumentWorks[K]>> {
    const size = given[0].reduce((sum, row) => sum + row.length, 0)
    if (size <= this.#limits.atOnceBytes) {
      const work = documentWorks[kind] as (...given: unknown[]) => ReturnType<DocumentWorks[K]>
      return work(...given)
    }
    if (this.#stopped || (this.#resting.get(document) ?? 0) > performance.now()) throw new WorkGivenUp()
    const { promise, resolve, reject } = Promise.withResolvers<ReturnType<DocumentWorks[K]>>()
    const [owner = ''] = document.split('/')
    this.#waiting.push({ id: this.#count++, kind, given, document, owner, size, resolve: resolve as Waiting['resolve'], reject })
    this.#next()
    return promise
  }

  /** Gives up whatever is not done. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true
    for (const waiting of this.#waiting.splice(0)) waiting.reject(new WorkGivenUp())
    await this.#giveUp()
  }

  #next(): void {
    const now = performance.now()
    const next = this.#current ? undefined : this.#shares.take(this.#waiting, now)
    if (!next) return
    this.#current = { ...next, began: now }
    this.#worker ??= this.#start()
    this.#deadline = setTimeout(() => void this.#giveUp(), this.#limits.withinMs)
    const { id, kind, given } = next
    const order: WorkOrder = { id, kind, given }
    this.#worker.postMessage(order)
  }

  #start(): Worker {
    const worker = new Worker(new URL('./documents-worker.ts', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMb },
    })
    worker.unref()
    worker.on('message', ({ id, result }: WorkAnswer) => {
      if (this.#current?.id !== id) return
      this.#take()?.resolve(result as never)
      this.#next()
    })
    worker.on('error', () => {
      if (this.#worker === worker) void this.#giveUp()
    })
    return worker
  }

  #take(): Waiting | undefined {
    clearTimeout(this.#deadline)
    const current = this.#current
    this.#current = undefined
    const now = performance.now()
    if (current) this.#shares.spend(current.owner, now - current.began, now)
    return current
  }

  async #giveUp(): Promise<void> {
    const given = this.#take()
    const worker = this.#worker
    this.#worker = undefined
    if (given) this.#rest(given.document)
    given?.reject(new WorkGivenUp())
    this.#next()
    await worker?.terminate()
  }

  #rest(document: string): void {
    this.#resting.set(document, performance.now() + this.#limits.restMs)
    if (this.#resting.size > RESTING_MOST) this.#resting.delete(this.#resting.keys().next().value ?? '')
  }
}
