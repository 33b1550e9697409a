import { z } from 'zod/mini'
import { Instant, Seat } from '../../shared/ids.ts'
import type { PauseLimits, PauseState } from '../../shared/pause.ts'

const Return = z.object({ seat: Seat, at: Instant, late: z.boolean() })

/** The pause beside a space's log, as the machine leaves it. */
const StoredPause = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('paused'),
    startedBy: z.array(Seat).check(z.minLength(1), z.maxLength(2)),
    startedAt: Instant,
    knownAt: Instant,
    returnAt: Instant,
    returned: z.array(Return).check(z.maxLength(1)),
    extended: z.boolean(),
    calledBack: z.boolean(),
    asked: z.boolean(),
  }),
])

/** Null for what the machine never leaves: then the log has to say which pause there is. */
export const readPause = (text: string, limits: PauseLimits): PauseState | null => {
  const pause = parse(text)
  if (pause === null || pause.kind === 'none') return pause
  const { startedBy, startedAt, knownAt, returnAt } = pause
  const isOrdered = startedAt <= knownAt && startedAt < returnAt && returnAt <= startedAt + limits.ceilingMs
  return isOrdered && startedBy[0] !== startedBy[1] ? pause : null
}

const parse = (text: string): PauseState | null => {
  try {
    return StoredPause.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
