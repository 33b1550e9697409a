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
import { loggedIn, newestLoggedIn } from './support/notifications.ts'

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
  const pushed = new Map<EventId, object>()
  const scope: WorkerScope = {
    location: { origin: 'https://holdfast.example' },
    registration: {
      showNotification: async (title, settings) => {
        shown.push({ title, ...settings })
        standing.push({ title, ...settings })
      },
      getNotifications: async ({ tag }) =>
        standing
          .filter(one => tag === undefined || one.tag === tag)
          .map(one => ({
            title: one.title,
            body: '',
            tag: one.tag,
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
    newestLogged: newestLoggedIn(store),
    tellPages: () => {},
    [Symbol.asyncDispose]: async () => {},
    ...given,
  }
  const push = async (of: object, more: object = {}, seat: 'a' | 'b' = 'a'): Promise<EventId> => {
    seq += 1
    const id = newEventId()
    const event = { id, seq, at: now, heldMs: 0, seat, deviceId: crypto.randomUUID(), sealed: 'A'.repeat(760), ...of }
    const message = { space: member.spaceId, id, seq, event, ...more }
    pushed.set(id, message)
    await showPush(scope, device, message)
    return id
  }
  /** The push service repeats it. */
  const repeat = (id: EventId) => showPush(scope, device, pushed.get(id))
  /** The server goes on from an older copy. */
  const restore = (to: number): void => {
    seq = to
  }
  const rang = () => shown.filter(one => !one.silent && one.renotify).length
  const pass = (ms: number): void => {
    now += ms
  }
  return { device, push, repeat, restore, rang, shown, pass, standing: () => standing.map(({ tag }) => tag) }
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

test('[PSH31] of twenty answers to one thing the first rings; one to another rings at once where that was sent since, else after three minutes', async () => {
  const { push, rang, pass } = closedPhone()
  const answer = (askedAt: number, about = newEventId()) => push({ kind: 'answer', about }, { askedAt })
  const about = newEventId()
  for (let at = 0; at < 20; at++) await answer(NOON - 1_000, about)
  expect(rang()).toBe(1)
  for (let at = 0; at < 20; at++) await answer(NOON - 2_000)
  expect(rang()).toBe(1)
  pass(10_000)
  await answer(NOON + 5_000)
  expect(rang()).toBe(2)
  await answer(NOON + 6_000)
  expect(rang()).toBe(2)
  pass(ALARM_AGAIN_MS)
  await answer(NOON)
  expect(rang()).toBe(3)
})

test('[PSH31] answers to what was sent over half an hour before show and ring never; of those to fresh things one rings in three minutes', async () => {
  const { push, rang, shown, pass } = closedPhone()
  for (let at = 0; at < 60; at++) {
    await push({ kind: 'answer', about: newEventId() }, { askedAt: NOON - 31 * 60_000 })
    pass(10_000)
  }
  expect([shown.length, rang()]).toEqual([60, 0])
  for (let at = 0; at < 60; at++) {
    await push({ kind: 'answer', about: newEventId() }, { askedAt: NOON })
    pass(10_000)
  }
  expect(rang()).toBe(4)
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

test('[PSH21] after the server was restored, with earlier places in its log, a pause and its return ring; what comes twice or late does not', async () => {
  const { push, repeat, restore, rang, pass } = closedPhone()
  restore(500)
  const start = (returnAt: number) => push({ kind: 'pause', step: { kind: 'start', minutes: 30 } }, { returnAt })
  await start(NOON + 1_800_000)
  pass(86_400_000)
  restore(460)
  const after = await start(NOON + 86_400_000 + 1_800_000)
  expect(rang()).toBe(2)
  pass(1_800_000)
  await push({ kind: 'pause-due', seat: null, deviceId: null, step: { kind: 'call-back' } }, { returnAt: NOON })
  expect(rang()).toBe(3)
  pass(ALARM_AGAIN_MS)
  await repeat(after)
  expect(rang()).toBe(3)
})

test('[PSH37] a push that is repeated, or kept back, for longer than it lives rings no more once something later was pushed or is in the log', async () => {
  for (const later of ['nothing', 'pushed', 'logged']) {
    const { device, push, repeat, rang, shown, pass } = closedPhone({ choices: { ...NOTHING_CHOSEN, wording: 'words' } })
    const old = [
      await push({ kind: 'signal' }),
      await push({ kind: 'pause', step: { kind: 'cancel' } }),
      await push({ kind: 'answer', about: newEventId() }),
    ]
    const rangThen = rang()
    pass(7 * 86_400_000)
    if (later === 'pushed') await push({ kind: 'repair' })
    if (later === 'logged') device.newestLogged = async () => ({ seq: 9, at: device.now() })
    // Longer ago than anything is remembered.
    await device.store.writeCache('push-shown', null)
    for (const id of old) await repeat(id)
    const looks = shown.slice(-3).map(({ title, silent, requireInteraction }) => [title, silent, requireInteraction])
    const rings = rang() - rangThen
    if (later === 'nothing') expect(rings).toBe(2)
    else {
      expect(rings).toBe(0)
      expect(looks).toEqual([
        ['A signal from Mei, earlier', true, false],
        [expect.any(String), true, false],
        ['Mei answered', true, false],
      ])
    }
  }
})

test('[PSH37] a server whose clock was set back is heard', async () => {
  const { push, rang, pass } = closedPhone()
  await push({ kind: 'signal' })
  pass(-86_400_000)
  await push({ kind: 'signal' })
  expect(rang()).toBe(2)
})

test('[PSH38] neutral, a hundred repairs, phrases and steps of a drill are three notifications beside the signal, which stays; an answer to one on another device ends it', async () => {
  const { push, standing, shown } = closedPhone()
  const signal = await push({ kind: 'signal' })
  for (const kind of ['repair', 'phrase', 'drill']) for (let at = 0; at < 34; at++) await push({ kind })
  expect(standing()).toEqual([signal, 'repair', 'phrase', 'drill'])
  expect(shown.filter(({ silent }) => !silent)).toHaveLength(1)
  const about = await push({ kind: 'repair' })
  await push({ kind: 'answer', about }, {}, 'b')
  expect(standing()).not.toContain('repair')
  const worded = closedPhone({ choices: { ...NOTHING_CHOSEN, wording: 'words' } })
  const ids = [await worded.push({ kind: 'phrase' }), await worded.push({ kind: 'phrase' })]
  expect(worded.standing()).toEqual(ids)
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
