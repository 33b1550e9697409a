import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { z } from 'zod/mini'
import { InviteId, type SpaceId } from '../../shared/ids.ts'
import type { SeatKeys } from '../../shared/spaces.ts'
import { equalBytes, fromBase64url, randomBytes, toBase64url, utf8 } from './bytes.ts'
import { derive } from './derive.ts'
import { fixedKeyring, type Keyring } from './keyring.ts'

/** What an invite link carries behind its `#`, and what follows from it. */
export interface InviteSecret {
  /** 32 bytes, base64url. */
  secret: string
  /** The creator's seat sign key, so that the server cannot put another creator in place. */
  creatorSign: string
}

const VERSION = 'v1'
const Fragment = z.string().check(z.maxLength(200), z.regex(/^#?v1\.[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}$/))

export const newInviteSecret = (creatorSign: string): InviteSecret => ({ secret: toBase64url(randomBytes(32)), creatorSign })

/** `#v1.<secret>.<creator's seat sign key>` */
export const inviteFragment = (invite: InviteSecret): string => `#${VERSION}.${invite.secret}.${invite.creatorSign}`

/** Null when it is not an invite: cut off, mistyped, or from a newer version. */
export const parseInviteFragment = (fragment: string): InviteSecret | null => {
  const parsed = Fragment.safeParse(fragment.trim())
  if (!parsed.success) return null
  const [, secret = '', creatorSign = ''] = parsed.data.split('.')
  // Base64url of 32 bytes has two spare bits: only one writing of a key is the key.
  if (fromBase64url(secret)?.length !== 32 || fromBase64url(creatorSign)?.length !== 32) return null
  return { secret, creatorSign }
}

const secretBytes = (secret: string): Uint8Array => {
  const bytes = fromBase64url(secret)
  if (bytes?.length !== 32) throw new Error('an invite secret is 32 bytes')
  return bytes
}

/** The name the server knows the invite by; it tells nothing of the secret. */
export const inviteIdOf = (secret: string): InviteId => InviteId.parse(toBase64url(derive(secretBytes(secret), 'invite-id')))

/** Seals the greeting and the space keys. */
export const inviteKeyring = (secret: string): Keyring => fixedKeyring(derive(secretBytes(secret), 'invite-key'))

/** Proves to the creator that these seat keys are of someone who held the link, whatever the server says. */
export const joinProof = (secret: string, space: SpaceId, keys: SeatKeys): string =>
  toBase64url(hmac(sha256, derive(secretBytes(secret), 'join-proof'), joinText(space, keys)))

export const isJoinProof = (secret: string, space: SpaceId, keys: SeatKeys, proof: string): boolean => {
  const given = fromBase64url(proof)
  return given !== null && equalBytes(given, hmac(sha256, derive(secretBytes(secret), 'join-proof'), joinText(space, keys)))
}

const joinText = (space: SpaceId, keys: SeatKeys): Uint8Array => utf8(`holdfast join v1\n${space}\n${keys.sign}\n${keys.receive}`)
