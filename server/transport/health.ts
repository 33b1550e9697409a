import { type RequestHandler, Router } from 'express'
import { refuse } from '../../shared/errors.ts'
import { markReady } from '../storage/readiness.ts'
import type { Store } from '../storage/store.ts'
import { answerRefusal } from './refusals.ts'

/** Asked more often than this, ms, `/readyz` repeats its last answer: each real one costs a write to the disk. */
const READY_FOR_MS = 1_000

/** `/healthz`: the process answers. `/readyz`: a write reached the disk, and the server is not on its way down. */
export const healthRoutes = (parts: { store: Store; now: () => number; stopping: () => boolean }): RequestHandler => {
  let writtenAt = Number.NEGATIVE_INFINITY
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.json({ ok: true })
  })
  router.get('/readyz', async (_request, response) => {
    if (parts.stopping()) return answerRefusal(response, refuse('stopping'))
    const now = parts.now()
    if (now < writtenAt || now - writtenAt > READY_FOR_MS) {
      await parts.store.write(tx => markReady(tx, now))
      writtenAt = now
    }
    response.json({ ok: true })
  })
  return router
}
