import { z } from 'zod/mini'
import { Instant } from '../../shared/ids.ts'
import { isQuiet as isResting } from '../../shared/signal.ts'

/** Under this name among a session's small local things. */
export const CHOICES = 'push'
/** Under this one until when sound and vibration rest: chosen apart from the rest, and in a hurry. */
export const RESTS = 'rests-until'

const Minute = z.int().check(z.minimum(0), z.maximum(1_439))

/** Hours of the night and such, in minutes of this device's day. From 22:00 to 7:00 goes over midnight. */
export const QuietHours = z.object({
  from: Minute,
  to: Minute,
  /** Only when the person said so: else a signal is heard at any hour. */
  signalsToo: z.boolean(),
})
export type QuietHours = z.infer<typeof QuietHours>

/** What a person chose for notifications on this device. It stays on the device. */
export const PushChoices = z.object({
  wanted: z.boolean(),
  /** `neutral` says "Reminder" and no more; `words` names who sent what. */
  wording: z.enum(['neutral', 'words']),
  sound: z.boolean(),
  vibration: z.boolean(),
  quiet: z.nullable(QuietHours),
})
export type PushChoices = z.infer<typeof PushChoices>

export const NOTHING_CHOSEN: PushChoices = { wanted: false, wording: 'neutral', sound: true, vibration: true, quiet: null }

/** What was stored, as far as it can be read. */
export const choicesOf = (stored: unknown): PushChoices => PushChoices.safeParse(stored).data ?? NOTHING_CHOSEN

/** Until when sound and vibration rest, by the server's clock; null: they do not. */
export const restsUntilOf = (stored: unknown): Instant | null => Instant.safeParse(stored).data ?? null

/** Whether a minute of the day lies in them. From and to the same: all day. */
export const isQuiet = ({ from, to }: QuietHours, minute: number): boolean =>
  from < to ? minute >= from && minute < to : minute >= from || minute < to

/** When it is: of this device's day, and by the server's clock. */
export interface Moment {
  minute: number
  now: Instant
  /** Until when sound and vibration rest. */
  restsUntil: Instant | null
}

/** Whether a notification makes neither sound nor buzz then. */
export const isSilent = ({ sound, quiet }: PushChoices, isSignal: boolean, { minute, now, restsUntil }: Moment): boolean =>
  !sound || isResting(restsUntil, now) || (quiet !== null && isQuiet(quiet, minute) && (!isSignal || quiet.signalsToo))
