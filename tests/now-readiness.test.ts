import { expect, test } from 'vitest'
import { isUnreached } from '../client/features/now/open-signals.ts'
import { reachOf, readinessDetail, readinessOf } from '../client/features/now/readiness.ts'
import { EMPTY_STATE } from '../client/sync/view.ts'
import type { EventId } from '../shared/ids.ts'
import { T0 } from './support/signal-views.ts'

test('[SCN9] signals are not called ready while whoever joined has said no name', () => {
  const known = { ...EMPTY_STATE, phase: 'paired', connection: 'online' } as const
  expect(readinessOf({ ...known, partner: { seat: 'b', name: '' } }, T0)).toBe('alone')
  expect(readinessOf({ ...known, partner: { seat: 'b', name: 'Jonas' } }, T0)).toBe('ready')
})

test('[SCS36] that signals show only while the app is open there is said with cards on Now too', () => {
  expect(readinessDetail({ partnerPush: false }, 'ready', true)).toBe('readyOpen')
  expect(readinessDetail({ partnerPush: true }, 'ready', true)).toBeUndefined()
  expect(readinessDetail({ partnerPush: true }, 'ready', false)).toBe('readyClosed')
  expect(readinessDetail({ partnerPush: false }, 'unreached', true)).toBeUndefined()
  expect(readinessDetail({ partnerPush: false }, 'offline', true)).toBe('offline')
  expect(readinessDetail({ partnerPush: false }, 'alone', false)).toBeUndefined()
})

test('[SCS36] how far signals get is told by the phone that can be called and the last signal or test, whoever is there', () => {
  expect([null, true, false].map(partnerPush => reachOf({ partnerPush }))).toEqual(['ready', 'readyClosed', 'readyOpen'])
  const at = (id: string, pressedAt: number, reached: boolean) => ({
    id: id as EventId,
    mine: true,
    pressedAt,
    sentAt: pressedAt,
    reached: reached ? { at: pressedAt, device: '' } : null,
  })
  const now = T0 + 60_000
  expect(isUnreached([], [at('t', T0, false)], now)).toBe(true)
  expect(isUnreached([], [at('t', T0, false)], T0 + 4_000)).toBe(false)
  expect(isUnreached([], [at('t', T0, true)], now)).toBe(false)
  expect(isUnreached([], [{ ...at('t', T0, false), mine: false }], now)).toBe(false)
  // The later of both tells.
  expect(isUnreached([], [at('t', T0, false), at('u', T0 + 1_000, true)], now)).toBe(false)
  expect(isUnreached([], [at('t', T0, true), at('u', T0 + 1_000, false)], now)).toBe(true)
})
