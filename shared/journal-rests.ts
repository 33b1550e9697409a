import type { Instant, Seat } from './ids.ts'
import type { PauseState } from './pause.ts'

/**
 * Whether the journal rests for a person: while a pause runs, until their own return or the return time. Writing keeps arousal up;
 * reading and export never close, and "Open anyway" is theirs alone. Nothing that the partner does can lock it.
 */
export const journalRests = (pause: PauseState, me: Seat, now: Instant): boolean =>
  pause.kind === 'paused' && now < pause.returnAt && !pause.returned.some(({ seat }) => seat === me)
