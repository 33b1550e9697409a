import { z } from 'zod'
import type { Refusal } from './errors.ts'
import { Instant, type Seat } from './ids.ts'

/**
 * The pause machine. The server decides, the client runs the same code on the same log.
 * Figures: PRACTICE, stage 3: at least 20 minutes (physiological calm), at most 24 hours.
 */
export const PAUSE_FLOOR_MS = 20 * 60_000
export const PAUSE_CEILING_MS = 24 * 3_600_000
/** A pause's return is rounded up to a clock time that is easy to say, ms. */
export const PAUSE_ROUND_MS = 5 * 60_000
/** The starter may cancel for this long (the screen offers 5 s). */
export const PAUSE_CANCEL_MS = 10_000
/** After the return time, the missing one is asked privately for a return or a new time. */
export const PAUSE_ASK_AFTER_MS = 10 * 60_000

export interface PauseLimits {
  floorMs: number
  ceilingMs: number
}
export const PAUSE_LIMITS: PauseLimits = { floorMs: PAUSE_FLOOR_MS, ceilingMs: PAUSE_CEILING_MS }

/** What a seat can do. `until` is a specific instant, never a length: a promise names a time. */
export const PauseStep = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('start'), minutes: z.int().min(1).max(1440) }),
  z.strictObject({ kind: z.literal('extend'), until: Instant }),
  z.strictObject({ kind: z.literal('return') }),
  z.strictObject({ kind: z.literal('cancel') }),
])
export type PauseStep = z.infer<typeof PauseStep>

/** What falls due by itself, from the server's jobs: at the return time, ten minutes later, after 24 h; or a seat left. */
export const DuePauseStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call-back') }),
  z.object({ kind: z.literal('ask-missing') }),
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('seat-left') }),
])
export type DuePauseStep = z.infer<typeof DuePauseStep>

export interface PauseReturn {
  seat: Seat
  at: Instant
  /** After the return time. Shown neutrally, or not at all; never counted. */
  late: boolean
}

export type PauseState =
  | { kind: 'none' }
  | {
      kind: 'paused'
      startedBy: Seat[]
      startedAt: Instant
      returnAt: Instant
      returned: PauseReturn[]
      /** Someone named a later time: from then on it cannot be cancelled. */
      extended: boolean
      /** Both were called back for the present `returnAt`. */
      calledBack: boolean
      /** The missing one was asked for the present `returnAt`. */
      asked: boolean
    }

/** One step with who took it and when it counts: `seat` for steps of a person. `heldMs` is what the server lets count. */
export type PauseInput = { seat: Seat; step: PauseStep; heldMs: number } | { step: DuePauseStep }
export type PauseResult = { ok: true; state: PauseState } | Refusal
