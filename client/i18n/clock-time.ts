import type { Instant } from '../../shared/ids.ts'

/** How exactly a time is told: `plain` "9:40", `half` "9:40 pm", `exact` "9:14:02 pm". A 24-hour locale has no half of the day. */
export type ClockPrecision = 'plain' | 'half' | 'exact'

const formats: Record<ClockPrecision, Intl.DateTimeFormat> = {
  plain: new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' }),
  half: new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' }),
  exact: new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit', second: '2-digit' }),
}

/** An instant as the clock on the wall says it, by this device's locale and zone: "9:40", "21:40". */
export const clockTime = (instant: Instant, precision: ClockPrecision = 'plain'): string => {
  const parts = formats[precision].formatToParts(instant).map(({ type, value }) => {
    switch (type) {
      case 'dayPeriod':
        return precision === 'plain' ? '' : value.toLowerCase()
      case 'hour':
        return value.replace(/^0(?=\d)/, '')
      default:
        return value
    }
  })
  return parts.join('').trim()
}

/** Whether an instant lies on the same day as `now`, by this device's zone. */
export const isSameDay = (instant: Instant, now: Instant): boolean =>
  new Date(instant).toDateString() === new Date(now).toDateString()

const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' })

/** "Tuesday, 21:40", by this device's locale and zone. */
export const dayAndTime = (instant: Instant): string => `${weekday.format(instant)}, ${clockTime(instant)}`

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' })
const dayAndYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' })

/** "3 March", with its year once that is another than now's; by this device's locale and zone. */
export const dayOf = (instant: Instant, now: Instant = Date.now()): string =>
  (new Date(instant).getFullYear() === new Date(now).getFullYear() ? day : dayAndYear).format(instant)
