import { type FoldedAgreement, foldAgreement, type HeldClause, type Press, type Version } from '../../shared/agreement-record.ts'
import {
  assentText,
  fitsClause,
  MOST_ENTRIES,
  QUESTION_LENGTH,
  type QuestionContent,
  type SignedBy,
  versionText,
} from '../../shared/assent.ts'
import type { ClauseQuestions } from '../../shared/clause-questions.ts'
import { type Ended, endedIn } from '../../shared/ended.ts'
import type { AgreementKind } from '../../shared/events.ts'
import type { EventId, Seat } from '../../shared/ids.ts'
import { NO_WITHDRAWALS, type Withdrawal } from '../../shared/withdrawal.ts'
import { soundWording, type Wording } from '../../shared/wording.ts'
import { signText } from '../keys/device-key.ts'
import { entryOf, wordingHash } from '../keys/wording-hash.ts'
import { clip } from '../sync/event-content.ts'
import type { Session } from '../sync/session.ts'
import { type DocumentAccess, type SessionKeys, sessionKeys } from '../sync/session-keys.ts'
import { Steady } from '../sync/steady.ts'
import { type Reading, VerifiedStatements } from './verified-statements.ts'

export type { HeldClause, Version } from '../../shared/agreement-record.ts'
export type { Question, Reply } from '../../shared/clause-questions.ts'

/** What both signed, as far as this device could verify it. Immutable; a new one takes its place when something changes. */
export interface AgreementRecord {
  /** Oldest first, as they were put in force. */
  readonly versions: readonly Version[]
  /** The newest version, less what either withdrew since. Null before the first. */
  readonly inForce: { readonly number: number; readonly clauses: readonly HeldClause[] } | null
  /** Null before a seat pressed "Put in force" for the first time. */
  lastPress(seat: Seat): Press | null
  /** Whether a seat's assent to exactly this wording stands. */
  holds(seat: Seat, clauseId: string, hash: string): boolean
  /** The wording that both agreed to last, as far as neither withdrew it. */
  ours(clauseId: string): HeldClause | null
  /** The wording that this seat agreed to and the other has not, so far. `since`: when it did. */
  waiting(seat: Seat, clauseId: string): HeldClause | null
  /** Who no longer agrees to what both held of it: at most one of each seat, the earlier one first. */
  withdrawals(clauseId: string): readonly Withdrawal[]
  /** Of every clause what is ours, else what this seat alone agreed to. */
  agreedBy(seat: Seat): readonly HeldClause[]
  /** The newest of each seat; `earlier` counts the others. */
  questionsOf(clauseId: string): ClauseQuestions
  /** Signatures are still being checked: what is missing may yet come. */
  readonly unverified: boolean
  /** What is certain all the while. */
  readonly sure: SurePart
}

/** What the signatures that are known to hold come to by themselves: a partner who sends wrong ones without end keeps nothing of it back. */
export interface SurePart {
  /** As of `AgreementRecord`. */
  waiting(seat: Seat, clauseId: string): HeldClause | null
  ours(clauseId: string): HeldClause | null
  readonly inForce: AgreementRecord['inForce']
  /** What has left force since somebody withdrew it, whatever may yet come. */
  ended(): readonly Ended[]
  /** Every event of the log before this place is checked. */
  readonly to: number
  /** The last place in the log. */
  readonly newest: number
}

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

const NOTHING_SURE = { sure: [], sureTo: 0, newest: 0 }

/** What screens ask of a fold. */
export const recordOf = (
  { clauses, versions, inForce, lastPresses, questionsOf }: FoldedAgreement,
  unverified: boolean,
  known: Pick<Reading, 'sure' | 'sureTo' | 'newest'> = NOTHING_SURE,
): AgreementRecord => ({
  versions,
  inForce,
  lastPress: seat => lastPresses[seat],
  holds: (seat, clauseId, hash) => {
    const { ours, waiting } = clauses.get(clauseId) ?? {}
    return ours?.hash === hash || waiting?.[seat]?.hash === hash
  },
  ours: clauseId => clauses.get(clauseId)?.ours ?? null,
  waiting: (seat, clauseId) => clauses.get(clauseId)?.waiting[seat] ?? null,
  withdrawals: clauseId => {
    const { a, b } = clauses.get(clauseId)?.withdrawals ?? NO_WITHDRAWALS
    return [a, b].filter(one => one !== null).sort((one, other) => one.at - other.at)
  },
  agreedBy: seat => [...clauses.values()].flatMap(({ ours, waiting }) => ours ?? waiting[seat] ?? []),
  questionsOf,
  unverified,
  sure: surePart(known),
})

/** Reckoned when it is asked for: a draw of all clauses needs none of it. */
const surePart = ({ sure, sureTo, newest }: Pick<Reading, 'sure' | 'sureTo' | 'newest'>): SurePart => {
  let folded: FoldedAgreement | null = null
  const fold = () => {
    folded ??= foldAgreement(sure)
    return folded
  }
  return {
    waiting: (seat, clauseId) => fold().clauses.get(clauseId)?.waiting[seat] ?? null,
    ours: clauseId => fold().clauses.get(clauseId)?.ours ?? null,
    get inForce() {
      return fold().inForce
    },
    ended: () => endedIn(sure),
    to: sureTo,
    newest,
  }
}

/** Before anything is known. */
export const emptyRecord: AgreementRecord = recordOf(foldAgreement([]), true)

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
