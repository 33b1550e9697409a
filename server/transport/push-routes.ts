import { type RequestHandler, Router } from 'express'
import type { Refusal } from '../../shared/errors.ts'
import { PushSubscription } from '../../shared/push.ts'
import type { Done } from '../../shared/spaces.ts'
import type { Fanout } from '../fanout/fanout.ts'
import type { Access } from '../features/access.ts'
import { deleteSubscription, putSubscription, viewPushSettings } from '../features/push-subscriptions.ts'
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

/** `/api/push`: where this device is pushed to. Both phones hear that it changed, since Now says whether the other can be reached. */
export const pushRoutes = ({ store, fanout, limits, push }: PushRouteParts): RequestHandler => {
  const limiter = memoryLimiter(limits.push)
  const isAllowed = (endpoint: string): boolean => isAllowedEndpoint(endpoint, push.places)
  const after = (_result: Done | Refusal, { spaceId }: Access): undefined => {
    fanout.publish(spaceId, { kind: 'space-changed' })
  }
  const router = Router()
  router
    .route('/push')
    .get(deviceRoute(store, { body: Nothing, limiter, work: (tx, access) => viewPushSettings(tx, access, push.vapidKey) }))
    .put(
      deviceRoute(store, {
        body: PushSubscription,
        limiter,
        work: (tx, access, body) => putSubscription(tx, access, body, isAllowed),
        after,
      }),
    )
    .delete(deviceRoute(store, { body: Nothing, limiter, work: deleteSubscription, after }))
  return router
}
