import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import type { z } from 'zod/mini'
import { ENVELOPE_OVERHEAD, ENVELOPE_VERSION, EVENT_PADDING_BYTES } from '../../shared/envelope.ts'
import { concatBytes, fromBase64url, fromUtf8, randomBytes, toBase64url, utf8 } from './bytes.ts'
import type { Keyring } from './keyring.ts'

const NONCE_BYTES = 24
const HEADER_BYTES = 3
const LENGTH_BYTES = 4

/** Why something sealed stayed closed. `no-key`: an epoch this device was never given. */
export type OpenFailure = 'not-an-envelope' | 'newer-version' | 'no-key' | 'not-authentic' | 'not-readable'
export type Opened<T> = { ok: true; value: T } | { ok: false; why: OpenFailure }

const closed = (why: OpenFailure): { ok: false; why: OpenFailure } => ({ ok: false, why })

/** How bytes are sealed and opened. One real way; the tests of absence put identity in its place as their control. */
export interface Sealing {
  seal(keyring: Keyring, context: string, bytes: Uint8Array): Uint8Array
  open(keyring: Keyring, context: string, envelope: Uint8Array): Opened<Uint8Array>
}

/** Seals under the keyring's newest epoch, bound to its context. Throws only for a keyring without its newest key. */
export const seal = (keyring: Keyring, context: string, bytes: Uint8Array): Uint8Array =>
  sealWithNonce(keyring, context, bytes, randomBytes(NONCE_BYTES))

/** For byte vectors only: a nonce used twice under one key gives both texts away. */
export const sealWithNonce = (keyring: Keyring, context: string, bytes: Uint8Array, nonce: Uint8Array): Uint8Array => {
  const key = keyring.keys.get(keyring.newest)
  if (!key) throw new Error('no newest key')
  const header = new Uint8Array([ENVELOPE_VERSION, keyring.newest >> 8, keyring.newest & 0xff])
  return concatBytes(header, nonce, xchacha20poly1305(key, nonce, utf8(context)).encrypt(bytes))
}

/** Opens what was sealed for exactly this context. Anything else is a failure value: foreign input never throws. */
export const open = (keyring: Keyring, context: string, envelope: Uint8Array): Opened<Uint8Array> => {
  if (envelope.length < ENVELOPE_OVERHEAD) return closed('not-an-envelope')
  if (envelope[0] !== ENVELOPE_VERSION) return closed('newer-version')
  const header = envelope.subarray(0, HEADER_BYTES)
  const key = keyring.keys.get(((header[1] ?? 0) << 8) | (header[2] ?? 0))
  if (!key) return closed('no-key')
  const nonce = envelope.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES)
  try {
    const cipher = xchacha20poly1305(key, nonce, utf8(context))
    return { ok: true, value: cipher.decrypt(envelope.subarray(HEADER_BYTES + NONCE_BYTES)) }
  } catch {
    return closed('not-authentic')
  }
}

export const sealing: Sealing = { seal, open }

/** JSON, padded to 512-byte steps so that length does not name the signal, sealed, in base64url. */
export const sealJson = (how: Sealing, keyring: Keyring, context: string, value: unknown): string =>
  toBase64url(how.seal(keyring, context, pad(utf8(JSON.stringify(value)))))

/** What `sealJson` sealed, parsed by its schema: whoever sealed it may still have sealed nonsense. */
export const openJson = <T>(
  how: Sealing,
  keyring: Keyring,
  context: string,
  text: string,
  schema: z.ZodMiniType<T>,
): Opened<T> => {
  const envelope = fromBase64url(text)
  if (!envelope) return closed('not-an-envelope')
  const opened = how.open(keyring, context, envelope)
  if (!opened.ok) return opened
  const bytes = unpad(opened.value)
  const json = bytes && fromUtf8(bytes)
  if (!json) return closed('not-readable')
  const parsed = schema.safeParse(parseJson(json))
  return parsed.success ? { ok: true, value: parsed.data } : closed('not-readable')
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `length(4, big endian) | bytes | zeros`, to a multiple of 512 bytes. */
export const pad = (bytes: Uint8Array): Uint8Array => {
  const length = Math.ceil((LENGTH_BYTES + bytes.length) / EVENT_PADDING_BYTES) * EVENT_PADDING_BYTES
  const padded = new Uint8Array(length)
  new DataView(padded.buffer).setUint32(0, bytes.length)
  padded.set(bytes, LENGTH_BYTES)
  return padded
}

/** Null when the length does not fit the bytes. */
export const unpad = (padded: Uint8Array): Uint8Array | null => {
  if (padded.length < LENGTH_BYTES) return null
  const length = new DataView(padded.buffer, padded.byteOffset, padded.byteLength).getUint32(0)
  if (length > padded.length - LENGTH_BYTES) return null
  return padded.subarray(LENGTH_BYTES, LENGTH_BYTES + length)
}
