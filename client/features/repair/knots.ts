import type { Instant } from '../../../shared/ids.ts'
import { clockTime } from '../../i18n/clock-time.ts'
import type { Translate } from '../../i18n/translate.ts'
import type { Partner } from '../../i18n/use-partner.ts'
import type { Person, SessionState, SignalView } from '../../sync/session.ts'
import type { Knot } from '../../ui/knot.ts'
import type { Stage } from './stage.ts'

/** Its delivery as three facts with their times, as a signal's; dotted means not yet. */
export const knotsOf = (
  t: Translate<'signal'>,
  { sentAt, perhapsSent, reached, answer }: SignalView,
  stage: Stage,
  { me, partner, now, storage }: { me: Person; partner: Partner; now: Instant; storage: SessionState['storage'] },
): Knot[] => {
  const { name } = partner
  const sent: Knot = sentAt
    ? { of: me, state: 'done', title: t('delivery.sent'), when: clockTime(sentAt, now) }
    : stage === 'sending'
      ? { of: me, state: 'wait', title: t('delivery.sending') }
      : {
          of: me,
          state: 'wait',
          title: t(perhapsSent ? 'delivery.maybeSent' : 'delivery.notSent'),
          when: t(storage ? 'delivery.unkeptMore' : perhapsSent ? 'delivery.maybeSentMore' : 'delivery.notSentMore'),
        }
  const there: Knot = reached
    ? { of: 'device', state: 'done', title: t('delivery.reached', { name }), when: whereAndWhen(t, reached, now) }
    : { of: 'device', state: 'wait', title: t('delivery.notReached', { name }) }
  const last: Knot = answer
    ? { of: partner, state: 'done', title: t('delivery.answered'), when: clockTime(answer.at, now) }
    : { of: partner, state: 'wait', title: t('delivery.noAnswer') }
  return [sent, there, last]
}

const whereAndWhen = (t: Translate<'signal'>, { at, device }: NonNullable<SignalView['reached']>, now: Instant): string => {
  const time = clockTime(at, now)
  return device ? t('delivery.reachedAt', { time, device }) : time
}
