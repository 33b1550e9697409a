import type { Instant } from '../../shared/ids.ts'
import { clockTime, isSameDay } from './clock-time.ts'
import type { Translate } from './translate.ts'

/** "Back at 9:40", and the day where it is not today. */
export const backAt = (t: Translate<'pause'>, at: Instant, now: Instant): string =>
  t(isSameDay(at, now) ? 'backAt' : 'backOn', { time: clockTime(at, now) })

/** The same of a pause that is not on this screen; once the time has come, that it has. */
export const pausedBackAt = (t: Translate<'pause'>, at: Instant, now: Instant): string =>
  `${t('paused')}. ${now < at ? backAt(t, at, now) : t('mark.zero')}`
