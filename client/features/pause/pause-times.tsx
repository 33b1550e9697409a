import type { Instant } from '../../../shared/ids.ts'
import type { Paused } from '../../../shared/pause.ts'
import { clockTime, isSameDay } from '../../i18n/clock-time.ts'
import type { Translate } from '../../i18n/translate.ts'
import type { Partner } from '../../i18n/use-partner.ts'
import type { Person } from '../../sync/session.ts'

/** What every view of a running pause is given. `now` is the server's clock, ms. */
export interface PauseProps {
  state: Paused
  me: Person
  partner: Partner
  now: Instant
}

/** "Back at 9:40", and the day where it is not today. */
export const backAt = (t: Translate<'pause'>, at: Instant, now: Instant): string =>
  isSameDay(at, now) ? t('backAt', { time: clockTime(at) }) : t('backAtTomorrow', { time: clockTime(at) })
