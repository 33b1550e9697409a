import { ALARM_AGAIN_MS } from '../../../shared/alarm.ts'
import { isQuiet } from '../../../shared/signal.ts'
import { isOn, quietUntil } from '../../shell/attention.ts'
import { buzz, isAllowed } from '../../shell/buzz.ts'
import { oneTabAtATime } from '../../shell/one-tab.ts'
import { ringBell } from '../../shell/sound.ts'
import type { Session } from '../../sync/session.ts'
import type { Call } from './calls.ts'

type Feeling = Pick<Session, 'now' | 'state' | 'readLocal' | 'writeLocal'>

/** When this device last buzzed for a pause of the partner's, among a session's small local things. */
const FELT = 'pause-felt'

/** What a pause says to the hand that holds the phone, and at its return time to the ear, unless both rest (SIG9). */
export const feel = async (session: Feeling, call: Call): Promise<void> => {
  if (isQuiet(quietUntil(), session.now())) return
  if (call.startsWith('running')) await feelStart(session)
  if (call.startsWith('soon')) buzz(120)
  if (call.startsWith('back')) ringBell(0.15)
}

/** For the partner's pauses no sooner than three minutes after the last one. A page that nobody sees cannot buzz. */
const feelStart = (session: Feeling): Promise<void> =>
  oneTabAtATime(async () => {
    if (document.visibilityState !== 'visible' || !isAllowed() || !isOn('vibration')) return
    const { pause, me } = session.state()
    const isOwn = me && pause.state.kind === 'paused' && pause.state.startedBy.includes(me.seat)
    const felt = isOwn ? undefined : await session.readLocal<number>(FELT)
    if (felt !== undefined && Math.abs(session.now() - felt) < ALARM_AGAIN_MS) return
    buzz(600)
    if (!isOwn) await session.writeLocal(FELT, session.now())
  })
