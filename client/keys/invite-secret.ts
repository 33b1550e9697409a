import { z } from 'zod/mini'
import { InviteId } from '../../shared/ids.ts'
import { fromBase64url, randomBytes, toBase64url } from './bytes.ts'
import { derive } from './derive.ts'
import { type InviteSecret, secretBytes } from './invite-link.ts'
import { fixedKeyring, type Keyring } from './keyring.ts'

const Fragment = z.string().check(z.maxLength(200), z.regex(/^#?v1\.[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}$/))

export const newInviteSecret = (creatorSign: string): InviteSecret => ({ secret: toBase64url(randomBytes(32)), creatorSign })

/** Null when it is not an invite: cut off, mistyped, or from a newer version. */
export const parseInviteFragment = (fragment: string): InviteSecret | null => {
  const parsed = Fragment.safeParse(fragment.trim())
  if (!parsed.success) return null
  const [, secret = '', creatorSign = ''] = parsed.data.split('.')
  // Base64url of 32 bytes has two spare bits: only one writing of a key is the key.
  if (fromBase64url(secret)?.length !== 32 || fromBase64url(creatorSign)?.length !== 32) return null
  return { secret, creatorSign }
}

/** The name the server knows the invite by; it tells nothing of the secret. */
export const inviteIdOf = (secret: string): InviteId => InviteId.parse(toBase64url(derive(secretBytes(secret), 'invite-id')))

/** Seals the greeting and the space keys. */
export const inviteKeyring = (secret: string): Keyring => fixedKeyring(derive(secretBytes(secret), 'invite-key'))
