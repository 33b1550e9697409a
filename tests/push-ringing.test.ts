import { expect, test } from 'vitest'
import { sealing } from '../client/keys/envelope.ts'
import { NOTHING_CHOSEN, RESTS, restsUntilOf } from '../client/push/choices.ts'
import type { Device } from '../client/push/device.ts'
import { answerFromNotification } from '../client/push/say.ts'
import { showPush } from '../client/push/show-push.ts'
import type { NotificationSettings, WorkerScope } from '../client/push/worker-scope.ts'
import { newEventId } from '../client/sync/event-id.ts'
import { Member } from '../client/sync/identity.ts'
import { MemoryStore } from '../client/sync/local-memory.ts'
import { OpenedEvents } from '../client/sync/opened-events.ts'
import { keepResting } from '../client/sync/push-keep.ts'
import { ALARM_AGAIN_MS } from '../shared/alarm.ts'
import type { EventId } from '../shared/ids.ts'
import { NOON } from './support/couple-at-noon.ts'
import { loggedIn } from './support/notifications.ts'

const key = 'A'.repeat(43)
const member = Member.parse({
  kind: 'member',
  spaceId: newEventId(),
  seat: 'b',
  sample: false,
  deviceId: newEventId(),
  device: { sign: key, receive: key, token: key },
  seatKeys: { sign: key, receive: key },
  partnerSecret: null,
  personalKey: key,
  epochs: { 1: key },
  name: 'Jonas',
  partnerName: 'Mei',
  pinned: null,
  invites: [],
  toTell: false,
  undoing: false,
  endedBy: null,
})

type Shown = NotificationSettings & { title: string }

/** A closed phone of seat b: only its service worker is there, in a time that the test moves. */
const closedPhone = (given: Partial<Device> = {}) => {
  const store = new MemoryStore(`ringing-${crypto.randomUUID()}`)
  const shown: Shown[] = []
  let standing: Shown[] = []
  let now = NOON
  let seq = 0
  const scope: WorkerScope = {
    location: { origin: 'https://holdfast.example' },
    registration: {
      showNotification: async (title, settings) => {
        shown.push({ title, ...settings })
        standing.push({ title, ...settings })
      },
      getNotifications: async ({ tag }) =>
        standing
          .filter(one => one.tag === tag)
          .map(one => ({
            title: one.title,
            body: '',
            data: one.data,
            close: () => {
              standing = standing.filter(other => other !== one)
            },
          })),
      pushManager: {} as PushManager,
    },
    clients: { matchAll: async () => [], openWindow: async () => null },
  }
  const device: Device = {
    store,
    member,
    choices: NOTHING_CHOSEN,
    restsUntil: null,
    opened: new OpenedEvents(sealing),
    api: { call: async () => ({ ok: false, code: 'offline' }) },
    deviceNow: () => now,
    now: () => now,
    isTimeKnown: true,
    logged: loggedIn(store),
    tellPages: () => {},
    [Symbol.asyncDispose]: async () => {},
    ...given,
  }
  const push = async (of: object, more: object = {}, seat: 'a' | 'b' = 'a'): Promise<EventId> => {
    seq += 1
    const id = newEventId()
    const event = { id, seq, at: now, heldMs: 0, seat, deviceId: crypto.randomUUID(), sealed: 'A'.repeat(760), ...of }
    await showPush(scope, device, { space: member.spaceId, id, seq, event, ...more })
    return id
  }
  const rang = () => shown.filter(one => !one.silent && one.renotify).length
  const pass = (ms: number): void => {
    now += ms
  }
  return { device, push, rang, shown, pass }
}

test('[PSH31] twenty signals in a row all show and ring once; after three minutes, and after an answer, one rings again', async () => {
  const { device, push, rang, shown, pass } = closedPhone()
  for (let at = 0; at < 20; at++) await push({ kind: 'signal' })
  expect([shown.length, rang()]).toEqual([20, 1])
  pass(ALARM_AGAIN_MS - 1)
  await push({ kind: 'signal' })
  expect(rang()).toBe(1)
  pass(1)
  const id = await push({ kind: 'signal' })
  expect(rang()).toBe(2)
  await answerFromNotification(device, id)
  await push({ kind: 'signal' })
  expect(rang()).toBe(3)
  // Answered on a further device of this seat.
  await push({ kind: 'answer', about: id }, {}, 'b')
  await push({ kind: 'signal' })
  expect(rang()).toBe(4)
})

test('[PSH31] [SIG8] a signal after one that was taken back rings, and a loop of both rings three times', async () => {
  const { push, rang } = closedPhone()
  const heard: number[] = []
  for (let at = 0; at < 5; at++) {
    const about = await push({ kind: 'signal' })
    heard.push(rang())
    await push({ kind: 'take-back', about })
  }
  expect(heard).toEqual([1, 2, 3, 3, 3])
})

test('[PSH31] of twenty answers to one thing the first rings, and one to another thing', async () => {
  const { push, rang } = closedPhone()
  const about = newEventId()
  for (let at = 0; at < 20; at++) await push({ kind: 'answer', about })
  expect(rang()).toBe(1)
  await push({ kind: 'answer', about: newEventId() })
  expect(rang()).toBe(2)
})

test('[PSH31] twenty later times of a pause ring once in three minutes; the call at the return time rings each time', async () => {
  const { push, rang, pass } = closedPhone()
  const later = { kind: 'pause', step: { kind: 'extend', until: NOON + 3_600_000 } }
  const returnAt = { returnAt: NOON + 3_600_000 }
  for (let at = 0; at < 20; at++) await push(later, returnAt)
  expect(rang()).toBe(1)
  await push({ kind: 'pause-due', seat: null, deviceId: null, step: { kind: 'call-back' } }, returnAt)
  expect(rang()).toBe(2)
  pass(ALARM_AGAIN_MS)
  await push(later, returnAt)
  expect(rang()).toBe(3)
})

test('[PSH31] a signal that storage cannot note rings', async () => {
  const { device, push, rang } = closedPhone()
  device.store.writeCache = async key => {
    if (key === 'local:alarms') throw new DOMException('full', 'QuotaExceededError')
  }
  await push({ kind: 'signal' })
  await push({ kind: 'signal' })
  expect(rang()).toBe(2)
})

test('[PSH24] "No sound or buzz for 1 hour" is kept where the worker looks, and what comes in it shows without a sound', async () => {
  const { device, push, rang, shown } = closedPhone()
  let until: number | null = null
  let tell = () => {}
  const session = { writeLocal: (key: string, value: unknown) => device.store.writeCache(`local:${key}`, value) }
  const stop = keepResting(
    session,
    onChange => {
      tell = onChange
      return () => {}
    },
    () => until,
  )
  const kept = async () => restsUntilOf(await device.store.readCache(`local:${RESTS}`))
  expect(await kept()).toBeNull()
  until = NOON + 3_600_000
  tell()
  expect(await kept()).toBe(until)
  stop()
  device.restsUntil = await kept()
  await push({ kind: 'signal' })
  expect([shown.length, rang()]).toEqual([1, 0])
  device.restsUntil = null
  await push({ kind: 'signal' })
  expect(rang()).toBe(1)
})
