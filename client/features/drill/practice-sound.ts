import type { Instant } from '../../../shared/ids.ts'
import { isQuiet } from '../../../shared/signal.ts'
import { quietUntil } from '../../shell/attention.ts'
import { buzz } from '../../shell/buzz.ts'
import { ringBell } from '../../shell/sound.ts'

/** The bell and the buzz of a real signal for one of practice, unless both rest (SIG9). `now`: by the server's clock. */
export const soundPractice = (now: Instant): void => {
  if (isQuiet(quietUntil(), now)) return
  buzz([400, 300, 400])
  ringBell(0.3)
}
