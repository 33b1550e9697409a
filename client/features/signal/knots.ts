import type { Instant } from '../../../shared/ids.ts'
import { SIGNAL_EARLIER_MS } from '../../../shared/signal.ts'
import { clockTime } from '../../i18n/clock-time.ts'
import type { Translate } from '../../i18n/translate.ts'
import type { Partner } from '../../i18n/use-partner.ts'
import type { Person, SessionState, SignalView, TestView } from '../../sync/session.ts'
import type { Knot } from '../../ui/knot.ts'
import { NOT_THERE_AFTER_MS, type Stage } from './stage.ts'

type T = Translate<'signal'>
const MINUTE_MS = 60_000

interface Seen {
  me: Person
  partner: Partner
  /** The server's clock, ms. */
  now: Instant
}

/** What keeps a press from lasting on this device until it is sent, if anything does. */
interface Kept {
  storage: SessionState['storage']
}

/** What else is known of a signal. */
interface Known extends Seen, Kept {
  /** Until when the phone that shows it makes no new sound, where it made none for this (`silentUntil`). */
  silent: Instant | null
}

/** The delivery of an own signal as three facts with their times; dotted means not yet. */
export const knotsOf = (t: T, signal: SignalView, stage: Stage, { me, partner, now, storage, silent }: Known): Knot[] => [
  sentKnot(t, signal, stage, { me, now, storage }),
  reachedKnot(t, signal, stage, partner.name, now),
  lastKnot(t, signal, { me, partner, now, silent }),
]

/** The delivery of a test: it asks for no answer. */
export const testKnots = (t: T, { sentAt, reached, pressedAt }: TestView, { me, partner, now }: Seen): Knot[] => {
  const { name } = partner
  const late = now - pressedAt >= NOT_THERE_AFTER_MS
  const sent: Knot =
    sentAt === null
      ? { of: me, state: 'wait', title: t('delivery.notSent') }
      : { of: me, state: 'done', title: t('test.sent'), when: clockTime(sentAt, now) }
  if (!reached) {
    if (!late) return [sent, { of: 'device', state: 'wait', title: t('delivery.onItsWay', { name }) }]
    const state = sentAt === null ? 'wait' : 'failed'
    return [sent, { of: 'device', state, title: t('delivery.notReached', { name }), when: t('delivery.notReachedMore') }]
  }
  return [sent, { of: 'device', state: 'done', title: t('delivery.reached', { name }), when: reachedWhen(t, reached, now) }]
}

const reachedWhen = (t: T, { at, device }: NonNullable<SignalView['reached']>, now: Instant): string => {
  const time = clockTime(at, now)
  return device ? t('delivery.reachedAt', { time, device }) : time
}

const sentKnot = (
  t: T,
  { sentAt, takenBack, perhapsSent }: SignalView,
  stage: Stage,
  { me, now, storage }: Omit<Seen, 'partner'> & Kept,
): Knot => {
  if (sentAt !== null) return { of: me, state: 'done', title: t('delivery.sent'), when: clockTime(sentAt, now) }
  if (takenBack && takenBack.hadReached !== null) {
    return { of: me, state: 'wait', title: t('delivery.neverSent'), when: t('delivery.neverSentMore') }
  }
  if (takenBack || (perhapsSent && stage !== 'sending')) {
    const when = storage && !takenBack ? 'unkeptMore' : 'maybeSentMore'
    return { of: me, state: 'wait', title: t('delivery.maybeSent'), when: t(`delivery.${when}`) }
  }
  if (stage === 'sending') return { of: me, state: 'wait', title: t('delivery.sending') }
  return {
    of: me,
    state: 'wait',
    title: t('delivery.notSent'),
    when: t(storage ? 'delivery.unkeptMore' : 'delivery.notSentMore'),
  }
}

const reachedKnot = (
  t: T,
  { reached, sentAt, takenBack, pressedAt }: SignalView,
  stage: Stage,
  name: string,
  now: Instant,
): Knot => {
  if (reached) {
    const when = reachedWhen(t, reached, now)
    const isLate = reached.at - pressedAt > SIGNAL_EARLIER_MS
    return {
      of: 'device',
      state: 'done',
      title: t('delivery.reached', { name }),
      when: isLate ? t('delivery.reachedLate', { when }) : when,
    }
  }
  if (takenBack) {
    return {
      of: 'device',
      state: 'wait',
      title: t(takenBack.hadReached === null ? 'delivery.maybeOn' : 'delivery.notOn', { name }),
    }
  }
  // The heading says "Sent" for these seconds: the list claims no more and no less.
  const title = t(stage === 'sending' || stage === 'sent' ? 'delivery.onItsWay' : 'delivery.notReached', { name })
  if (stage !== 'not-there' || sentAt === null) return { of: 'device', state: 'wait', title }
  return { of: 'device', state: 'failed', title, when: t('delivery.notReachedMore', { name }) }
}

const lastKnot = (t: T, { answer, takenBack }: SignalView, { me, partner, now, silent }: Omit<Known, 'storage'>): Knot => {
  if (answer) return { of: partner, state: 'done', title: t('delivery.answered'), when: clockTime(answer.at, now) }
  if (takenBack) return { of: me, state: 'done', title: t('delivery.takenBack'), when: clockTime(takenBack.at, now) }
  // Minutes are named: the next whole one, so that a press then is not too soon.
  const time = silent === null ? null : clockTime(Math.ceil(silent / MINUTE_MS) * MINUTE_MS, now)
  const when = time === null ? undefined : t('delivery.silent', { time })
  return { of: partner, state: 'wait', title: t('delivery.noAnswer'), when }
}
