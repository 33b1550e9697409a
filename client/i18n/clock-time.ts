import type { Instant } from '../../shared/ids.ts'
import { LANGUAGE } from './translate.ts'

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
const nextTo = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' })
const DAY_MS = 86_400_000

/**
 * An instant as every screen and line tells it: "5:02", and with its day where that is not today: "tomorrow, 5:02", "yesterday,
 * 5:02", "3 May, 5:02". By this device's zone, as its locale writes numbers, without seconds. Where it counts two halves of the day,
 * another day's is named ("tomorrow, 5:02 pm"); today's is plain from the clock.
 */
export const clockTime = (instant: Instant, now: Instant): string => {
  if (isSameDay(instant, now)) return timeOf(instant, false)
  // A day may have 23 hours, or 25.
  const days = Math.round((startOfDay(instant) - startOfDay(now)) / DAY_MS)
  return `${Math.abs(days) === 1 ? nextTo.format(days, 'day') : dayOf(instant, now)}, ${timeOf(instant, true)}`
}

/** The same with its date where it is today's, too: in a list that is read later. */
export const datedTime = (instant: Instant, now: Instant): string =>
  isSameDay(instant, now) ? `${dayOf(instant, now)}, ${timeOf(instant, true)}` : clockTime(instant, now)

/** `half`: with the half of the day, where the locale counts two. */
const timeOf = (instant: Instant, half: boolean): string => {
  const parts = clock.formatToParts(instant).map(({ type, value }) => {
    switch (type) {
      case 'dayPeriod':
        return half ? value : ''
      case 'hour':
        return value.replace(/^0(?=\d)/, '')
      default:
        return value
    }
  })
  return parts.join('').trim()
}

const startOfDay = (instant: Instant): Instant => new Date(instant).setHours(0, 0, 0, 0)

/** Whether an instant lies on the same day as `now`, by this device's zone. */
export const isSameDay = (instant: Instant, now: Instant): boolean => startOfDay(instant) === startOfDay(now)

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' })
const dayAndYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' })

/** "3 March", with its year once that is another than now's; by this device's locale and zone. */
export const dayOf = (instant: Instant, now: Instant = Date.now()): string =>
  (new Date(instant).getFullYear() === new Date(now).getFullYear() ? day : dayAndYear).format(instant)
