import { foldAgreement } from '../../shared/agreement-record.ts'
import {
  assentText,
  fitsClause,
  MOST_ENTRIES,
  QUESTION_LENGTH,
  type QuestionContent,
  type SignedBy,
  versionText,
} from '../../shared/assent.ts'
import type { AgreementKind } from '../../shared/events.ts'
import type { EventId } from '../../shared/ids.ts'
import { soundWording, type Wording } from '../../shared/wording.ts'
import { signText } from '../keys/device-key.ts'
import { entryOf, wordingHash } from '../keys/wording-hash.ts'
import { clip } from '../sync/event-content.ts'
import type { Session } from '../sync/session.ts'
import { type DocumentAccess, type SessionKeys, sessionKeys } from '../sync/session-keys.ts'
import { Steady } from '../sync/steady.ts'
import { type AgreementRecord, emptyRecord, NOTHING_SURE, recordOf, type SurePart } from './agreement-record.ts'
import { VerifiedStatements } from './verified-statements.ts'

/** What became of an assent that was taken back. `leftForce`: nothing else of the clause was ours, and its words were in force. */
export type TakenBack = 'takenBack' | 'staysInForce' | 'leftForce'

/** What both signed, open on this page. One record however often it is opened; the last to close lets go of it. */
export interface OpenedAgreementRecord {
  /** The same object until something changes. */
  state(): AgreementRecord
  subscribe(changed: () => void): () => void
  /** Signs "I understand, agree to and own this". Throws for a wording that is not canonical (`draftWording` gives one that is). */
  agree(clauseId: string, wording: Wording): Promise<void>
  /** Withdraws every assent of one's own to this clause, at once and alone. */
  noLongerAgree(clauseId: string): Promise<void>
  /** Withdraws one's own assent to this one wording, when one has moved on from it. That ends what is in force of it too. */
  moveOn(clauseId: string, hash: string): Promise<void>
  /** Takes back one's own assent that the other has not met: what both hold stays, and what is in force. */
  takeBack(clauseId: string, hash: string): Promise<TakenBack>
  /** Resolves with the version's id when it is kept here. `holdMs`: so long it stays on this device, and can be taken back. */
  putInForce(entries: readonly { clauseId: string; hash: string }[], holdMs?: number): Promise<EventId>
  /** Takes a version back that has not left this device: it never was. False when it may have left. */
  takeVersionBack(id: EventId): Promise<boolean>
  ask(clauseId: string, text: string): Promise<void>
  reply(question: EventId, text: string): Promise<void>
  settle(question: EventId): Promise<void>
  close(): void
}

const KEPT = 'verified-signatures'
/** While events of the agreement stream in, all clauses are drawn anew this often, ms. */
const TOLD_EVERY_MS = 500

interface Shared {
  record: SharedRecord
  uses: number
}
const shared = new WeakMap<Session, Shared>()

/** Null while this device has no space. Each call is closed by whoever made it. */
export const openAgreementRecord = (session: Session): OpenedAgreementRecord | null => {
  const keys = sessionKeys(session)
  if (!keys?.documentAccess()) return null
  const known = shared.get(session) ?? { record: new SharedRecord(keys), uses: 0 }
  shared.set(session, known)
  known.uses += 1
  const { record } = known
  const stops = new Set<() => void>()
  let isOpen = true
  return {
    state: () => record.state(),
    subscribe: changed => {
      const stop = record.subscribe(changed)
      stops.add(stop)
      return () => {
        stops.delete(stop)
        stop()
      }
    },
    ...record.verbs,
    close: () => {
      if (!isOpen) return
      isOpen = false
      for (const stop of stops) stop()
      known.uses -= 1
      if (known.uses > 0) return
      shared.delete(session)
      record[Symbol.dispose]()
    },
  }
}

class SharedRecord implements Disposable {
  readonly #session: SessionKeys
  readonly #listeners = new Set<() => void>()
  readonly #stop: () => void
  readonly #looking = new Steady(() => this.#look(), TOLD_EVERY_MS)
  #verified: VerifiedStatements | null = null
  /** More is known of signatures than what was read last. */
  #isBehind = false
  #read: { events: unknown; access: DocumentAccess | null; state: AgreementRecord } | null = null
  #closed = false

  constructor(session: SessionKeys) {
    this.#session = session
    this.#stop = session.subscribe(() => {
      if (this.#isOver()) this.#looking.call()
    })
    void this.#begin()
  }

  state(): AgreementRecord {
    this.#read ??= {
      events: this.#session.agreementEvents(),
      access: this.#session.documentAccess(),
      state: this.#fold(),
    }
    return this.#read.state
  }

  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  readonly verbs: Omit<OpenedAgreementRecord, 'state' | 'subscribe' | 'close'> = {
    agree: async (clauseId, wording) => {
      const sound = soundWording(wording)
      if (!sound || !fitsClause(clauseId, sound.kind)) throw new Error('this wording cannot be signed as it is')
      const hash = wordingHash(sound)
      await this.#press('assent', by => assentText(by, 'given', clauseId, hash), { step: 'given', clauseId, wording: sound })
    },
    noLongerAgree: clauseId => this.#withdraw(clauseId, null),
    moveOn: (clauseId, hash) => this.#withdraw(clauseId, hash),
    takeBack: (clauseId, hash) => this.#takeBack(clauseId, hash),
    putInForce: async (named, holdMs) => {
      const entries = named.slice(0, MOST_ENTRIES).map(({ clauseId, hash }) => entryOf(clauseId, hash))
      return this.#press('version', by => versionText(by, entries), { entries }, holdMs)
    },
    takeVersionBack: id => this.#session.withdrawAgreement(id),
    ask: (clauseId, text) => this.#say({ step: 'asked', clauseId, text: clip(text, QUESTION_LENGTH) }),
    reply: (about, text) => this.#say({ step: 'replied', about, text: clip(text, QUESTION_LENGTH) }),
    settle: about => this.#say({ step: 'settled', about }),
  }

  async #begin(): Promise<void> {
    const kept = await this.#session.readLocal<unknown>(KEPT)
    if (this.#closed) return
    const keep = (names: string[]) => void this.#session.writeLocal(KEPT, names)
    this.#verified = new VerifiedStatements(kept, keep, () => {
      this.#isBehind = true
      this.#looking.call()
    })
    this.#isBehind = true
    this.#looking.now()
  }

  #fold(): AgreementRecord {
    const access = this.#session.documentAccess()
    if (!this.#verified || !access) return emptyRecord
    const read = this.#verified.read(this.#session.agreementEvents(), access)
    // Until the server's list of devices is here, nobody's signature can be held against it, not even one's own.
    const isListed = access.signers.some(({ deviceId }) => deviceId === access.deviceId)
    return recordOf(foldAgreement(read.statements), !read.complete || !isListed, isListed ? read : NOTHING_SURE)
  }

  #isOver(): boolean {
    const { events, access } = this.#read ?? {}
    return this.#isBehind || events !== this.#session.agreementEvents() || access !== this.#session.documentAccess()
  }

  #look(): void {
    if (!this.#isOver()) return
    this.#isBehind = false
    this.#read = null
    for (const listener of [...this.#listeners]) listener()
  }

  async #withdraw(clauseId: string, hash: string | null): Promise<void> {
    await this.#press('assent', by => assentText(by, 'withdrawn', clauseId, hash), { step: 'withdrawn', clauseId, hash })
  }

  /**
   * To withdraw words that are in force ends that too. A yes to them anew is taken back by saying yes again to what both hold since:
   * who agrees to other words has moved on.
   */
  async #takeBack(clauseId: string, hash: string): Promise<TakenBack> {
    const { inForce, ours } = await this.#checked()
    const isInForce = inForce?.clauses.some(held => held.clauseId === clauseId && held.hash === hash)
    const held = ours(clauseId)
    if (isInForce && held) {
      await this.verbs.agree(clauseId, held.wording)
      return 'staysInForce'
    }
    await this.#withdraw(clauseId, hash)
    return isInForce ? 'leftForce' : 'takenBack'
  }

  /** Resolves when the log is checked as far as it went when this was called: it waits for nothing that comes later. */
  #checked(): Promise<SurePart> {
    const { promise, resolve } = Promise.withResolvers<SurePart>()
    let newest = 0
    const look = () => {
      const { unverified, sure } = this.state()
      newest ||= sure.newest
      if (unverified && (newest === 0 || sure.to <= newest)) return
      stop()
      resolve(sure)
    }
    const stop = this.subscribe(look)
    look()
    return promise
  }

  async #press(kind: AgreementKind, textFor: (by: SignedBy) => string, content: object, holdMs?: number): Promise<EventId> {
    const access = this.#session.documentAccess()
    if (!access) throw new Error('there is no space on this device')
    const { spaceId: space, seat, deviceId, deviceSign, signers } = access
    const made = (event: EventId) => {
      const text = textFor({ space, seat, deviceId, event })
      const signature = signText(deviceSign, text)
      const sign = signers.find(signer => signer.deviceId === deviceId)?.sign
      if (sign) this.#verified?.trust(sign, { text, signature })
      return { ...content, signature }
    }
    const pressed = await this.#session.pressAgreement(kind, made, holdMs)
    this.#looking.now()
    return pressed
  }

  async #say(content: QuestionContent): Promise<void> {
    await this.#session.pressAgreement('question', () => content)
    this.#looking.now()
  }

  [Symbol.dispose](): void {
    this.#closed = true
    this.#stop()
    this.#looking[Symbol.dispose]()
    this.#verified?.[Symbol.dispose]()
    this.#listeners.clear()
  }
}
