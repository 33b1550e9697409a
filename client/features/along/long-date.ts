import type { Instant } from '../../../shared/ids.ts'

const format = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' })

/** "3 March 2026", by this device's locale and zone. */
export const longDate = (instant: Instant): string => format.format(instant)
