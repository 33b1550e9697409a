import type { Incoming } from '../features/documents.ts'
import type { DocumentConnection } from './documents-connection.ts'

/** What waits for its turn. One at a time, in the order in which it came, so that nobody is told things out of order. */
export type Job =
  | { kind: 'open'; to: DocumentConnection }
  | { kind: 'store'; from: DocumentConnection; update: Incoming }
  | { kind: 'answer'; to: DocumentConnection; vector: Uint8Array }
  | { kind: 'elsewhere'; bytes: Uint8Array }
  | { kind: 'fold'; unless: () => boolean }
export type StoreJob = Extract<Job, { kind: 'store' }>

/** What is decided on in one transaction, at most: others get their turn in between. One larger update goes by itself. */
const TOGETHER = { updates: 64, bytes: 16_384 }

/** Takes from the queue whatever waits to be stored right behind the first, and shares its transaction. */
export const takeStores = (jobs: Job[], first: StoreJob): StoreJob[] => {
  const stores: StoreJob[] = []
  let bytes = first.update.bytes.length
  for (const job of jobs) {
    if (job.kind !== 'store' || stores.length + 1 >= TOGETHER.updates) break
    bytes += job.update.bytes.length
    if (bytes > TOGETHER.bytes) break
    stores.push(job)
  }
  jobs.splice(0, stores.length)
  return stores
}

/** Ends the socket whose job failed: it comes back, and brings again what was not stored. */
export const closeAfterFault = (job: Job): void => {
  switch (job.kind) {
    case 'open':
    case 'answer':
      job.to.close('not-stored')
      return
    case 'store':
      job.from.close('not-stored')
      job.from.release(job.update.bytes.length)
      return
    case 'elsewhere':
    case 'fold':
      return
  }
}
