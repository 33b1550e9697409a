import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sealing } from '../client/keys/envelope.ts'
import type { Answer, Api } from '../client/sync/api.ts'
import { ServerClock } from '../client/sync/clock.ts'
import type { Member } from '../client/sync/identity.ts'
import { prepareCreate } from '../client/sync/pairing.ts'
import { SpaceRecord } from '../client/sync/space-record.ts'
import type { Done, SpaceView } from '../shared/spaces.ts'
import { newStore } from './support/sessions.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** The record of a space that its maker just made, with a server that answers to removals and looks in turn and to nothing else. */
const openRecord = (removals: Answer<Done>[] = [], looks: ((member: Member) => Answer<SpaceView>)[] = []) => {
  let member: Member = prepareCreate(sealing, { name: 'Amira', partnerName: '', sample: false, label: '' }).member
  const asked: string[] = []
  const api: Api = {
    call: async (method, path) => {
      asked.push(`${method} ${path}`)
      if (method === 'DELETE') return (removals.shift() ?? { ok: true }) as never
      return ((method === 'GET' && looks.shift()?.(member)) || { ok: false, code: 'offline' }) as never
    },
  }
  const host = {
    url: '',
    store: newStore(),
    api,
    sealing,
    clock: new ServerClock(Date.now),
    deviceNow: Date.now,
    label: '',
    member: () => member,
    changeMember: async (change: (member: Member) => Member) => {
      member = change(member)
    },
    changed: () => {},
  }
  const record = new SpaceRecord(host, { identity: member, log: [], outbox: [], cache: new Map() })
  const count = (call: string) => asked.filter(one => one === call).length
  return { record, count, undoing: () => member.undoing, [Symbol.dispose]: () => record[Symbol.dispose]() }
}

test('[PAI11] a removal that the server puts off is asked for again by itself until it is done, or refused for good', async () => {
  using space = openRecord([{ ok: false, code: 'too-many', retryAfterMs: 9 }, { ok: false, code: 'not-stored' }, { ok: true }])
  expect(await space.record.undoJoin()).toMatchObject({ ok: false, code: 'too-many' })
  expect(space.undoing()).toBe(true)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(space.undoing()).toBe(false)
  expect(space.count('DELETE /api/space/joiner')).toBe(3)

  using late = openRecord([
    { ok: false, code: 'stopping' },
    { ok: false, code: 'undo-over' },
  ])
  await late.record.undoJoin()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(late.undoing()).toBe(false)
  expect(late.count('DELETE /api/space/joiner')).toBe(2)
})

test('[PAI11] told of changes without end, a device looks at the space at once, and then once a second', async () => {
  using space = openRecord()
  space.record.changedThere()
  expect(space.count('GET /api/space')).toBe(1)
  for (let told = 0; told < 6_000; told += 1) {
    space.record.changedThere()
    await vi.advanceTimersByTimeAsync(10)
  }
  // A minute of it, and what was open at its beginning.
  expect(space.count('GET /api/space')).toBeGreaterThan(60)
  expect(space.count('GET /api/space')).toBeLessThan(80)
})

test('[BOX4] a look that failed is made up for at the next moment; after one that came none is', async () => {
  const empty = ({ spaceId, seat, sample }: Member): SpaceView => ({
    ok: true,
    spaceId,
    seat,
    sample,
    seats: [],
    invite: null,
    keyBox: null,
    now: 0,
  })
  using space = openRecord([], [() => ({ ok: false, code: 'too-many' }), () => ({ ok: false, code: 'not-stored' }), empty])
  await space.record.refresh()
  const counts: number[] = []
  for (let head = 0; head < 4; head += 1) {
    await space.record.goOn()
    counts.push(space.count('GET /api/space'))
  }
  expect(counts).toEqual([2, 3, 3, 3])
})
