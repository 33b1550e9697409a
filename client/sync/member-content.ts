import { fromBase64url } from '../keys/bytes.ts'
import type { Keyring } from '../keys/keyring.ts'
import { keyringOf, type Member } from './identity.ts'

/** A member always holds a key; one read from damaged storage holds one that opens nothing. */
export const spaceKeyringOf = (member: Member): Keyring =>
  keyringOf(member.epochs) ?? { newest: 1, keys: new Map([[1, new Uint8Array(32)]]) }

/** The secret behind the 24 words, while this device still holds it. */
export const partnerSecretOf = (member: Member): Uint8Array | null =>
  member.partnerSecret === null ? null : fromBase64url(member.partnerSecret)
