import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { backAt, pausedBackAt } from '../client/i18n/back-at.ts'
import { clockTime, datedTime } from '../client/i18n/clock-time.ts'
import { pause } from '../client/i18n/en/pause.ts'
import { translate } from '../client/i18n/translate.ts'

const at = (day: number, hour: number, minute: number, second = 0) => new Date(2026, 2, day, hour, minute, second).getTime()
const NOW = at(29, 12, 0)
const half = new Intl.DateTimeFormat(undefined, { hour: 'numeric' })
  .formatToParts(at(30, 5, 9))
  .find(({ type }) => type === 'dayPeriod')
/** Of another day's morning: with the half of the day where this machine's locale counts two. */
const morning = half ? `5:09 ${half.value}` : '5:09'
const plain = (text: string) => text.replace(/\s/g, ' ')
/** The first month after it, in whatever language this machine writes it. */
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' })

test('[SCR22] a moment is told by the clock alone today, and with its day on any other, over a change of the clocks too', () => {
  expect(clockTime(at(29, 5, 2), NOW)).toBe('5:02')
  expect(clockTime(at(29, 9, 40, 59), NOW), 'never by the second').toBe('9:40')
  expect(clockTime(at(29, 0, 0), NOW)).toMatch(/^(12|0|24):00$/)
  expect(plain(clockTime(at(30, 5, 9), NOW))).toBe(`tomorrow, ${morning}`)
  expect(plain(clockTime(at(28, 5, 9), NOW))).toBe(`yesterday, ${morning}`)
  expect(clockTime(at(30, 0, 1), at(29, 23, 59))).toMatch(/^tomorrow, /)
  expect(plain(clockTime(at(27, 5, 9), NOW))).toBe(`${day.format(at(27, 0, 0))}, ${morning}`)
  expect(plain(clockTime(at(31, 5, 9), NOW))).toBe(`${day.format(at(31, 0, 0))}, ${morning}`)
})

test('[AGS12] in a list that is read later, a moment has its date today too', () => {
  expect(plain(datedTime(at(29, 5, 9), NOW))).toBe(`${day.format(NOW)}, ${morning}`)
  expect(datedTime(at(28, 5, 9), NOW)).toBe(clockTime(at(28, 5, 9), NOW))
})

test('[SCR22] the return time reads the same wherever it stands', () => {
  const t = (key: string, gaps?: Parameters<typeof translate>[2]) => translate(pause, key, gaps)
  expect(backAt(t, at(29, 5, 2), NOW)).toBe('Back at 5:02')
  expect(plain(backAt(t, at(30, 5, 9), NOW))).toBe(`Back tomorrow, ${morning}`)
  expect(plain(pausedBackAt(t, at(30, 5, 9), NOW))).toBe(`Paused. Back tomorrow, ${morning}`)
})

test('[SCR22] no line and no key names a time that has come as the one to be back at', () => {
  const t = (key: string, gaps?: Parameters<typeof translate>[2]) => translate(pause, key, gaps)
  const returnAt = at(29, 4, 50)
  expect(pausedBackAt(t, returnAt, at(29, 4, 49, 59))).toBe('Paused. Back at 4:50')
  for (const now of [returnAt, at(29, 5, 1), at(30, 4, 49)])
    expect(pausedBackAt(t, returnAt, now)).toBe('Paused. The time has come.')
})

test('[SCR22] no other file of the client writes a time of day', () => {
  const writes = (source: string) => /\b(hour|minute|timeStyle)\b\??: '|toLocale(Time)?String\(/.test(source)
  expect(writes("new Intl.DateTimeFormat(undefined, { hour: 'numeric' })"), 'the control').toBe(true)
  const files = globSync('client/**/*.{ts,tsx}').filter(file => writes(readFileSync(file, 'utf8')))
  expect(files).toEqual(['client/i18n/clock-time.ts'])
})
