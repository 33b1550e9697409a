import type { ErrorCode } from '../../shared/errors.ts'
import type { DeviceId, Instant, SpaceId } from '../../shared/ids.ts'
import type { PauseLimits } from '../../shared/pause.ts'
import type { Fanout } from '../fanout/fanout.ts'
import { faultOf, type Logger } from '../log.ts'
import type { Database } from '../storage/schema.ts'
import { NotStored, type Store, type Transaction } from '../storage/store.ts'
import { recordDueStep, stepOf } from './pauses.ts'
import { removeSpace } from './spaces.ts'

/** Rings once after `ms`, unless disposed before. */
export type SetAlarm = (ring: () => void, ms: number) => Disposable

export interface JobsParts {
  store: Store
  fanout: Fanout
  now: () => Instant
  log: Logger
  pauseLimits: PauseLimits
  /** Called when what fell due is to be pushed. */
  onToPush?: () => void
  setAlarm?: SetAlarm
}

export interface Jobs extends AsyncDisposable {
  /** Looks at once for what is due, and anew for what is due next. */
  wake(): void
  /** Resolves when nothing is being done. */
  idle(): Promise<void>
}

/** Whoever claimed a job has this long for it, ms. If it dies meanwhile, the job is free again. */
export const LEASE_MS = 30_000
/** It looks at least this often, ms: for what another node wrote down, or a clock that was set. */
const LOOK_EVERY_MS = 60_000
/** After the store failed, ms. */
const RETRY_MS = 1_000
/** Jobs claimed at once. */
const CLAIM = 50

interface Job {
  job_id: number
  space_id: string
  kind: Database['jobs']['kind']
  due_at: number
}

/** Does what falls due, each once, from the `jobs` table: whatever fell due while no server ran is done at the start. */
export const startJobs = (parts: JobsParts): Jobs => {
  const { store, now, log, setAlarm = alarm } = parts
  let pending: Disposable | undefined
  let running: Promise<void> | undefined
  let again = false
  let stopped = false

  const round = async (): Promise<number> => {
    try {
      const jobs = await store.write(tx => claim(tx, now()))
      for (const job of jobs) await perform(parts, job)
      if (jobs.length === CLAIM) return 0
      const next = await store.read(nextMoment)
      return next === null ? LOOK_EVERY_MS : Math.min(Math.max(0, next - now()), LOOK_EVERY_MS)
    } catch (error) {
      log.error(faultOf(error), 'due jobs could not be read')
      return RETRY_MS
    }
  }
  const run = async (): Promise<void> => {
    let waitMs = 0
    do {
      again = false
      waitMs = await round()
    } while (again && !stopped)
    running = undefined
    if (!stopped) pending = setAlarm(wake, waitMs)
  }
  const wake = (): void => {
    again = true
    if (running || stopped) return
    pending?.[Symbol.dispose]()
    running = run()
  }
  wake()
  return {
    wake,
    idle: async () => running,
    [Symbol.asyncDispose]: async () => {
      stopped = true
      pending?.[Symbol.dispose]()
      await running
    },
  }
}

export const alarm: SetAlarm = (ring, ms) => {
  const timer = setTimeout(ring, ms)
  return { [Symbol.dispose]: () => clearTimeout(timer) }
}

/** Takes what is due, oldest first, so that nobody else does it meanwhile. */
const claim = async (tx: Transaction, at: Instant): Promise<Job[]> => {
  const jobs = await tx
    .updateTable('jobs')
    .set({ claimed_until: at + LEASE_MS })
    .where('job_id', 'in', eb =>
      eb
        .selectFrom('jobs')
        .select('job_id')
        .where('due_at', '<=', at)
        .where(free => free.or([free('claimed_until', 'is', null), free('claimed_until', '<=', at)]))
        .orderBy('due_at')
        .limit(CLAIM),
    )
    .returning(['job_id', 'space_id', 'kind', 'due_at'])
    .execute()
  return jobs.sort((one, other) => one.due_at - other.due_at || one.job_id - other.job_id)
}

/** When something is next due, or a claim runs out. */
const nextMoment = async (tx: Transaction): Promise<Instant | null> => {
  const { next } = await tx
    .selectFrom('jobs')
    .select(eb => eb.fn.min(eb.fn.coalesce('claimed_until', 'due_at')).as('next'))
    .executeTakeFirstOrThrow()
  return next === null ? null : Number(next)
}

type Effect =
  | { kind: 'none' }
  | { kind: 'stored'; seq: number; toPush: boolean }
  | { kind: 'removed'; devices: DeviceId[]; code: ErrorCode }

/** A failure leaves the job claimed: it is tried again when the claim has run out. */
const perform = async (parts: JobsParts, job: Job): Promise<void> => {
  const { store, fanout, now, log, pauseLimits } = parts
  const spaceId = job.space_id as SpaceId
  try {
    const effect = await store.write(tx => finish(tx, job, now(), pauseLimits))
    if (effect.kind === 'stored') fanout.publish(spaceId, { kind: 'event-stored', seq: effect.seq })
    if (effect.kind === 'stored' && effect.toPush) parts.onToPush?.()
    if (effect.kind === 'removed') fanout.publish(spaceId, { kind: 'access-ended', devices: effect.devices, code: effect.code })
  } catch (error) {
    if (error instanceof NotStored) throw error
    log.error({ job: job.kind, ...faultOf(error) }, 'a due job failed')
  }
}

/** The job's row and its effect go in one transaction; a job that was moved or done meanwhile has none. */
const finish = async (tx: Transaction, job: Job, at: Instant, limits: PauseLimits): Promise<Effect> => {
  const spaceId = job.space_id as SpaceId
  const taken = await tx
    .deleteFrom('jobs')
    .where('job_id', '=', job.job_id)
    .where('due_at', '=', job.due_at)
    .returning('job_id')
    .executeTakeFirst()
  if (!taken) return { kind: 'none' }
  switch (job.kind) {
    case 'pause-call-back':
    case 'pause-ask-missing':
    case 'pause-end': {
      const event = await recordDueStep(tx, spaceId, stepOf(job.kind), at, limits)
      return event ? { kind: 'stored', ...event } : { kind: 'none' }
    }
    case 'sample-end':
      return { kind: 'removed', devices: await removeSpace(tx, spaceId), code: 'access-ended' }
  }
}
