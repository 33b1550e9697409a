import { afterEach, expect, test, vi } from 'vitest'
import { feel } from '../client/features/pause/feel.ts'
import { ALARM_AGAIN_MS } from '../shared/alarm.ts'
import type { Seat } from '../shared/ids.ts'
import { NOON } from './support/couple-at-noon.ts'

afterEach(() => vi.unstubAllGlobals())

/** An open page of seat b, and what its phone buzzed. */
const page = () => {
  const buzzes: unknown[] = []
  vi.stubGlobal('navigator', { userActivation: { hasBeenActive: true }, vibrate: (pattern: unknown) => buzzes.push(pattern) })
  vi.stubGlobal('document', { visibilityState: 'visible' })
  const kept = new Map<string, unknown>()
  let now = NOON
  const started = async (by: Seat): Promise<void> => {
    const state = { kind: 'paused', startedBy: [by], startedAt: now, returnAt: now + 1_800_000 }
    const session = {
      now: () => now,
      state: () => ({ me: { seat: 'b' }, pause: { state } }),
      readLocal: async (key: string) => kept.get(key),
      writeLocal: async (key: string, value: unknown) => void kept.set(key, value),
    } as unknown as Parameters<typeof feel>[0]
    await feel(session, `running ${now}`)
  }
  const pass = (ms: number): void => {
    now += ms
  }
  return { buzzes, started, pass }
}

test('[SCP43] a loop of the partner’s starts buzzes an open page once in three minutes, and the first one always', async () => {
  const { buzzes, started, pass } = page()
  for (let at = 0; at < 30; at++) {
    await started('a')
    expect(buzzes).toHaveLength(1)
    pass(700)
  }
  pass(ALARM_AGAIN_MS)
  await started('a')
  expect(buzzes).toHaveLength(2)
  // A clock that was set back by more keeps none from anyone.
  pass(-3_600_000)
  await started('a')
  expect(buzzes).toHaveLength(3)
})

test('[SCP43] a start of one’s own buzzes each time, and holds none of the partner’s back; nor does a page that nobody sees', async () => {
  const { buzzes, started } = page()
  for (let at = 0; at < 3; at++) await started('b')
  expect(buzzes).toHaveLength(3)
  vi.stubGlobal('document', { visibilityState: 'hidden' })
  await started('a')
  expect(buzzes).toHaveLength(3)
  vi.stubGlobal('document', { visibilityState: 'visible' })
  await started('a')
  expect(buzzes).toHaveLength(4)
})
