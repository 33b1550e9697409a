import { mayAlarm, unansweredAlarms } from '../../../shared/alarm.ts'
import type { EventId } from '../../../shared/ids.ts'
import { ALARMS } from '../../push/alarms-kept.ts'
import type { Rang } from '../../push/ringing.ts'
import { isOn, quietUntil } from '../../shell/attention.ts'
import { buzz, isAllowed } from '../../shell/buzz.ts'
import { oneTabAtATime } from '../../shell/one-tab.ts'
import { sayInTitle } from '../../shell/page-title.ts'
import { ringBell } from '../../shell/sound.ts'
import type { Session } from '../../sync/session.ts'

/**
 * Two long buzzes and one bell for a signal that came in, if it is time for that (SIG8, SIG9): of all tabs one does, and a
 * notification that rang counts too. A device that sounded for it has it, drawn or not: should it be taken back before it is
 * drawn, the receipt says so.
 */
export const soundAlarm = (session: Session, signal: EventId): Promise<void> =>
  oneTabAtATime(async () => {
    const now = session.now()
    const { signals } = session.state()
    if (signals.find(({ id }) => id === signal)?.takenBack) return
    const answers = signals.flatMap(({ mine, answer }) => (!mine && answer ? [answer.at] : []))
    const answeredAt = answers.length > 0 ? Math.max(...answers) : null
    const kept = unansweredAlarms((await session.readLocal<Rang>(ALARMS)) ?? [], answeredAt, now)
    const back = new Set(signals.flatMap(({ id, takenBack }) => (takenBack ? [id] : [])))
    const alarms = kept.map(({ id, at, takenBack }) => ({ at, takenBack: takenBack || back.has(id) }))
    if (!mayAlarm({ alarms, answeredAt, quietUntil: quietUntil() }, now) || !isHeard()) return
    buzz([400, 300, 400])
    ringBell(0.3)
    ownUp(session, signal)
    await session.writeLocal(ALARMS, [...kept, { id: signal, at: now }])
  })

/** What makes neither sound nor buzz is no alarm, and holds none back. */
const isHeard = (): boolean => isAllowed() && (isOn('sound') || isOn('vibration'))

/** Its receipt goes when it is taken back, unless it was drawn or answered before. */
const ownUp = (session: Session, signal: EventId): void => {
  const stop = session.subscribe(() => {
    const now = session.state().signals.find(({ id }) => id === signal)
    if (now && !(now.takenBack || now.receiptSent || now.answer)) return
    stop()
    if (now?.takenBack && !now.receiptSent) void session.received(signal)
  })
}

/** A plain disc: it says that something waits, and nothing of what or where. */
const WAITING_ICON = '/waiting.svg'

/**
 * The tab's title and icon say that something waits, for whoever has other tabs open. Gives back what takes it away again: the
 * title and icon as they were, whichever were chosen for this browser.
 */
export const markWaiting = (titled: (title: string) => string): (() => void) => {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  const before = icon?.getAttribute('href') ?? null
  const unsay = sayInTitle('waits', titled)
  icon?.setAttribute('href', WAITING_ICON)
  return () => {
    unsay()
    if (before !== null) icon?.setAttribute('href', before)
  }
}
