import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localFanout } from '../../server/fanout/local.ts'
import type { DocumentRules } from '../../server/features/documents.ts'
import type { Limit } from '../../server/limits.ts'
import { createLog } from '../../server/log.ts'
import { openSqlite } from '../../server/storage/sqlite.ts'
import type { Store } from '../../server/storage/store.ts'
import { attachDocuments, type DocumentTiming } from '../../server/transport/documents.ts'
import type { DocumentWork } from '../../server/transport/documents-work.ts'
import type { MemoryLimits } from '../../server/transport/held-memory.ts'
import { originCheck } from '../../server/transport/origin.ts'

/** State vectors that follow a commit at once, for tests that wait for them. */
export const quick: DocumentTiming = {
  keptAtMostMs: 5,
  keptAtLeastMs: 20_000,
  awarenessEveryMs: 0,
  awarenessBytesPerSecond: Number.POSITIVE_INFINITY,
  silentAtMostMs: 60_000,
}

export interface DocumentServerOptions {
  rules?: DocumentRules
  /** Time by which the server counts what a socket may send, ms. */
  now?: () => number
  timing?: DocumentTiming
  /** Does the heavy work with logs in another way. */
  work?: DocumentWork
  memory?: MemoryLimits
  opens?: Limit
  /** Puts something between the documents and the store: a broken one, to see that a test would notice. */
  wrap?: (store: Store) => Store
  /** A folder of an earlier server, whose data this one goes on with; it is then left behind. */
  folder?: string
  /** Another node of the same cluster: one store and one fan-out between them. Ended before it. */
  beside?: DocumentServer
}

export interface DocumentServer extends AsyncDisposable {
  url: string
  folder: string
  /** The store itself, never the wrapped one. */
  store: Store
  fanout: ReturnType<typeof localFanout>
  /** Lines that the server logged. */
  log: string[]
  /** Ends the documents alone, as the program does at the beginning of its end. */
  stopDocuments: () => Promise<void>
  /** Sizes of a log's rows, oldest first, bytes. */
  rowsOf: (owner: string, document?: string) => Promise<number[]>
}

/** Documents on a real socket over a real SQLite file, without the rest of the server. */
export const startDocuments = async (options: DocumentServerOptions = {}): Promise<DocumentServer> => {
  const { beside } = options
  const folder = beside?.folder ?? options.folder ?? mkdtempSync(join(tmpdir(), 'holdfast-documents-'))
  const store = beside?.store ?? (await openSqlite({ file: join(folder, 'holdfast.db'), synchronous: 'full' }))
  const fanout = beside?.fanout ?? localFanout()
  const lines: string[] = []
  const log = createLog('debug', { write: line => lines.push(line) })
  const http = createServer((_, response) => response.writeHead(404).end())
  const { rules, timing, work, memory, opens, wrap } = options
  const documents = attachDocuments({
    http,
    store: wrap?.(store) ?? store,
    fanout,
    now: options.now ?? Date.now,
    log,
    origin: originCheck(null),
    ...(rules && { rules }),
    ...(timing && { timing }),
    ...(work && { work }),
    ...(memory && { memory }),
    ...(opens && { opens }),
  })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  const stopDocuments = async () => documents[Symbol.asyncDispose]()
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    folder,
    store,
    fanout,
    log: lines,
    stopDocuments,
    rowsOf: (owner, document = 'agreement') => readRowSizes(store, owner, document),
    [Symbol.asyncDispose]: async () => {
      await stopDocuments()
      http.closeAllConnections()
      await new Promise(resolve => http.close(resolve))
      if (beside) return
      await fanout[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const readRowSizes = async (store: Store, owner: string, document = 'agreement'): Promise<number[]> => {
  const rows = await store.read(tx =>
    tx
      .selectFrom('document_updates')
      .select('bytes')
      .where('owner', '=', owner)
      .where('document', '=', document)
      .orderBy('update_seq')
      .execute(),
  )
  return rows.map(row => row.bytes.length)
}
