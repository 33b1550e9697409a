import { z } from 'zod/mini'

/**
 * Every refusal the server can give, over HTTP, the relay and document sockets.
 * A refusal changes nothing. Texts for people live in the client's translations (`errors.<code>`).
 */
export const ErrorCode = z.enum([
  // requests
  'bad-request', // does not parse; `detail` names the field, never a value
  'too-large', // body or frame over the limit
  'too-many', // rate limit; `retryAfterMs`
  'not-found', // no such path
  'foreign-origin', // the Origin header is not this server's
  'old-protocol', // the client speaks a protocol version this server no longer does
  'not-stored', // the store refused or is away; nothing was changed, try again
  'stopping', // the server is shutting down; try again
  // access
  'no-token', // no credentials given
  'wrong-token', // nobody here has this token: it may be another server, or another data folder
  'access-ended', // this device's access was taken away, for good
  'not-yours', // a valid token, but not for this space, seat, device or document
  'sample-only', // allowed only in a sample space
  // spaces and invites
  'space-exists', // this id is taken by another
  'space-full', // both seats are taken
  'invite-unknown', // never existed, or guessed
  'invite-used', // already redeemed
  'invite-expired', // older than its lifetime
  'invite-revoked', // taken back by its creator
  'bad-certificate', // a device key not signed by its seat key
  'no-joiner', // nobody joined who could be undone
  'undo-over', // joined longer ago than an undo is offered
  'recovery-unknown', // no seat answers to these recovery words
  'too-many-devices', // as many devices came new into this seat as may in a day; `retryAfterMs`
  'devices-full', // the seat's list is full of devices whose signatures count
  'key-box-changed', // the seat's key box is another than the one that was read; read it and try again
  // events
  'id-reused', // this event id was used for another event
  'unknown-event', // `about` names no event of this space, or one that cannot be answered this way
  'log-full', // the log has as many of this kind of that seat as it takes
  'too-late', // the moment in which this could be taken back is over
  // the pause machine (shared/pause.ts)
  'no-pause', // nothing is paused
  'stale', // what this step names has already passed, or the pause that it was pressed for
  'too-early', // a return before the floor; `acceptedAt`
  'too-short', // a length or time under what is allowed
  'too-long', // past 24 hours in total
  'not-starter', // only who started may cancel
  'pause-changed', // both started, or someone asked for more time, or the ten seconds are over, or this seat took back too many
  'already-back', // this seat has already returned
  // documents
  'bad-update', // cannot be decoded
  'foreign-content', // holds something other than sealed entries in root `s` and deletes
  'foreign-author', // a client id that belongs to the other seat
  'absurd-clock', // a clock out of all proportion
])
export type ErrorCode = z.infer<typeof ErrorCode>

/** What is said of a refusal. `detail` names a field or a limit, never anything a person wrote. */
export const Refusal = z.object({
  ok: z.literal(false),
  code: ErrorCode,
  detail: z.optional(z.string()),
  retryAfterMs: z.optional(z.int()),
  /** With `too-early`: the instant from which the return will be accepted. */
  acceptedAt: z.optional(z.int()),
})
export type Refusal = z.infer<typeof Refusal>

export const refuse = (code: ErrorCode, more: Omit<Refusal, 'ok' | 'code'> = {}): Refusal => ({ ok: false, code, ...more })

/** HTTP status that goes with a code. */
export const httpStatus = (code: ErrorCode): number => {
  switch (code) {
    case 'bad-request':
    case 'bad-certificate':
    case 'bad-update':
    case 'foreign-content':
    case 'absurd-clock':
    case 'old-protocol':
      return 400
    case 'no-token':
    case 'wrong-token':
    case 'access-ended':
      return 401
    case 'foreign-origin':
    case 'not-yours':
    case 'sample-only':
    case 'foreign-author':
    case 'not-starter':
      return 403
    case 'not-found':
    case 'invite-unknown':
    case 'recovery-unknown':
    case 'unknown-event':
      return 404
    case 'space-exists':
    case 'space-full':
    case 'no-joiner':
    case 'key-box-changed':
    case 'devices-full':
    case 'id-reused':
    case 'no-pause':
    case 'stale':
    case 'too-early':
    case 'too-short':
    case 'too-long':
    case 'pause-changed':
    case 'already-back':
    case 'log-full':
      return 409
    case 'invite-used':
    case 'invite-expired':
    case 'invite-revoked':
    case 'undo-over':
    case 'too-late':
      return 410
    case 'too-large':
      return 413
    case 'too-many':
    case 'too-many-devices':
      return 429
    case 'not-stored':
    case 'stopping':
      return 503
  }
}
