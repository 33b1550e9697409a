import type { z } from 'zod/mini'
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
import type { Seat } from '../../shared/ids.ts'
import { soundWording } from '../../shared/wording.ts'
import type { verifyText } from '../keys/device-key.ts'
import { openJson } from '../keys/envelope.ts'
import { entryOf, wordingHash } from '../keys/wording-hash.ts'
import { isUnsent } from '../sync/overlay.ts'
import type { DocumentAccess } from '../sync/session-keys.ts'
import { KnownSignatures, type Signed, signatureName } from './known-signatures.ts'

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
interface Opened {
  event: AgreementEvent
  keyring: unknown
  claim: Claim | null
}

const SAME = ['kind', 'seq', 'at', 'seat', 'deviceId', 'sealed'] as const

/** What is done first, and shown once it is done: one's own seat's events, then what could end something that is ours. */
const OWN_TURNS = ['open own', 'check own'] as const
const TURNS = ['open', 'check withdrawn', 'check'] as const
type Turn = (typeof OWN_TURNS | typeof TURNS)[number]
type Work = () => void

/** What is known of a log so far. */
export interface Reading {
  /** In the order of the log. Until all is known it fails towards "not agreed": a withdrawal counts, and so does what is not opened yet. */
  statements: Statement[]
  /** Of these, those whose signature is known to hold. */
  sure: Statement[]
  /** Every event of the log before this place is opened and checked. Infinity when all are. */
  sureTo: number
  /** The last place in the log, without what is still on this device. */
  newest: number
  /** False while events are still to be opened, or signatures to be checked. */
  complete: boolean
}

/** Opens the agreement's events and checks what they are signed with: each once, signatures also over reloads, and never for long at a time. */
export class VerifiedStatements implements Disposable {
  readonly #changed: () => void
  readonly #signatures: KnownSignatures
  /** By id and place: a log may show an event again elsewhere. */
  readonly #opened = new Map<string, Opened>()
  /** The signatures of the events that were read last. */
  readonly #used = new Set<string>()
  /** What is still to be opened or checked, one turn after the other. */
  #turns: { turn: Turn; works: Work[] }[] = []
  /** The last of `TURNS` that was done: the others have theirs before it comes again, however much of it is always new. */
  #lastTurn: (typeof TURNS)[number] = 'check'
  #waiting = new Map<Turn, Work[]>()
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `kept`: what `keep` was given earlier. `changed`: look again, more is known. */
  constructor(kept: unknown, keep: (names: string[]) => void, changed: () => void, verify?: typeof verifyText) {
    this.#signatures = new KnownSignatures(kept, keep, verify)
    this.#changed = changed
  }

  /** Of a log in its order, what is known so far. */
  read(log: readonly AgreementEvent[], access: DocumentAccess): Reading {
    const statements: Statement[] = []
    const sure: Statement[] = []
    let [sureTo, newest] = [Number.POSITIVE_INFINITY, 0]
    // One of each place, or two would open in each other's stead for ever.
    const events = [...new Map(log.map(event => [placeOf(event), event])).values()]
    this.#waiting = new Map()
    this.#used.clear()
    this.#openSome(events, access)
    const lastClosed = this.#lastClosed(events, access)
    for (const event of events) {
      const opened = this.#openedBefore(event, access)
      const place = isUnsent(event) ? 0 : event.seq
      newest = Math.max(newest, place)
      const holds = opened && (opened.claim ? this.#holds(event, opened.claim, access) : false)
      if (holds === undefined) sureTo = Math.min(sureTo, place)
      if (!opened) {
        this.#later(event.seat === access.seat ? 'open own' : 'open', () => void this.#open(event, access))
        if (lastClosed[event.seat] === event) statements.push(unread(event))
      } else if (opened.claim) {
        const { statement, signed } = opened.claim
        if (holds ?? statement.kind === 'withdrawn') statements.push(statement)
        if (holds && signed) sure.push(statement)
      }
    }
    const next = TURNS.indexOf(this.#lastTurn) + 1
    const order = [...OWN_TURNS, ...TURNS.slice(next), ...TURNS.slice(0, next)]
    this.#turns = order.flatMap(turn => ({ turn, works: this.#waiting.get(turn) ?? [] })).filter(({ works }) => works.length > 0)
    const complete = this.#turns.length === 0
    if (complete) {
      this.#lastTurn = 'check'
      this.#signatures.keep(this.#used)
    } else this.#workSoon()
    return { statements, sure, sureTo, newest, complete }
  }

  /** What this device signed itself need not be checked. */
  trust(sign: string, signed: Signed): void {
    this.#signatures.trust(sign, signed)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#turns = []
  }

  /** One's own first: what was just pressed. */
  #openSome(events: readonly AgreementEvent[], access: DocumentAccess): void {
    const closed = events.filter(event => !this.#openedBefore(event, access))
    const own = closed.filter(({ seat }) => seat === access.seat)
    const others = closed.filter(({ seat }) => seat !== access.seat)
    for (const event of [...own, ...others].slice(0, OPENED_AT_ONCE)) this.#open(event, access)
  }

  /** Of each seat, the last assent that is not opened yet. */
  #lastClosed(events: readonly AgreementEvent[], access: DocumentAccess): Partial<Record<Seat, AgreementEvent>> {
    const last: Partial<Record<Seat, AgreementEvent>> = {}
    for (const event of events) if (event.kind === 'assent' && !this.#openedBefore(event, access)) last[event.seat] = event
    return last
  }

  /** Whether it holds what it is signed with; undefined, and to be checked, when that is not known yet. */
  #holds({ deviceId, seat }: AgreementEvent, claim: Claim, access: DocumentAccess): boolean | undefined {
    const { signed, statement } = claim
    if (!signed) return true
    const sign = access.signers.find(one => one.deviceId === deviceId && one.seat === seat)?.sign
    if (sign === undefined) return false
    if (claim.checked?.sign !== sign) claim.checked = { sign, name: signatureName(sign, signed) }
    const { name } = claim.checked
    this.#used.add(name)
    const holds = this.#signatures.holds(name)
    if (holds !== undefined) return holds
    const turn = seat === access.seat ? 'check own' : statement.kind === 'withdrawn' ? 'check withdrawn' : 'check'
    this.#later(turn, () => this.#signatures.check(sign, signed, name))
    return undefined
  }

  #later(turn: Turn, work: Work): void {
    const works = this.#waiting.get(turn)
    if (works) works.push(work)
    else this.#waiting.set(turn, [work])
  }

  #openedBefore(event: AgreementEvent, access: DocumentAccess): Opened | undefined {
    const known = this.#opened.get(placeOf(event))
    if (!known || SAME.some(field => known.event[field] !== event[field])) return undefined
    // What stayed closed is tried again when there are other keys.
    return known.claim || known.keyring === access.keyring ? known : undefined
  }

  #open(event: AgreementEvent, access: DocumentAccess): Opened {
    const opened = { event, keyring: access.keyring, claim: claimOf(event, access) }
    this.#opened.set(placeOf(event), opened)
    return opened
  }

  #workSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      const until = performance.now() + SLICE_MS
      const { turn, works } = this.#turns[0] ?? { turn: 'check', works: [] }
      for (let next = works.shift(); next; next = performance.now() < until ? works.shift() : undefined) next()
      if (works.length > 0) return this.#workSoon()
      this.#turns.shift()
      if (turn !== 'open own' && turn !== 'check own') this.#lastTurn = turn
      this.#changed()
      if (this.#turns.length > 0) this.#workSoon()
    })
  }
}

const placeOf = ({ id, seq }: AgreementEvent): string => `${id} ${seq}`

const unread = ({ id, seat, at }: AgreementEvent): Statement => ({ id, seat, at, unsent: false, kind: 'unread' })

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
