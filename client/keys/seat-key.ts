import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { RecoveryIntroduction, SeatKeys } from '../../shared/spaces.ts'
import { randomBytes, toBase64url } from './bytes.ts'
import { derive } from './derive.ts'

/** 32 random bytes of one partner, which are also the 24 recovery words. Everything of the seat follows from them. */
export const newPartnerSecret = (): Uint8Array => randomBytes(32)

export interface SeatKey {
  /** Ed25519 secret: certifies devices. */
  sign: Uint8Array
  /** X25519 secret: receives keys. */
  receive: Uint8Array
  /** The two public halves, as others know the seat. */
  shown: SeatKeys
  /** Seals what only this partner may read: the journal, the key box. */
  personalKey: Uint8Array
  recoveryId: string
  /** Shown to the server only when recovering; it keeps a hash. */
  recoveryProof: string
}

export const seatKeyOf = (partnerSecret: Uint8Array): SeatKey => {
  const sign = derive(partnerSecret, 'seat-sign')
  const receive = derive(partnerSecret, 'seat-receive')
  return {
    sign,
    receive,
    shown: { sign: toBase64url(ed25519.getPublicKey(sign)), receive: toBase64url(x25519.getPublicKey(receive)) },
    personalKey: derive(partnerSecret, 'personal'),
    recoveryId: toBase64url(derive(partnerSecret, 'recovery-id')),
    recoveryProof: toBase64url(derive(partnerSecret, 'recovery-proof')),
  }
}

/** What the server keeps so that the words find their seat: the hash is over the proof's 32 bytes. */
export const recoveryIntroduction = (partnerSecret: Uint8Array): RecoveryIntroduction => ({
  recoveryId: toBase64url(derive(partnerSecret, 'recovery-id')),
  proofHash: toBase64url(sha256(derive(partnerSecret, 'recovery-proof'))),
})
