import { scrypt } from '@noble/hashes/scrypt.js'
import { randomBytes, utf8 } from './bytes.ts'
import { fixedKeyring, type Keyring } from './keyring.ts'

/** Nothing in it looks like another. Eight of these are 40 bits, which a person carries from one screen to the next. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LENGTH = 8
/** Each guess costs about a tenth of a second and 32 MB, so that a link without its code opens nothing. */
const COST = { N: 2 ** 15, r: 8, p: 1, dkLen: 32 }

/** "K7QM-2XRD": what a move link is sealed under, used once. */
export const newMoveCode = (): string =>
  Array.from(randomBytes(CODE_LENGTH), byte => LETTERS[byte % LETTERS.length])
    .join('')
    .replace(/^.{4}/, '$&-')

/** Letters may be small, and what looks alike is alike. `salt` stands in the link. Takes a moment. */
export const moveKeyring = (code: string, salt: Uint8Array): Keyring => fixedKeyring(scrypt(utf8(plain(code)), salt, COST))

const plain = (code: string): string =>
  code
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/[^0-9A-Z]/g, '')
