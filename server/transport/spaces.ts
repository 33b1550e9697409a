import { type RequestHandler, Router } from 'express'
import { refuse } from '../../shared/errors.ts'
import type { DeviceId, SpaceId } from '../../shared/ids.ts'
import { InviteId } from '../../shared/ids.ts'
import {
  CreateInvite,
  CreateSpace,
  type Done,
  LookAtInvite,
  LookAtRecovery,
  Recover,
  RedeemInvite,
  UndoJoin,
  UpdateSeat,
} from '../../shared/spaces.ts'
import type { Fanout } from '../fanout/fanout.ts'
import type { Access } from '../features/access.ts'
import { createInvite, lookAtInvite, redeemInvite, revokeInvite } from '../features/invites.ts'
import { undoJoin } from '../features/joiner.ts'
import { lookAtRecovery, recover } from '../features/recovery.ts'
import { endSample } from '../features/samples.ts'
import { createSpace, updateSeat, viewSpace } from '../features/spaces.ts'
import { type Limits, memoryLimiter } from '../limits.ts'
import type { Store } from '../storage/store.ts'
import { deviceRoute, Nothing, openRoute } from './callers.ts'

interface SpaceParts {
  store: Store
  fanout: Fanout
  now: () => number
  limits: Limits
}

const DONE: Done = { ok: true }

/** Every route under `/api`, as `shared/spaces.ts` describes them. */
export const spaceRoutes = ({ store, fanout, now, limits }: SpaceParts): RequestHandler => {
  const creation = memoryLimiter(limits.creation)
  const joining = memoryLimiter(limits.joining)
  const recovery = memoryLimiter(limits.recovery)
  const device = memoryLimiter(limits.device)
  const reading = memoryLimiter(limits.reading)
  const ending = memoryLimiter(limits.ending)

  /** Whoever is told reads the whole space again: nobody is told of what did not change. */
  const tell = (spaceId: SpaceId, changed: boolean): void => {
    if (changed) fanout.publish(spaceId, { kind: 'space-changed' })
  }
  const done = ({ changed }: { changed: boolean }, { spaceId }: Access): Done => {
    tell(spaceId, changed)
    return DONE
  }
  const ended = ({ devices }: { devices: DeviceId[] }, access: Access): Done => {
    fanout.publish(access.spaceId, { kind: 'access-ended', devices, code: 'access-ended' })
    tell(access.spaceId, true)
    return DONE
  }

  const router = Router()
  router.post(
    '/spaces',
    openRoute(store, { body: CreateSpace, limiter: creation, work: (tx, body) => createSpace(tx, body, now()) }),
  )
  router.post(
    '/invites/look',
    openRoute(store, { body: LookAtInvite, limiter: joining, work: (tx, body) => lookAtInvite(tx, body.inviteId, now()) }),
  )
  router.post(
    '/invites/redeem',
    openRoute(store, {
      body: RedeemInvite,
      limiter: joining,
      work: (tx, body) => redeemInvite(tx, body, now()),
      after: ({ answer, changed }) => {
        tell(answer.spaceId, changed)
        return answer
      },
    }),
  )
  router.post(
    '/recover/look',
    openRoute(store, { body: LookAtRecovery, limiter: recovery, work: (tx, body) => lookAtRecovery(tx, body, now()) }),
  )
  router.post(
    '/recover',
    openRoute(store, {
      body: Recover,
      limiter: recovery,
      work: (tx, body) => recover(tx, body, now()),
      after: ({ answer, changed, ended: devices }) => {
        const { spaceId } = answer
        if (devices.length > 0) fanout.publish(spaceId, { kind: 'access-ended', devices, code: 'access-ended' })
        tell(spaceId, changed)
        return answer
      },
    }),
  )

  router.get(
    '/space',
    deviceRoute(store, {
      body: Nothing,
      limiter: reading,
      counts: ({ spaceId, seat }) => `${spaceId} ${seat}`,
      work: (tx, access) => viewSpace(tx, access, now()),
    }),
  )
  router.put(
    '/space/seat',
    deviceRoute(store, {
      body: UpdateSeat,
      limiter: device,
      work: (tx, access, body) => updateSeat(tx, access, body, now()),
      after: (result, access) => done(result, access),
    }),
  )
  router.post(
    '/invites',
    deviceRoute(store, {
      body: CreateInvite,
      limiter: device,
      work: (tx, access, body) => createInvite(tx, access, body, now()),
      after: (result, access) => done(result, access),
    }),
  )
  router.delete(
    '/invites/:inviteId',
    deviceRoute(store, {
      body: Nothing,
      limiter: ending,
      work: async (tx, access, _body, request) => {
        const inviteId = InviteId.safeParse(request.params['inviteId'])
        return inviteId.success ? revokeInvite(tx, access, inviteId.data, now()) : refuse('bad-request', { detail: 'inviteId' })
      },
      after: (result, access) => done(result, access),
    }),
  )
  router.delete(
    '/space/joiner',
    deviceRoute(store, {
      body: UndoJoin,
      limiter: ending,
      work: (tx, access, body) => undoJoin(tx, access, body, now()),
      after: (result, access) => {
        if (result.seq !== null) fanout.publish(access.spaceId, { kind: 'event-stored', seq: result.seq })
        return ended(result, access)
      },
    }),
  )
  router.delete(
    '/space',
    deviceRoute(store, {
      body: Nothing,
      limiter: ending,
      work: (tx, access) => endSample(tx, access),
      after: (result, access) => ended(result, access),
    }),
  )
  return router
}
