import { z } from 'zod/mini'
import type { ErrorCode, Refusal } from './errors.ts'
import type { OutgoingEvent, StoredEvent, UnknownEvent } from './events.ts'
import { DeviceId, Instant } from './ids.ts'

/**
 * The relay: socket.io at `/relay`, websocket transport only. The handshake's `auth` is a `RelayHandshake`; a refused one is a
 * `connect_error` whose `data` is a `Refusal`. Every client call is acknowledged, with its answer or a `Refusal`.
 * Fan-out is a hint: a client applies `last + 1`, holds the rest, and asks `since` to close a gap.
 */
export const PROTOCOL_VERSION = 1
export const RELAY_PATH = '/relay'
/** Heads repeat this often, ms, so that a lost hint is repaired. */
export const HEAD_EVERY_MS = 20_000
/** Events in one answer to `since`. */
export const SINCE_PAGE = 200

export const RelayHandshake = z.strictObject({
  protocol: z.int(),
  token: z.base64url().check(z.length(43)),
  deviceId: DeviceId,
  /** The last event this device has applied, 0 for none. */
  since: z.int().check(z.nonnegative()),
})
export type RelayHandshake = z.infer<typeof RelayHandshake>

/** After everything missed was sent. `now` is the server's clock. */
export const CaughtUp = z.object({
  head: z.int().check(z.nonnegative()),
  now: Instant,
  limits: z.object({ floorMs: z.int(), ceilingMs: z.int() }),
})
export type CaughtUp = z.infer<typeof CaughtUp>

export type SendAnswer = { ok: true; seq: number; at: Instant } | Refusal
export type SinceAnswer = { ok: true; events: (StoredEvent | UnknownEvent)[]; head: number } | Refusal

export interface ClientToServerEvents {
  /** Stores an event, then tells the other devices. Idempotent on the event's id. */
  send: (event: OutgoingEvent, answer: (answer: SendAnswer) => void) => void
  /** Events after `seq`, at most `SINCE_PAGE`, in order. */
  since: (seq: number, answer: (answer: SinceAnswer) => void) => void
}

export interface ServerToClientEvents {
  /** Comes first: of the event that the log has at the handshake's `since` its id, kind, seq and `at`. Nothing where there is none. */
  known: (entry: UnknownEvent) => void
  event: (event: StoredEvent | UnknownEvent) => void
  'caught-up': (state: CaughtUp) => void
  head: (head: { head: number; now: Instant }) => void
  /** Seats, devices, labels or the invite changed: read `GET /api/space` again. */
  'space-changed': () => void
  /** This device's access has ended; the socket closes. */
  ended: (reason: { code: ErrorCode }) => void
}
