import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { SpaceId } from '../../shared/ids.ts'
import type { SeatKeys } from '../../shared/spaces.ts'
import { equalBytes, fromBase64url, toBase64url, utf8 } from './bytes.ts'
import { derive } from './derive.ts'

/** What an invite link carries behind its `#`, and what follows from it. */
export interface InviteSecret {
  /** 32 bytes, base64url. */
  secret: string
  /** The creator's seat sign key, so that the server cannot put another creator in place. */
  creatorSign: string
}

/** `#v1.<secret>.<creator's seat sign key>` */
export const inviteFragment = (invite: InviteSecret): string => `#v1.${invite.secret}.${invite.creatorSign}`

/** Throws for what is no invite secret. */
export const secretBytes = (secret: string): Uint8Array => {
  const bytes = fromBase64url(secret)
  if (bytes?.length !== 32) throw new Error('not 32 bytes')
  return bytes
}

/** Proves to the creator that these seat keys are of someone who held the link, whatever the server says. */
export const joinProof = (secret: string, space: SpaceId, keys: SeatKeys): string => toBase64url(proofBytes(secret, space, keys))

export const isJoinProof = (secret: string, space: SpaceId, keys: SeatKeys, proof: string): boolean => {
  const given = fromBase64url(proof)
  return given !== null && equalBytes(given, proofBytes(secret, space, keys))
}

const proofBytes = (secret: string, space: SpaceId, keys: SeatKeys): Uint8Array =>
  hmac(sha256, derive(secretBytes(secret), 'join-proof'), joinText(space, keys))

const joinText = (space: SpaceId, keys: SeatKeys): Uint8Array => utf8(`holdfast join v1\n${space}\n${keys.sign}\n${keys.receive}`)
