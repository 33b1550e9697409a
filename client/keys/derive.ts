import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8 } from './bytes.ts'

/** What a derived key is for. Part of the wire format: a changed text is another key. */
type Purpose =
  | 'seat-sign'
  | 'seat-receive'
  | 'personal'
  | 'recovery-id'
  | 'recovery-proof'
  | 'invite-id'
  | 'invite-key'
  | 'join-proof'

/** HKDF-SHA256 of a secret, without salt, for one purpose: 32 bytes. None tells anything of another. */
export const derive = (secret: Uint8Array, purpose: Purpose): Uint8Array =>
  hkdf(sha256, secret, undefined, utf8(`holdfast v1 ${purpose}`), 32)
