import { sha256 } from '@noble/hashes/sha2.js'
import { z } from 'zod/mini'
import type { Statement } from '../../shared/agreement-record.ts'
import {
  AssentContent,
  assentText,
  fitsClause,
  QuestionContent,
  type SignedBy,
  VersionContent,
  versionText,
} from '../../shared/assent.ts'
import { context } from '../../shared/envelope.ts'
import type { AgreementEvent } from '../../shared/events.ts'
import type { EventId } from '../../shared/ids.ts'
import { soundWording } from '../../shared/wording.ts'
import { toBase64url, utf8 } from '../keys/bytes.ts'
import { verifyText } from '../keys/device-key.ts'
import { openJson } from '../keys/envelope.ts'
import { entryOf, wordingHash } from '../keys/wording-hash.ts'
import { isUnsent } from '../sync/overlay.ts'
import type { DocumentAccess } from '../sync/session-keys.ts'

/** Signatures are checked for so long at a time, ms; then the page may do something else. */
const SLICE_MS = 8

/** What an event says, and the signature over it that has to hold before it counts. Questions are not signed. */
interface Claim {
  statement: Statement
  signed: Signed | null
}
interface Signed {
  text: string
  signature: string
}

const SAME = ['kind', 'seq', 'at', 'seat', 'deviceId', 'sealed'] as const

const StoredNames = z.array(z.string())

/** Opens the agreement's events and checks what they are signed with; each once, also over reloads. */
export class VerifiedStatements implements Disposable {
  readonly #changed: () => void
  readonly #keep: (names: string[]) => void
  readonly #opened = new Map<EventId, { event: AgreementEvent; keyring: unknown; claim: Claim | null }>()
  /** Signatures by what they are of: key, text and signature. */
  readonly #good: Set<string>
  readonly #bad = new Set<string>()
  /** Those of the events that were read last. */
  readonly #used = new Set<string>()
  #queue: { name: string; sign: string; signed: Signed }[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `kept`: what `keep` was given earlier. `changed`: look again, more is known. */
  constructor(kept: unknown, keep: (names: string[]) => void, changed: () => void) {
    this.#good = new Set(StoredNames.safeParse(kept).data ?? [])
    this.#keep = keep
    this.#changed = changed
  }

  /** In the order given. `complete` is false while signatures are still to be checked. */
  read(events: readonly AgreementEvent[], access: DocumentAccess): { statements: Statement[]; complete: boolean } {
    const statements: Statement[] = []
    this.#queue = []
    this.#used.clear()
    for (const event of events) {
      const claim = this.#claimOf(event, access)
      if (claim && this.#counts(event, claim, access)) statements.push(claim.statement)
    }
    if (this.#queue.length > 0) this.#checkSoon()
    return { statements, complete: this.#queue.length === 0 }
  }

  /** What this device signed itself need not be checked. */
  trust(sign: string, signed: Signed): void {
    this.#good.add(nameOf(sign, signed))
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#queue = []
  }

  #counts({ deviceId, seat }: AgreementEvent, { signed }: Claim, access: DocumentAccess): boolean {
    if (!signed) return true
    const signer = access.signers.find(one => one.deviceId === deviceId && one.seat === seat)
    if (!signer) return false
    const name = nameOf(signer.sign, signed)
    this.#used.add(name)
    if (this.#good.has(name)) return true
    if (!this.#bad.has(name)) this.#queue.push({ name, sign: signer.sign, signed })
    return false
  }

  #claimOf(event: AgreementEvent, access: DocumentAccess): Claim | null {
    const known = this.#opened.get(event.id)
    const isSame = known !== undefined && SAME.every(field => known.event[field] === event[field])
    // What stayed closed is tried again when there are other keys.
    if (known && isSame && (known.claim || known.keyring === access.keyring)) return known.claim
    const claim = claimOf(event, access)
    this.#opened.set(event.id, { event, keyring: access.keyring, claim })
    return claim
  }

  #checkSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      const until = performance.now() + SLICE_MS
      for (let next = this.#queue.shift(); next; next = performance.now() < until ? this.#queue.shift() : undefined) {
        const found = verifyText(next.sign, next.signed.text, next.signed.signature) ? this.#good : this.#bad
        found.add(next.name)
      }
      if (this.#queue.length > 0) return this.#checkSoon()
      this.#keep([...this.#used].filter(name => this.#good.has(name)))
      this.#changed()
    })
  }
}

const nameOf = (sign: string, { text, signature }: Signed): string => toBase64url(sha256(utf8(`${sign}\n${signature}\n${text}`)))

const claimOf = (event: AgreementEvent, access: DocumentAccess): Claim | null => {
  const { id, seat, at, deviceId } = event
  const said = { id, seat, at, unsent: isUnsent(event) }
  const by: SignedBy = { space: access.spaceId, seat, deviceId, event: id }
  switch (event.kind) {
    case 'assent': {
      const content = open(event, access, AssentContent)
      if (!content) return null
      const { clauseId, signature } = content
      if (content.step === 'withdrawn') {
        const { hash } = content
        const signed = { text: assentText(by, 'withdrawn', clauseId, hash), signature }
        return { statement: { ...said, kind: 'withdrawn', clauseId, hash }, signed }
      }
      const wording = soundWording(content.wording)
      if (!wording || !fitsClause(clauseId, wording.kind)) return null
      const hash = wordingHash(wording)
      const signed = { text: assentText(by, 'given', clauseId, hash), signature }
      return { statement: { ...said, kind: 'given', clauseId, wording, hash, entry: entryOf(clauseId, hash) }, signed }
    }
    case 'version': {
      const content = open(event, access, VersionContent)
      if (!content) return null
      const { entries, signature } = content
      return { statement: { ...said, kind: 'version', entries }, signed: { text: versionText(by, entries), signature } }
    }
    case 'question': {
      const content = open(event, access, QuestionContent)
      if (!content) return null
      return { statement: { ...said, ...saidIn(content) }, signed: null }
    }
  }
}

const saidIn = (content: QuestionContent) => {
  switch (content.step) {
    case 'asked':
      return { kind: 'asked' as const, clauseId: content.clauseId, text: content.text }
    case 'replied':
      return { kind: 'replied' as const, about: content.about, text: content.text }
    case 'settled':
      return { kind: 'settled' as const, about: content.about }
  }
}

const open = <T>({ kind, id, sealed }: AgreementEvent, access: DocumentAccess, schema: z.ZodMiniType<T>): T | null => {
  const opened = openJson(access.sealing, access.keyring, context.event(access.spaceId, kind, id), sealed, schema)
  return opened.ok ? opened.value : null
}
