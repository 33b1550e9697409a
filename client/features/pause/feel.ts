import { isQuiet } from '../../../shared/signal.ts'
import { quietUntil } from '../../shell/attention.ts'
import { buzz } from '../../shell/buzz.ts'
import { ringBell } from '../../shell/sound.ts'
import type { Call } from './calls.ts'

/** What a pause says to the hand that holds the phone, and at its return time to the ear, unless both rest (SIG9). */
export const feel = (call: Call, now: number): void => {
  if (isQuiet(quietUntil(), now)) return
  if (call.startsWith('running')) buzz(600)
  if (call.startsWith('soon')) buzz(120)
  if (call.startsWith('back')) ringBell(0.15)
}
