import { sha256 } from '@noble/hashes/sha2.js'
import { z } from 'zod/mini'
import { toBase64url, utf8 } from '../keys/bytes.ts'
import { verifyText } from '../keys/device-key.ts'

/** A text, and the signature that was given for it. */
export interface Signed {
  text: string
  signature: string
}

/** After so many checks what is known is kept, so that a page that closes early has not checked in vain. */
const KEPT_EVERY = 100
/** So many wrong signatures are remembered over reloads, the newest: half a megabyte at most. */
export const MOST_WRONG_KEPT = 10_000
/** Before the kept name of a signature that is wrong. No name of a good one begins so. */
const WRONG = '!'

const StoredNames = z.array(z.string())

/** Which signatures hold and which are wrong, each checked once. One is known by its key, its text (which names the event) and itself. */
export class KnownSignatures {
  readonly #known = new Map<string, boolean>()
  readonly #keep: (names: string[]) => void
  readonly #verify: typeof verifyText
  #unkept = 0

  /** `kept`: what `keep` was given earlier. */
  constructor(kept: unknown, keep: (names: string[]) => void, verify: typeof verifyText = verifyText) {
    for (const name of StoredNames.safeParse(kept).data ?? []) {
      if (name.startsWith(WRONG)) this.#known.set(name.slice(WRONG.length), false)
      else this.#known.set(name, true)
    }
    this.#keep = keep
    this.#verify = verify
  }

  /** Undefined: not checked yet. */
  holds(name: string): boolean | undefined {
    return this.#known.get(name)
  }

  check(sign: string, { text, signature }: Signed, name: string): void {
    if (this.#known.has(name)) return
    this.#known.set(name, this.#verify(sign, text, signature))
    this.#unkept += 1
    if (this.#unkept >= KEPT_EVERY) this.keep()
  }

  /** What this device signed itself need not be checked. */
  trust(sign: string, signed: Signed): void {
    this.#known.set(signatureName(sign, signed), true)
    this.#unkept += 1
  }

  /** Keeps what is new. `used`: the names that are still needed; without it, all of them. */
  keep(used?: ReadonlySet<string>): void {
    if (this.#unkept === 0) return
    this.#unkept = 0
    const needed = [...this.#known].filter(([name]) => used?.has(name) ?? true)
    const good = needed.flatMap(([name, holds]) => (holds ? [name] : []))
    const wrong = needed.flatMap(([name, holds]) => (holds ? [] : [WRONG + name]))
    this.#keep([...good, ...wrong.slice(-MOST_WRONG_KEPT)])
  }
}

/** By this a check of a signature by a key is known. */
export const signatureName = (sign: string, { text, signature }: Signed): string =>
  toBase64url(sha256(utf8(`${sign}\n${signature}\n${text}`)))
