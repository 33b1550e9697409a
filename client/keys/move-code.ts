import { scrypt } from '@noble/hashes/scrypt.js'
import { base32crockford } from '@scure/base'
import { randomBytes, utf8 } from './bytes.ts'
import { fixedKeyring, type Keyring } from './keyring.ts'

/** 40 bits, which a person carries from one screen to the next. */
const CODE_BYTES = 5
/** Each guess costs about a tenth of a second and 32 MB, so that a link without its code opens nothing. */
const COST = { N: 2 ** 15, r: 8, p: 1, dkLen: 32 }

/** "K7QM-2XRD": what a move link is sealed under, used once. */
export const newMoveCode = (): string => base32crockford.encode(randomBytes(CODE_BYTES)).replace(/^(.{4})/, '$1-')

/** Letters may be small, and what looks alike is alike. `salt` stands in the link. Takes a moment. */
export const moveKeyring = (code: string, salt: Uint8Array): Keyring => fixedKeyring(scrypt(utf8(plain(code)), salt, COST))

const plain = (code: string): string =>
  code
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/[^0-9A-Z]/g, '')
