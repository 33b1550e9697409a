import { sha256 } from '@noble/hashes/sha2.js'
import { z } from 'zod/mini'
import { toBase64url, utf8 } from '../keys/bytes.ts'
import type { Session } from '../sync/session.ts'
import { type ChangedWords, readChangedWords } from './clause-change.ts'

/** So many wordings are kept, of all clauses: enough for what a gap leaves undecided. */
const MOST = 400
const MOST_OF_ONE = 4
const KEY = 'wrote-apart'
const Kept = z.catch(z.array(z.tuple([z.string(), z.string()])), [])

type Wording = z.infer<typeof Kept>[number]

/**
 * Which words this device noted as its own: the notes in the document can be written by either. A digest of each is kept in local
 * storage, so that a page loaded anew, or another one of this device, knows it too.
 */
export class OwnWordings {
  readonly #local: Pick<Session, 'readLocal' | 'writeLocal'>
  #own: readonly Wording[] = []
  #kept: Promise<void> = Promise.resolve()
  /** What is added meanwhile is kept with it. */
  #isWaiting = false

  constructor(local: Pick<Session, 'readLocal' | 'writeLocal'>) {
    this.#local = local
  }

  has(clauseId: string, words: ChangedWords): boolean {
    const digest = digestOf(words)
    return this.#own.some(([id, one]) => id === clauseId && one === digest)
  }

  /** Known here at once; kept for other pages when this resolves. */
  add(clauseId: string, words: ChangedWords): Promise<void> {
    if (this.has(clauseId, words)) return this.#kept
    this.#own = newest([...this.#own, [clauseId, digestOf(words)]])
    if (!this.#isWaiting) {
      this.#isWaiting = true
      this.#kept = this.#kept.then(() => this.#keep())
    }
    return this.#kept
  }

  /** As `has`, once what other pages of this device kept is looked through as well. */
  async look(clauseId: string, words: ChangedWords): Promise<boolean> {
    await this.#recall()
    return this.has(clauseId, words)
  }

  async #keep(): Promise<void> {
    await this.#recall()
    this.#isWaiting = false
    await this.#local.writeLocal(KEY, this.#own)
  }

  async #recall(): Promise<void> {
    const kept = Kept.parse(await this.#local.readLocal<unknown>(KEY))
    const known = new Set(kept.map(String))
    this.#own = newest([...kept, ...this.#own.filter(one => !known.has(String(one)))])
  }
}

/** The last ones of each clause, and of all. */
const newest = (all: readonly Wording[]): readonly Wording[] => {
  const counts = new Map<string, number>()
  return all
    .toReversed()
    .filter(([id]) => {
      const count = (counts.get(id) ?? 0) + 1
      counts.set(id, count)
      return count <= MOST_OF_ONE
    })
    .slice(0, MOST)
    .reverse()
}

/** The same for words that read the same out of the document. */
const digestOf = (words: ChangedWords): string => toBase64url(sha256(utf8(JSON.stringify(readChangedWords(words)))))
