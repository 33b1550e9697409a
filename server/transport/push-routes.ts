import { type RequestHandler, Router } from 'express'
import { PushSubscription } from '../../shared/push.ts'
import type { Done } from '../../shared/spaces.ts'
import type { Fanout } from '../fanout/fanout.ts'
import type { Access } from '../features/access.ts'
import { deleteSubscription, putSubscription, type SubscriptionChange, viewPushSettings } from '../features/push-subscriptions.ts'
import { type Limits, memoryLimiter } from '../limits.ts'
import type { Store } from '../storage/store.ts'
import { deviceRoute, Nothing } from './callers.ts'
import { isAllowedEndpoint, type PushPlaces } from './push-address.ts'

export interface PushRouteParts {
  store: Store
  fanout: Fanout
  limits: Limits
  push: { vapidKey: string; places: PushPlaces }
}

const DONE: Done = { ok: true }

/**
 * `/api/push`: where this device is pushed to. The space hears only that a seat can be reached, or no more: that a device said the
 * same again, as it does when the app is opened, is told to nobody.
 */
export const pushRoutes = ({ store, fanout, limits, push }: PushRouteParts): RequestHandler => {
  const looking = memoryLimiter(limits.device)
  const changing = memoryLimiter(limits.push)
  const isAllowed = (endpoint: string): boolean => isAllowedEndpoint(endpoint, push.places)
  const after = ({ seatChanged }: SubscriptionChange, { spaceId }: Access): Done => {
    if (seatChanged) fanout.publish(spaceId, { kind: 'space-changed' })
    return DONE
  }
  const router = Router()
  router.get(
    '/push',
    deviceRoute(store, {
      body: Nothing,
      limiter: looking,
      work: (tx, access) => viewPushSettings(tx, access, push.vapidKey),
    }),
  )
  router.put(
    '/push',
    deviceRoute(store, {
      body: PushSubscription,
      limiter: changing,
      work: (tx, access, body) => putSubscription(tx, access, body, isAllowed),
      after,
    }),
  )
  router.delete('/push', deviceRoute(store, { body: Nothing, limiter: changing, work: deleteSubscription, after }))
  return router
}
