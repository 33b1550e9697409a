import { expect, test } from 'vitest'
import { reachesBy } from '../client/features/pause/calls.ts'
import { firstMinutes, isHeldUp, markAt, reachOf } from '../client/features/pause/moment.ts'
import { noLaterWords } from '../client/features/pause/no-later-words.ts'
import { restsUntil } from '../client/shell/rests-until.ts'
import { byHelp } from '../shared/helped.ts'
import { journalRests } from '../shared/journal-rests.ts'
import { PAUSE_LIMITS, type Paused, whyNoLater } from '../shared/pause.ts'
import { eventId } from './support/log.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOON = Date.UTC(2026, 2, 3, 12)
const paused = (more: Partial<Paused> = {}): Paused => ({
  kind: 'paused',
  startedBy: ['a'],
  startedAt: NOON,
  knownAt: NOON,
  returnAt: NOON + 25 * MINUTE,
  returned: [],
  extended: false,
  calledBack: false,
  asked: false,
  ...more,
})
const named = { id: eventId(1), mine: true, reached: false, shown: false, joined: false }

/** Whether the rule tells all cases as they are. */
const keeps = <Args extends unknown[], Result>(rule: (...args: Args) => Result, cases: readonly [Args, Result][]): boolean =>
  cases.every(([args, expected]) => JSON.stringify(rule(...args)) === JSON.stringify(expected))

test('[SCP30] a pause is not there until a device of the partner’s has shown it; a moment is left for it to get there', () => {
  type Case = [Parameters<typeof reachOf>, ReturnType<typeof reachOf>]
  const mine = { named, unsent: false }
  const cases: Case[] = [
    [[{ ...mine, unsent: true }, paused(), 'offline', NOON], 'not-there'],
    [[{ ...mine, unsent: true }, paused(), 'online', NOON + 999], 'on-its-way'],
    [[{ ...mine, unsent: true }, paused(), 'online', NOON + 1_000], 'not-there'],
    [[mine, paused(), 'online', NOON + 4_999], 'on-its-way'],
    [[mine, paused(), 'online', NOON + 5_000], 'not-there'],
    [[{ ...mine, named: { ...named, shown: true } }, paused(), 'offline', NOON + HOUR], 'there'],
    [[{ ...mine, named: { ...named, mine: false } }, paused(), 'offline', NOON], 'there'],
  ]
  expect(keeps(reachOf, cases)).toBe(true)
  const trustsTheServer: typeof reachOf = (view, ...rest) => (view.unsent ? reachOf(view, ...rest) : 'there')
  const impatient: typeof reachOf = (view, state, connection) => reachOf(view, state, connection, NOON + HOUR)
  for (const broken of [trustsTheServer, impatient]) expect(keeps(broken, cases)).toBe(false)
})

test('[SCP31] a return that has not left the phone is said to wait at once without a connection, and after a moment with one', () => {
  const cases: [Parameters<typeof isHeldUp>, boolean][] = [
    [[NOON, 'offline', NOON], true],
    [[NOON, 'online', NOON + 999], false],
    [[NOON, 'connecting', NOON + 999], false],
    [[NOON, 'online', NOON + 1_000], true],
  ]
  expect(keeps(isHeldUp, cases)).toBe(true)
  const trusting: typeof isHeldUp = (_, connection) => connection === 'offline'
  const flickering: typeof isHeldUp = () => true
  for (const broken of [trusting, flickering]) expect(keeps(broken, cases)).toBe(false)
})

test('[SCP40] a further start leaves a person where they are, on whatever page; all else brings them as ever', () => {
  const cases: [Parameters<typeof reachesBy>, ReturnType<typeof reachesBy>][] = [
    [['running 1', '/settings', false], 'screen'],
    [['running 1', '/settings', true], 'line'],
    [['running 1', '/', false], 'screen'],
    [['running 1', '/', true], 'line'],
    [['running 1', '/signal', true], 'line'],
    [['running 1', '/pause', true], 'line'],
    [['back 1', '/settings', true], 'screen'],
    [['reunion 1', '/settings', true], 'screen'],
    [['soon 1', '/settings', false], 'feeling'],
    [['running 1', '/help/now', false], 'feeling'],
    [['running 1', '/pause', false], 'feeling'],
  ]
  expect(keeps(reachesBy, cases)).toBe(true)
  const never: typeof reachesBy = (call, path) => reachesBy(call, path, false)
  const always: typeof reachesBy = (call, path, anew) => (anew ? 'line' : reachesBy(call, path, anew))
  const calmOnly: typeof reachesBy = (call, path, anew) => reachesBy(call, path, anew && path !== '/')
  for (const broken of [never, always, calmOnly]) expect(keeps(broken, cases)).toBe(false)
})

test('[SCP32] of all seconds of a pause four are told', () => {
  const told = (rule: typeof markAt) => {
    const marks = Array.from({ length: 1_500 }, (_, at) => 1_500 - at).concat(0, -1)
    return marks.filter((left, at) => at > 0 && rule(left) !== null && rule(left) !== rule(marks[at - 1] ?? 0))
  }
  expect(told(markAt)).toEqual([600, 300, 60, 0])
  expect([600, 300, 60, 0].map(markAt)).toEqual(['ten', 'five', 'one', 'zero'])
  const withoutTen: typeof markAt = left => (left > 300 ? null : markAt(left))
  expect(told(withoutTen)).not.toEqual([600, 300, 60, 0])
})

test('[SCP32] a screen that opens between two marks says neither of them; that the time has come it says', () => {
  const cases: [[number], ReturnType<typeof markAt>][] = [
    [[324], null],
    [[301], null],
    [[299], 'five'],
    [[281], null],
    [[30], null],
    [[0], 'zero'],
    [[-3_600], 'zero'],
  ]
  expect(keeps(markAt, cases)).toBe(true)
  const lastPassed: typeof markAt = left => (left <= 0 ? 'zero' : left <= 60 ? 'one' : left <= 300 ? 'five' : 'ten')
  expect(keeps(lastPassed, cases)).toBe(false)
})

test('[SCP33] why no later time is offered: what was agreed, or the day', () => {
  const day = 24 * 60
  const late = paused({ returnAt: NOON + 24 * HOUR })
  const cases: [Parameters<typeof whyNoLater>, ReturnType<typeof whyNoLater>][] = [
    [[paused(), NOON, 60, PAUSE_LIMITS], null],
    [[paused(), NOON, 25, PAUSE_LIMITS], 'agreed'],
    [[paused({ returnAt: NOON + HOUR }), NOON + HOUR, 60, PAUSE_LIMITS], 'agreed'],
    [[late, NOON + HOUR, day, PAUSE_LIMITS], 'day'],
  ]
  expect(keeps(whyNoLater, cases)).toBe(true)
  const alwaysTheDay: typeof whyNoLater = (...args) => whyNoLater(...args) && 'day'
  const always: typeof whyNoLater = (...args) => whyNoLater(...args) ?? 'agreed'
  for (const broken of [alwaysTheDay, always]) expect(keeps(broken, cases)).toBe(false)
})

test('[SCP33] nobody is said to have agreed on how long, where starters stand in', () => {
  const cases: [Parameters<typeof noLaterWords>, ReturnType<typeof noLaterWords>][] = [
    [['agreed', false], 'agreed'],
    [['agreed', true], 'starters'],
    [['day', false], 'day'],
    [['day', true], 'day'],
  ]
  expect(keeps(noLaterWords, cases)).toBe(true)
  const agreedAnyway: typeof noLaterWords = why => why
  const alwaysStarters: typeof noLaterWords = (why, isStarter) => (isStarter ? 'starters' : why)
  for (const broken of [agreedAnyway, alwaysStarters]) expect(keeps(broken, cases)).toBe(false)
})

test('[SCP34] first what a calm day followed most often; equals as agreed; what was said within the last day tells nothing yet', () => {
  const phrases = ['I am here', 'We are okay', 'Take it slow']
  const said = (text: string, hour: number) => ({ text, at: NOON + hour * HOUR })
  const cases: [Parameters<typeof byHelp>, string[]][] = [
    [[phrases, [], [], NOON], phrases],
    [
      [phrases, [said('Take it slow', 0)], [], NOON + 24 * HOUR],
      ['Take it slow', 'I am here', 'We are okay'],
    ],
    [[phrases, [said('Take it slow', 0)], [], NOON + 23 * HOUR], phrases],
    [[phrases, [said('Take it slow', 0)], [NOON + 3 * HOUR], NOON + 48 * HOUR], phrases],
    [
      [phrases, [said('Take it slow', 0)], [NOON - HOUR, NOON + 24 * HOUR], NOON + 48 * HOUR],
      ['Take it slow', 'I am here', 'We are okay'],
    ],
    [
      [phrases, [said('Take it slow', 0), said('We are okay', 0), said('Take it slow', 30)], [], NOON + 90 * HOUR],
      ['Take it slow', 'We are okay', 'I am here'],
    ],
    [[phrases, [said('Never agreed', 0)], [], NOON + 90 * HOUR], phrases],
  ]
  expect(keeps(byHelp, cases)).toBe(true)
  const anyTime: typeof byHelp = (all, before, _, at) => byHelp(all, before, [], at)
  const atOnce: typeof byHelp = (all, before, starts, at) => byHelp(all, before, starts, at + 48 * HOUR)
  const once: typeof byHelp = (all, before, ...rest) =>
    byHelp(
      all,
      before.filter(({ text }, place) => before.findIndex(one => one.text === text) === place),
      ...rest,
    )
  for (const broken of [anyTime, atOnce, once]) expect(keeps(broken, cases)).toBe(false)
})

test('[SCP35] the line of the first three minutes fills from nothing to all, in six steps where motion is reduced', () => {
  const cases: [Parameters<typeof firstMinutes>, ReturnType<typeof firstMinutes>][] = [
    [[NOON, NOON - 1], { gone: 0, still: 0 }],
    [[NOON, NOON + 45_000], { gone: 0.25, still: 1 / 6 }],
    [[NOON, NOON + 90_000], { gone: 0.5, still: 0.5 }],
    [[NOON, NOON + 9 * MINUTE], { gone: 1, still: 1 }],
  ]
  expect(keeps(firstMinutes, cases)).toBe(true)
  const restless: typeof firstMinutes = (...args) => ({ ...firstMinutes(...args), still: firstMinutes(...args).gone })
  expect(keeps(restless, cases)).toBe(false)
})

test('[SCP36] what rests until tomorrow rests until four in the morning, by the clock of the place', () => {
  const at = (day: number, hour: number, minute = 0) => new Date(2026, 2, day, hour, minute).getTime()
  const cases: [[number], number][] = [
    [[at(3, 21)], at(4, 4)],
    [[at(3, 4)], at(4, 4)],
    [[at(4, 1, 30)], at(4, 4)],
    [[at(31, 23)], new Date(2026, 3, 1, 4).getTime()],
  ]
  expect(keeps(restsUntil, cases)).toBe(true)
  const atMidnight = (said: number) => new Date(said).setHours(24, 0, 0, 0)
  expect(keeps(atMidnight, cases)).toBe(false)
})

test('[SCP37] the journal rests while a pause runs, until one’s own return or its time, whatever the partner does', () => {
  const back = (seat: 'a' | 'b') => paused({ returned: [{ seat, at: NOON + 21 * MINUTE, late: false }] })
  const cases: [Parameters<typeof journalRests>, boolean][] = [
    [[{ kind: 'none' }, 'a', NOON], false],
    [[paused(), 'a', NOON], true],
    [[paused(), 'b', NOON + 25 * MINUTE - 1], true],
    [[paused(), 'b', NOON + 25 * MINUTE], false],
    [[back('a'), 'a', NOON + 22 * MINUTE], false],
    [[back('b'), 'a', NOON + 22 * MINUTE], true],
  ]
  expect(keeps(journalRests, cases)).toBe(true)
  const forAsLong: typeof journalRests = pause => pause.kind === 'paused'
  const anyReturn: typeof journalRests = (pause, me, now) =>
    journalRests(pause, me, now) && pause.kind === 'paused' && pause.returned.length === 0
  for (const broken of [forAsLong, anyReturn]) expect(keeps(broken, cases)).toBe(false)
})
