import { type Refusal, refuse } from '../../shared/errors.ts'
import { OutgoingEvent } from '../../shared/events.ts'
import type { Instant } from '../../shared/ids.ts'
import type { PauseLimits } from '../../shared/pause.ts'
import { RelayHandshake, SINCE_PAGE, type SinceAnswer } from '../../shared/relay.ts'
import { type Access, findAccess } from '../features/access.ts'
import { readLog } from '../features/event-log.ts'
import { type Stored, storeEvent } from '../features/events.ts'
import { allOf, type Limit, type Limiter, memoryLimiter } from '../limits.ts'
import type { Logger } from '../log.ts'
import type { Store } from '../storage/store.ts'
import { fieldOf } from './relay-handshake.ts'
import type { RelaySocketData } from './relay-types.ts'

/** Per device. No hand comes near it, and the outbox of a long flight fits. */
const SENDS: Limit = { points: 2_000, seconds: 10 }
/** Per device: a signal every five seconds all day long, and what each calls for. It keeps a log from filling the disk. */
const SENDS_A_DAY: Limit = { points: 20_000, seconds: 86_400 }
/** Events that a seat, with all its devices, may read by asking: fifty full pages. A gap in the log is seldom a page. */
const SINCES: Limit = { points: 50 * SINCE_PAGE, seconds: 10 }

/** How much a device may send, over whatever it sends it. */
export const sendLimiter = (aDay: Limit = SENDS_A_DAY): Limiter => allOf(memoryLimiter(SENDS), memoryLimiter(aDay))

const Seq = RelayHandshake.shape.since

/** What a device can ask for: limited, parsed, decided, stored. */
export interface RelayCalls {
  send(from: RelaySocketData, sent: unknown, heardAt: Instant): Promise<Stored | Refusal>
  /** Whether it may ask now: looked at before a question waits for its turn, so that those that may not do not wait. */
  limitSince(from: RelaySocketData): Promise<Refusal | null>
  since(from: RelaySocketData, sent: unknown): Promise<SinceAnswer>
}

export const relayCalls = (parts: {
  store: Store
  now: () => Instant
  log: Logger
  pauseLimits: PauseLimits
  sends: Limiter
  sinces?: Limit
}): RelayCalls => {
  const { store, now, log, pauseLimits, sends } = parts
  const sinces = memoryLimiter(parts.sinces ?? SINCES)
  const limitSince = ({ access }: RelaySocketData): Promise<Refusal | null> => overLimit(sinces, seatOf(access))
  return {
    send: async ({ access, tokenHash }, sent, heardAt) => {
      const limited = await overLimit(sends, access.deviceId)
      if (limited) return limited
      const event = OutgoingEvent.safeParse(sent)
      if (!event.success) return refuse('bad-request', { detail: fieldOf(event.error, 'event') })
      const arrival = { tokenHash, spaceId: access.spaceId, event: event.data, at: now(), heardAt }
      return store.write(tx => storeEvent(tx, arrival, pauseLimits))
    },
    limitSince,
    since: async (from, sent) => {
      // Asked again: others of its seat may have read meanwhile.
      const limited = await limitSince(from)
      if (limited) return limited
      const { access, tokenHash } = from
      const seq = Seq.safeParse(sent)
      if (!seq.success) return refuse('bad-request', { detail: 'seq' })
      const answer = await store.read(async tx => {
        const present = await findAccess(tx, tokenHash)
        return present.ok ? readLog(tx, access.spaceId, seq.data, SINCE_PAGE) : present
      })
      if ('ok' in answer) return answer
      const { events, head, damaged } = answer
      logDamaged(log, damaged)
      await sinces.take(seatOf(access), events.length + damaged.length)
      return { ok: true, events, head }
    },
  }
}

/** By their place alone. A client does not wait for what an answer leaves out. */
export const logDamaged = (log: Logger, damaged: number[]): void => {
  if (damaged.length > 0) log.error({ seqs: damaged.slice(0, 20), count: damaged.length }, 'events: damaged rows are passed over')
}

const seatOf = ({ spaceId, seat }: Access): string => `${spaceId} ${seat}`

const overLimit = async (limiter: Limiter, key: string): Promise<Refusal | null> => {
  const retryAfterMs = await limiter.take(key)
  return retryAfterMs === null ? null : refuse('too-many', { retryAfterMs })
}
