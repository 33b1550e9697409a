import { type RequestHandler, Router } from 'express'
import { OutgoingEvent } from '../../shared/events.ts'
import type { Instant } from '../../shared/ids.ts'
import type { PauseLimits } from '../../shared/pause.ts'
import type { Fanout } from '../fanout/fanout.ts'
import { type Stored, storeEvent } from '../features/events.ts'
import { lastHeard } from '../features/heard.ts'
import { allOf, type Limiter, type Limits, memoryLimiter } from '../limits.ts'
import type { Store } from '../storage/store.ts'
import { deviceRoute, tokenHashOf } from './callers.ts'
import type { HeardDevices } from './relay-heard.ts'

export interface EventRouteParts {
  store: Store
  fanout: Fanout
  now: () => Instant
  limits: Limits
  pauseLimits: PauseLimits
  /** Shared with the relay, so that what a device may do is the same over both. */
  sends: Limiter
  heard: HeardDevices
  onStored: (stored: Stored) => void
}

/** `POST /api/events`: the relay's `send` for a service worker, which has no socket. The same rules, by the same function. */
export const eventRoute = (parts: EventRouteParts): RequestHandler => {
  const { store, fanout, now, limits, pauseLimits, sends, heard, onStored } = parts
  const router = Router()
  router.post(
    '/events',
    deviceRoute(store, {
      body: OutgoingEvent,
      limiter: allOf(memoryLimiter(limits.device), sends),
      work: async (tx, { spaceId, deviceId }, event, request) => {
        const at = now()
        const heardAt = heard.visit(deviceId, await lastHeard(tx, deviceId), at)
        return storeEvent(tx, { tokenHash: tokenHashOf(request) ?? '', spaceId, event, at, heardAt }, pauseLimits)
      },
      after: (stored, { spaceId }) => {
        const { ok, seq, at } = stored
        if (!stored.fresh) return { ok, seq, at }
        fanout.publish(spaceId, { kind: 'event-stored', seq })
        onStored(stored)
        return { ok, seq, at }
      },
    }),
  )
  return router
}
