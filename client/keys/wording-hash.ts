import { sha256 } from '@noble/hashes/sha2.js'
import { canonicalWording, type Wording } from '../../shared/wording.ts'
import { toBase64url, utf8 } from './bytes.ts'

/** Bytes of SHA-256 that name an entry of a version. */
const ENTRY_BYTES = 12

const hashes = new WeakMap<Wording, string>()

/** What is signed of a wording: SHA-256 of its canonical form in UTF-8, base64url. Asked for with every drawing, so it is remembered. */
export const wordingHash = (wording: Wording): string => {
  const known = hashes.get(wording)
  if (known !== undefined) return known
  const hash = toBase64url(sha256(utf8(canonicalWording(wording))))
  hashes.set(wording, hash)
  return hash
}

/** Names one wording of one clause in a version. */
export const entryOf = (clauseId: string, hash: string): string =>
  toBase64url(sha256(utf8(`${clauseId}\n${hash}`)).slice(0, ENTRY_BYTES))
