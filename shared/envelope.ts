import { z } from 'zod/mini'

/**
 * The sealed envelope, as bytes: `version(1) | epoch(2, big endian) | nonce(24) | XChaCha20-Poly1305 ciphertext and tag`.
 * Associated data is its context, so that no sealed thing can be put in another's place. Only the client can open one
 * (`client/keys/`); the server sees its version, its epoch and its length.
 */
export const ENVELOPE_VERSION = 1
/** Bytes an envelope adds to what it seals: version, epoch, nonce, tag. */
export const ENVELOPE_OVERHEAD = 1 + 2 + 24 + 16
/** Sealed events are padded to a multiple of this many bytes before sealing, so that length does not name the signal. */
export const EVENT_PADDING_BYTES = 512
/** The most a sealed event may hold, in base64url characters (6 KiB of bytes). */
export const MAX_SEALED_EVENT_CHARS = 8192

/** A sealed envelope in JSON: base64url without padding. */
export const Sealed = z.base64url().check(z.minLength(58), z.maxLength(MAX_SEALED_EVENT_CHARS))
export type Sealed = z.infer<typeof Sealed>
/** A sealed name or label of 80 characters, with room, in base64url characters. */
export const MAX_SEALED_NAME_CHARS = 2048
/** Stricter than what is read back: an earlier release may have kept a longer one. */
export const SealedName = Sealed.check(z.maxLength(MAX_SEALED_NAME_CHARS))

/**
 * Contexts, bound as associated data.
 * `profile`: what a seat says of itself. `device`: a device's label. `invite`: what a joiner receives. `greeting`: what an
 * invite shows before it is redeemed. `local`: what a device keeps for itself alone. `key-box`: the space keys for one's own recovery words.
 */
export const context = {
  event: (space: string, kind: string, id: string) => `${space}/${kind}/${id}`,
  document: (space: string, document: string, generation: number) => `${space}/${document}/${generation}`,
  awareness: (space: string, document: string, generation: number) => `${space}/awareness:${document}/${generation}`,
  profile: (space: string, seat: string) => `${space}/profile/${seat}`,
  device: (space: string, device: string) => `${space}/device/${device}`,
  keyBox: (space: string, seat: string) => `${space}/key-box/${seat}`,
  invite: (inviteId: string) => `invite/${inviteId}`,
  local: (space: string, what: string) => `${space}/local/${what}`,
  greeting: (inviteId: string) => `greeting/${inviteId}`,
}
