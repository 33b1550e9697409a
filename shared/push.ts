import { z } from 'zod/mini'
import { StoredEvent, UnknownEvent } from './events.ts'
import { DeviceId, EventId, Instant, Seat, SpaceId } from './ids.ts'
import { SIGNAL_EARLIER_MS } from './signal.ts'

/** Web Push: what a device tells the server of its subscription, and what its service worker is sent (RFC 8030, 8291, 8292). */

/** A push that could not be delivered by then is dropped, ms: what is older is read in the app. */
export const PUSH_TTL_MS = 30 * 60_000
/** How much longer one may take all the same, ms. */
const PUSH_LATE_MS = 60_000
/** Every message is padded to this many bytes, so that its length tells nothing. A push service takes 3,993. */
export const PUSH_MESSAGE_BYTES = 3_072

/** https, without credentials and without a fragment, in plain characters. The server looks closer at host and port. */
const ENDPOINT = /^https:\/\/[^\s/\\@?#]+(?:[/?][\x21\x22\x24-\x7e]*)?$/

/** `PUT /api/push`: this device's subscription, as the browser's `PushSubscription.toJSON()` has it, keys in base64url without padding. */
export const PushSubscription = z.strictObject({
  endpoint: z.string().check(z.maxLength(1024), z.regex(ENDPOINT)),
  /** The browser's public key: a point of P-256, uncompressed. */
  p256dh: z.base64url().check(z.length(87)),
  auth: z.base64url().check(z.length(22)),
})
export type PushSubscription = z.infer<typeof PushSubscription>

/** `GET /api/push`: the key to subscribe with (`applicationServerKey`), and where this device is pushed to, if it is. */
export const PushSettings = z.object({ ok: z.literal(true), vapidKey: z.string(), endpoint: z.nullable(z.string()) })
export type PushSettings = z.infer<typeof PushSettings>

const wordless = <K extends string, S extends z.core.$ZodShape>(kind: K, shape: S) =>
  z.object({
    id: EventId,
    kind: z.literal(kind),
    seq: z.int().check(z.positive()),
    at: Instant,
    heldMs: z.int().check(z.nonnegative()),
    seat: Seat,
    deviceId: DeviceId,
    ...shape,
  })

/** An event without its sealed words, where those would not fit. */
export const WordlessEvent = z.discriminatedUnion('kind', [
  wordless('signal', {}),
  wordless('answer', { about: EventId }),
  wordless('phrase', {}),
  wordless('repair', {}),
  wordless('drill', {}),
])
export type WordlessEvent = z.infer<typeof WordlessEvent>

/** What a service worker gets, decrypted by the browser: JSON with blanks behind it. Tolerant: a newer server may add fields. */
export const PushMessage = z.object({
  space: SpaceId,
  id: EventId,
  seq: z.int().check(z.positive()),
  /** The event as the log has it, its words sealed. Left out where it would not fit: then the log has it, and here is `wordless`. */
  event: z.optional(z.union([StoredEvent, UnknownEvent])),
  wordless: z.optional(z.union([WordlessEvent, UnknownEvent])),
  /** With a step of a pause: when the pause that runs ends, by the server's clock, or null when none runs any more. */
  returnAt: z.optional(z.nullable(Instant)),
  /** With an answer: when the server had what it answers. */
  askedAt: z.optional(Instant),
})
export type PushMessage = z.infer<typeof PushMessage>

/**
 * Whether a pushed signal is old news: its time in the sender's outbox and its time on the way both count. `now` by the server's clock
 * as this device knows it; null: it does not. A push lives no longer than its half hour: a way that seems longer, or shorter than none,
 * comes from a device whose clock was changed while no page was open, and then the time in the outbox alone counts.
 */
export const isEarlierPush = ({ heldMs, at }: { heldMs: number; at: Instant }, now: Instant | null): boolean => {
  const way = now === null ? 0 : now - at
  return heldMs + (way > 0 && way <= PUSH_TTL_MS + PUSH_LATE_MS ? way : 0) > SIGNAL_EARLIER_MS
}

/** Where in the log something stands, and when the server had it. */
export const Place = z.object({ seq: z.int(), at: Instant })
export type Place = z.infer<typeof Place>

/**
 * Whether a push tells of what lies further before the newest that this device knows than a push lives: a push service kept it back, or
 * repeats it. Both must say so: a server's clock may be set, and a restored server begins at an earlier place again.
 */
export const isLongPast = (event: Place, newest: Place | null): boolean =>
  newest !== null && event.seq <= newest.seq && event.at < newest.at - PUSH_TTL_MS - PUSH_LATE_MS
