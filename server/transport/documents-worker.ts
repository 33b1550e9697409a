import { parentPort } from 'node:worker_threads'
import { documentWorks } from '../features/document-merge.ts'
import type { WorkAnswer, WorkOrder } from './documents-work.ts'

/** The other side of `WorkBeside`: does one thing after another, and keeps nothing. */
parentPort?.on('message', ({ id, kind, given }: WorkOrder) => {
  const work = documentWorks[kind] as (...given: unknown[]) => unknown
  const answer: WorkAnswer = { id, result: work(...given) }
  parentPort?.postMessage(answer)
})
