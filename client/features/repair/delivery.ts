import type { Instant } from '../../../shared/ids.ts'
import { clockTime } from '../../i18n/clock-time.ts'
import type { Translate } from '../../i18n/translate.ts'
import type { Partner } from '../../i18n/use-partner.ts'
import type { Person, SessionState, SignalView } from '../../sync/session.ts'
import type { Knot } from '../../ui/delivery-strand.tsx'

/** A press is on its way for a moment before anything is said about the network, ms. */
const SENDING_MS = 1_000

/** What the head of the screen says. Each is a fact this device knows. A repair has no hurry: "not there" is only what has not left. */
export type Stage = 'sending' | 'sent' | 'reached' | 'not-there' | 'answered'

/** How far an own repair is said to be, at `now` on the server's clock. */
export const stageOf = ({ state, pressedAt }: SignalView, connection: SessionState['connection'], now: Instant): Stage => {
  switch (state) {
    case 'answered':
    case 'reached':
    case 'sent':
      return state
    case 'waiting':
    case 'taken-back': {
      const mayBeSending = connection === 'online' || connection === 'connecting'
      return mayBeSending && now - pressedAt < SENDING_MS ? 'sending' : 'not-there'
    }
  }
}

/** Its delivery as three facts with their times, as a signal's; dotted means not yet. */
export const knotsOf = (
  t: Translate<'signal'>,
  { sentAt, reached, answer }: SignalView,
  stage: Stage,
  { me, partner, now }: { me: Person; partner: Partner; now: Instant },
): Knot[] => {
  const { name } = partner
  const sent: Knot = sentAt
    ? { of: me, state: 'done', title: t('delivery.sent'), when: clockTime(sentAt, now) }
    : stage === 'sending'
      ? { of: me, state: 'wait', title: t('delivery.sending') }
      : { of: me, state: 'wait', title: t('delivery.notSent'), when: t('delivery.notSentMore') }
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
