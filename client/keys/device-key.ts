import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { DeviceId, Seat, SpaceId } from '../../shared/ids.ts'
import { certificateText, type DeviceIntroduction } from '../../shared/spaces.ts'
import { fromBase64url, randomBytes, toBase64url, utf8 } from './bytes.ts'
import type { SeatKey } from './seat-key.ts'

/** One device's secrets, base64url of 32 bytes each. They never leave it. */
export interface DeviceSecrets {
  /** Ed25519: signs assents and versions. */
  sign: string
  /** X25519: receives keys. */
  receive: string
  /** The bearer token; the server keeps its hash alone. */
  token: string
}

export const newDeviceSecrets = (): DeviceSecrets => ({
  sign: toBase64url(randomBytes(32)),
  receive: toBase64url(randomBytes(32)),
  token: toBase64url(randomBytes(32)),
})

/** How the server knows a token: SHA-256 of its 32 bytes. */
export const tokenHash = (token: string): string => toBase64url(sha256(bytesOf(token)))

/** A device as it introduces itself, certified by its seat's key. */
export const introduceDevice = (
  space: SpaceId,
  seat: Seat,
  seatKey: SeatKey,
  deviceId: DeviceId,
  secrets: DeviceSecrets,
): DeviceIntroduction => {
  const sign = toBase64url(ed25519.getPublicKey(bytesOf(secrets.sign)))
  const receive = toBase64url(x25519.getPublicKey(bytesOf(secrets.receive)))
  const text = certificateText(space, seat, { deviceId, sign, receive })
  const certificate = toBase64url(ed25519.sign(utf8(text), seatKey.sign))
  return { deviceId, sign, receive, certificate, tokenHash: tokenHash(secrets.token) }
}

/** Whether the seat's key signed this device. Foreign bytes are simply not a certificate. */
export const isCertified = (
  space: SpaceId,
  seat: Seat,
  seatSignKey: string,
  device: { deviceId: string; sign: string; receive: string; certificate: string },
): boolean => verifyText(seatSignKey, certificateText(space, seat, device), device.certificate)

/** Ed25519 over a text, in base64url. */
export const signText = (secret: string, text: string): string => toBase64url(ed25519.sign(utf8(text), bytesOf(secret)))

export const verifyText = (publicKey: string, text: string, signature: string): boolean => {
  const key = fromBase64url(publicKey)
  const signed = fromBase64url(signature)
  if (!key || !signed) return false
  try {
    return ed25519.verify(signed, utf8(text), key)
  } catch {
    return false
  }
}

/** Of a secret this device made itself. */
const bytesOf = (own: string): Uint8Array => {
  const bytes = fromBase64url(own)
  if (bytes?.length !== 32) throw new Error('a secret of this device is damaged')
  return bytes
}
