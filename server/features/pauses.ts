import { v7 } from 'uuid'
import { EventId, type Instant, type SpaceId } from '../../shared/ids.ts'
import { applyPause, type DuePauseStep, dueSteps, PAUSE_LIMITS, type PauseLimits, type PauseState } from '../../shared/pause.ts'
import type { Transaction } from '../storage/store.ts'
import { append, openLog } from './event-log.ts'
import { isOfAnotherClock } from './heard.ts'
import { queuePushes } from './push-queue.ts'

/** How much of a claimed age counts, ms: no further back than when the server had last heard from the device, as far as it knows. */
export const countedHeld = (claimedMs: number, at: Instant, heardAt: Instant): number =>
  Math.max(0, isOfAnotherClock(heardAt, at) ? claimedMs : Math.min(claimedMs, at - heardAt))

type PauseJob = 'pause-call-back' | 'pause-ask-missing' | 'pause-end'
const PAUSE_JOBS: PauseJob[] = ['pause-call-back', 'pause-ask-missing', 'pause-end']

const jobFor = (kind: DuePauseStep['kind']): PauseJob | null => {
  switch (kind) {
    case 'call-back':
      return 'pause-call-back'
    case 'ask-missing':
      return 'pause-ask-missing'
    case 'end':
      return 'pause-end'
    case 'seat-left':
      return null
  }
}

/** What a pause job asks of the machine. */
export const stepOf = (job: PauseJob): DuePauseStep => {
  switch (job) {
    case 'pause-call-back':
      return { kind: 'call-back' }
    case 'pause-ask-missing':
      return { kind: 'ask-missing' }
    case 'pause-end':
      return { kind: 'end' }
  }
}

/** Makes the space's due jobs exactly those that its pause waits for. A job moved to a new time is free to be claimed again. */
export const schedulePause = async (tx: Transaction, spaceId: SpaceId, pause: PauseState, limits: PauseLimits): Promise<void> => {
  const wanted = dueSteps(pause, limits).flatMap(({ kind, at }) => {
    const job = jobFor(kind)
    return job ? [{ space_id: spaceId, kind: job, due_at: at, claimed_until: null }] : []
  })
  const unwanted = PAUSE_JOBS.filter(kind => !wanted.some(job => job.kind === kind))
  if (unwanted.length > 0) await tx.deleteFrom('jobs').where('space_id', '=', spaceId).where('kind', 'in', unwanted).execute()
  if (wanted.length === 0) return
  await tx
    .insertInto('jobs')
    .values(wanted)
    .onConflict(conflict =>
      conflict.columns(['space_id', 'kind']).doUpdateSet(eb => ({ due_at: eb.ref('excluded.due_at'), claimed_until: null })),
    )
    .execute()
}

/** Where the log has a due step, and whether somebody is to be pushed about it. */
export interface RecordedStep {
  seq: number
  toPush: boolean
}

/** Takes a step that fell due by itself. Null when the pause no longer waits for it. */
export const recordDueStep = async (
  tx: Transaction,
  spaceId: SpaceId,
  step: DuePauseStep,
  at: Instant,
  limits: PauseLimits,
): Promise<RecordedStep | null> => {
  const log = await openLog(tx, spaceId, limits)
  if (!log) return null
  const result = applyPause(log.pause, { step }, at, limits)
  if (!result.ok) {
    await schedulePause(tx, spaceId, log.pause, limits)
    return null
  }
  const id = EventId.parse(v7({ msecs: at }))
  const event = await append(tx, log, { due: { id, step }, at, pause: result.state })
  await schedulePause(tx, spaceId, result.state, limits)
  return { seq: event.seq, toPush: await queuePushes(tx, spaceId, event, result.state) }
}

/**
 * Notes in the log that seat b is free again: what it did until then is nobody's who is here. A pause that runs ends: nobody waits
 * for one who will not come back. Returns the `seq` for the fanout message `event-stored`; null where the space is gone.
 */
export const recordSeatLeft = async (tx: Transaction, spaceId: SpaceId, at: Instant): Promise<number | null> => {
  const log = await openLog(tx, spaceId, PAUSE_LIMITS)
  if (!log) return null
  const step: DuePauseStep = { kind: 'seat-left' }
  const result = applyPause(log.pause, { step }, at, PAUSE_LIMITS)
  const pause = result.ok ? result.state : log.pause
  const event = await append(tx, log, { due: { id: EventId.parse(v7({ msecs: at })), step }, at, pause })
  await schedulePause(tx, spaceId, pause, PAUSE_LIMITS)
  return event.seq
}
