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

/** Events are opened and signatures checked for so long at a time, ms; then the page may do something else. */
const SLICE_MS = 8
/** So many are opened at once all the same: what was just pressed is shown at once, however busy the machine. */
const OPENED_AT_ONCE = 20

/** What an event says, and the signature over it that has to hold before it counts. Questions are not signed. */
interface Claim {
  statement: Statement
  signed: Signed | null
  /** How the check of its signature by this key is remembered. */
  checked?: { sign: string; name: string }
}
interface Signed {
  text: string
  signature: string
}
interface Opened {
  event: AgreementEvent
  keyring: unknown
  claim: Claim | null
}

const SAME = ['kind', 'seq', 'at', 'seat', 'deviceId', 'sealed'] as const

const StoredNames = z.array(z.string())

/** Opens the agreement's events and checks what they are signed with: each once, signatures also over reloads, and never for long at a time. */
export class VerifiedStatements implements Disposable {
  readonly #changed: () => void
  readonly #keep: (names: string[]) => void
  readonly #opened = new Map<EventId, Opened>()
  /** Signatures by what they are of: key, text and signature. */
  readonly #good: Set<string>
  readonly #bad = new Set<string>()
  /** Those of the events that were read last. */
  readonly #used = new Set<string>()
  /** What is still to be opened or checked. */
  #work: (() => void)[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `kept`: what `keep` was given earlier. `changed`: look again, more is known. */
  constructor(kept: unknown, keep: (names: string[]) => void, changed: () => void) {
    this.#good = new Set(StoredNames.safeParse(kept).data ?? [])
    this.#keep = keep
    this.#changed = changed
  }

  /** In the order given. `complete` is false while events are still to be opened, or signatures to be checked. */
  read(events: readonly AgreementEvent[], access: DocumentAccess): { statements: Statement[]; complete: boolean } {
    const statements: Statement[] = []
    this.#work = []
    this.#used.clear()
    let more = OPENED_AT_ONCE
    for (const event of events) {
      let opened = this.#openedBefore(event, access)
      if (!opened && more-- > 0) opened = this.#open(event, access)
      if (!opened) this.#work.push(() => void this.#open(event, access))
      else if (opened.claim && this.#counts(event, opened.claim, access)) statements.push(opened.claim.statement)
    }
    if (this.#work.length > 0) this.#workSoon()
    return { statements, complete: this.#work.length === 0 }
  }

  /** What this device signed itself need not be checked. */
  trust(sign: string, signed: Signed): void {
    this.#good.add(nameOf(sign, signed))
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#work = []
  }

  #counts({ deviceId, seat }: AgreementEvent, claim: Claim, access: DocumentAccess): boolean {
    const { signed } = claim
    if (!signed) return true
    const sign = access.signers.find(one => one.deviceId === deviceId && one.seat === seat)?.sign
    if (sign === undefined) return false
    if (claim.checked?.sign !== sign) claim.checked = { sign, name: nameOf(sign, signed) }
    const { name } = claim.checked
    this.#used.add(name)
    if (this.#good.has(name)) return true
    if (!this.#bad.has(name)) {
      this.#work.push(() => {
        const found = verifyText(sign, signed.text, signed.signature) ? this.#good : this.#bad
        found.add(name)
      })
    }
    return false
  }

  #openedBefore(event: AgreementEvent, access: DocumentAccess): Opened | undefined {
    const known = this.#opened.get(event.id)
    if (!known || SAME.some(field => known.event[field] !== event[field])) return undefined
    // What stayed closed is tried again when there are other keys.
    return known.claim || known.keyring === access.keyring ? known : undefined
  }

  #open(event: AgreementEvent, access: DocumentAccess): Opened {
    const opened = { event, keyring: access.keyring, claim: claimOf(event, access) }
    this.#opened.set(event.id, opened)
    return opened
  }

  #workSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      const until = performance.now() + SLICE_MS
      for (let next = this.#work.shift(); next; next = performance.now() < until ? this.#work.shift() : undefined) next()
      if (this.#work.length > 0) return this.#workSoon()
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
