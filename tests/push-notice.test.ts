import { expect, test } from 'vitest'
import { choicesOf, isQuiet, isSilent, NOTHING_CHOSEN, type PushChoices } from '../client/push/choices.ts'
import { type Circumstances, noticeOf } from '../client/push/notice.ts'
import { StoredEvent } from '../shared/events.ts'
import { WordlessEvent } from '../shared/push.ts'

const NOON = Date.UTC(2026, 5, 1, 12)
const MINUTE = 60_000
const ID = '0192f0c1-0000-7000-8000-000000000001'
const OTHER = '0192f0c1-0000-7000-8000-000000000002'
const placed = { id: ID, seq: 7, at: NOON, heldMs: 0, seat: 'a', deviceId: '0192f0c1-0000-7000-8000-0000000000aa' }
const event = (of: object): StoredEvent => StoredEvent.parse({ ...placed, sealed: 'A'.repeat(760), ...of })

const circumstances = (given: Partial<Circumstances> = {}): Circumstances => ({
  choices: { ...NOTHING_CHOSEN, wording: 'words' },
  words: { from: 'Mei', text: 'Lighthouse' },
  partnerName: 'Mei',
  seat: 'b',
  returnAt: null,
  now: NOON,
  isTimeKnown: false,
  isLongPast: false,
  minute: 12 * 60,
  restsUntil: null,
  ...given,
})
const neutrally = (given: Partial<Circumstances> = {}) => circumstances({ choices: NOTHING_CHOSEN, ...given })

const every: StoredEvent[] = [
  event({ kind: 'signal' }),
  event({ kind: 'answer', about: OTHER }),
  event({ kind: 'take-back', about: OTHER }),
  event({ kind: 'phrase' }),
  event({ kind: 'repair' }),
  event({ kind: 'pause', step: { kind: 'start', minutes: 30 } }),
  event({ kind: 'pause-due', step: { kind: 'call-back' } }),
  event({ kind: 'pause-due', step: { kind: 'ask-missing', missing: 'a' } }),
]

test('[PSH20] neutral text is the same for all that comes, and names nobody; words differ', () => {
  const neutral = every.map(one => noticeOf(one, neutrally({ returnAt: NOON + 30 * MINUTE })))
  expect(new Set(neutral.map(({ title, body }) => `${title}|${body}`))).toEqual(new Set(['Reminder|undefined']))
  const named = every.map(one => noticeOf(one, circumstances({ returnAt: NOON + 30 * MINUTE })).title)
  expect(new Set(named).size).toBe(every.length)
  expect(named[0]).toBe('Mei sent “Lighthouse”')
})

test('[PSH20] practice says so, also neutrally', () => {
  const drill = event({ kind: 'drill' })
  expect(noticeOf(drill, neutrally())).toMatchObject({ title: 'Reminder', body: 'Practice', answerable: false })
  expect(noticeOf(drill, circumstances()).title).toBe('Practice with Mei')
})

test('[PSH30] a notification names the partner as this device knows them, whatever they call themselves, and their word as a word', () => {
  const asApp = { from: 'Holdfast', text: 'a warning: sign in again' }
  expect(noticeOf(event({ kind: 'signal' }), circumstances({ words: asApp })).title).toBe('Mei sent “a warning: sign in again”')
  expect(noticeOf(event({ kind: 'phrase' }), circumstances({ words: asApp })).title).toBe('Mei says')
  expect(noticeOf(event({ kind: 'phrase' }), circumstances({ words: asApp, partnerName: '' })).title).toBe('Holdfast says')
})

test.each([0, 10, 31, 1_440, -1_440])(
  '[PSH21] with a clock %i minutes off and the server’s not known, a signal that was held for more than 30 minutes shows quietly; one minute less, it rings',
  off => {
    const now = NOON + off * MINUTE
    const held = (ms: number) => noticeOf(event({ kind: 'signal', heldMs: ms }), circumstances({ now }))
    expect(held(31 * MINUTE)).toMatchObject({ title: 'Mei sent “Lighthouse” earlier', silent: true, stays: false })
    expect(held(29 * MINUTE)).toMatchObject({ title: 'Mei sent “Lighthouse”', silent: false, stays: true })
  },
)

/** How pushed signals look, by minutes in the outbox and then on the way. */
const keepsAges = (isEarlier: (heldMs: number, wayMs: number) => boolean): boolean =>
  [
    [25, 29, true],
    [10, 21, true],
    [10, 19, false],
    [0, 29, false],
    [31, 0, true],
    // No push is so long on its way, and none comes before it was sent: the device's clock is wrong.
    [0, 31 + 1, false],
    [29, 24 * 60, false],
    [29, -24 * 60, false],
    [31, -24 * 60, true],
  ].every(([held, way, old]) => isEarlier(Number(held) * MINUTE, Number(way) * MINUTE) === old)

test('[PSH34] where the server’s time is known, a signal’s time on the way counts beside its time in the outbox, as far as it can be true', () => {
  const look = (heldMs: number, wayMs: number) =>
    noticeOf(event({ kind: 'signal', heldMs }), circumstances({ isTimeKnown: true, now: NOON + wayMs }))
  expect(keepsAges((heldMs, wayMs) => look(heldMs, wayMs).silent)).toBe(true)
  expect(look(25 * MINUTE, 29 * MINUTE)).toMatchObject({ title: 'Mei sent “Lighthouse” earlier', silent: true, stays: false })
  expect(keepsAges(heldMs => heldMs > 30 * MINUTE)).toBe(false)
  expect(keepsAges((heldMs, wayMs) => heldMs + wayMs > 30 * MINUTE)).toBe(false)
})

test('[PSH21] a take-back takes the place of its signal, and the steps of a pause that of each other', () => {
  const back = noticeOf(event({ kind: 'take-back', about: OTHER }), circumstances())
  expect(back).toMatchObject({ about: OTHER, title: 'Mei took it back', silent: true, answerable: false })
  expect(noticeOf(event({ kind: 'signal', id: OTHER }), circumstances()).about).toBe(OTHER)
  const step = (kind: object) => noticeOf(event({ kind: 'pause', step: kind }), circumstances()).about
  expect(step({ kind: 'start', minutes: 30 })).toBe(step({ kind: 'cancel' }))
})

test('[PSH20] a signal whose words do not fit says whose it is, and neutrally nothing; either way it can be answered', () => {
  const wordless = WordlessEvent.parse({ ...placed, kind: 'signal' })
  const unopened = { words: null }
  expect(noticeOf(wordless, circumstances(unopened))).toMatchObject({ title: 'A signal from Mei', answerable: true, stays: true })
  const held = WordlessEvent.parse({ ...placed, kind: 'signal', heldMs: 31 * MINUTE })
  expect(noticeOf(held, circumstances(unopened))).toMatchObject({
    title: 'A signal from Mei, earlier',
    silent: true,
  })
  const neutral = noticeOf(wordless, neutrally(unopened))
  expect(neutral).toEqual(noticeOf(event({ kind: 'signal' }), neutrally()))
  expect(noticeOf(wordless, neutrally({ ...unopened, minute: 23 * 60, choices: night })).silent).toBe(false)
})

test('[PSH28] what was answered on a further device of this seat passes without a sound; the partner’s answer stays', () => {
  const answer = (seat: 'a' | 'b') => event({ kind: 'answer', about: OTHER, seat })
  expect(noticeOf(answer('b'), circumstances())).toMatchObject({
    title: 'Answered on your other device',
    about: OTHER,
    silent: true,
    passes: true,
    answerable: false,
    stays: false,
  })
  expect(noticeOf(answer('b'), neutrally())).toMatchObject({ title: 'Reminder', about: OTHER, passes: true })
  expect(noticeOf(answer('a'), circumstances())).toMatchObject({ title: 'Mei answered', silent: false, passes: false })
  expect(every.filter(one => noticeOf(one, circumstances()).passes)).toEqual([])
})

const night: PushChoices = { ...NOTHING_CHOSEN, quiet: { from: 22 * 60, to: 7 * 60, signalsToo: false } }

test('[PSH24] quiet hours go over midnight, and their end is not in them', () => {
  const at = (hour: number, minute = 0) => night.quiet && isQuiet(night.quiet, hour * 60 + minute)
  expect([at(21, 59), at(22), at(0), at(6, 59), at(7), at(12)]).toEqual([false, true, true, true, false, false])
  const noon = { from: 12 * 60, to: 14 * 60, signalsToo: false }
  expect([isQuiet(noon, 719), isQuiet(noon, 720), isQuiet(noon, 839), isQuiet(noon, 840)]).toEqual([false, true, true, false])
})

test('[PSH24] quiet hours never silence a signal, unless the person says so; other things they do', () => {
  const late = { minute: 23 * 60 }
  const signal = event({ kind: 'signal' })
  const answer = event({ kind: 'answer', about: OTHER })
  expect(noticeOf(signal, circumstances({ ...late, choices: night })).silent).toBe(false)
  expect(noticeOf(answer, circumstances({ ...late, choices: night })).silent).toBe(true)
  expect(noticeOf(answer, circumstances({ choices: night })).silent).toBe(false)
  const all: PushChoices = { ...night, quiet: { from: 22 * 60, to: 7 * 60, signalsToo: true } }
  expect(noticeOf(signal, circumstances({ ...late, choices: all })).silent).toBe(true)
  expect(isSilent({ ...NOTHING_CHOSEN, sound: false }, true, { minute: 0, now: NOON, restsUntil: null })).toBe(true)
})

test('[PSH24] while a person lets sound rest no notification makes any, a signal neither; it ends by itself', () => {
  const hour = 60 * MINUTE
  const rings = (restsUntil: number | null, kind: object = { kind: 'signal' }) =>
    !noticeOf(event(kind), circumstances({ restsUntil })).silent
  expect([rings(null), rings(NOON + hour), rings(NOON)]).toEqual([true, false, true])
  expect([rings(null, { kind: 'answer', about: OTHER }), rings(NOON + hour, { kind: 'answer', about: OTHER })]).toEqual([
    true,
    false,
  ])
  // A clock that was set back does not hold it.
  expect(rings(NOON + 13 * hour)).toBe(true)
})

test('[PSH31] a phrase, a repair and practice make no sound', () => {
  for (const kind of ['phrase', 'repair', 'drill']) expect(noticeOf(event({ kind }), circumstances()).silent).toBe(true)
  expect(noticeOf(event({ kind: 'signal' }), circumstances()).silent).toBe(false)
})

test('[PSH24] choices that cannot be read are none: neutral, with sound, no quiet hours', () => {
  expect(choicesOf({ ...night, wording: 'loud' })).toEqual(NOTHING_CHOSEN)
  expect(choicesOf(undefined)).toEqual(NOTHING_CHOSEN)
  expect(choicesOf(night)).toEqual(night)
})
