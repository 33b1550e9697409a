import type { SignalContent } from '../../shared/events.ts'
import type { EventId, Instant } from '../../shared/ids.ts'
import type { PauseStep } from '../../shared/pause.ts'
import { Done } from '../../shared/spaces.ts'
import { inviteIdOf, parseInviteFragment } from '../keys/invite-secret.ts'
import type { Answer, Api } from './api.ts'
import { accessOf } from './document-access.ts'
import { answerContent, clip, phraseContent, sealContent, signalContent } from './event-content.ts'
import { newEventId } from './event-id.ts'
import type { Member } from './identity.ts'
import type { LocalState } from './local.ts'
import { partnerSecretOf } from './member-content.ts'
import { Membership, type MembershipParts } from './membership.ts'
import { removeDocumentDatabases } from './remove-documents.ts'
import type { Outcome, Profile, SessionState } from './session.ts'
import type { DocumentAccess, SessionKeys } from './session-keys.ts'
import type { SpaceSync } from './space-sync.ts'
import { Steady } from './steady.ts'
import { EMPTY_STATE } from './view.ts'

const LOCAL = 'local:'
const MAX_NAME = 80
/** Secrets of earlier invites are kept so far back, to prove a joiner of one of them. */
const INVITES_KEPT = 8

const OFFLINE = { ok: false, code: 'offline' } as const

/** Making keys and certificates takes code that no other moment needs: it comes when a device pairs. Null without a network. */
const loadPairing = async () => {
  const parts = await Promise.all([import('./pairing.ts'), import('./pairing-calls.ts')]).catch(() => null)
  return parts && { ...parts[0], ...parts[1] }
}

export type SessionParts = Omit<MembershipParts, 'api'> & { profile: Profile; openApi: (isOffline: () => boolean) => Api }

/** The verbs of a session. What is behind them: `Membership` (who this device is) and `SpaceSync` (its live part in a space). */
export class DeviceSession implements SessionKeys {
  readonly profile: Profile
  readonly #parts: SessionParts
  readonly #api: Api
  readonly #membership: Membership
  readonly #listeners = new Set<() => void>()
  #isSetOffline = false
  #state: SessionState | null = null
  readonly #telling = new Steady(() => this.#tell())
  #isDue = false
  #access: { of: Member; seats: unknown; access: DocumentAccess } | null = null

  constructor(parts: SessionParts, local: LocalState) {
    this.profile = parts.profile
    this.#parts = parts
    this.#api = parts.openApi(() => this.#isSetOffline)
    this.#membership = new Membership({ ...parts, api: this.#api }, local, () => this.#changed())
  }

  start(): void {
    this.#membership.start()
  }

  state(): SessionState {
    this.#state ??= {
      ...(this.#membership.space?.state() ?? EMPTY_STATE),
      ...(!this.#parts.store.durable && { storage: 'memory' as const }),
    }
    return this.#state
  }

  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  now(): Instant {
    return this.#parts.clock.now()
  }

  async createSpace(input: { name: string; partnerName: string; sample?: boolean }): Promise<Outcome> {
    const kept = await this.#beforePairing()
    if (kept) return kept
    const name = clip(input.name.trim(), MAX_NAME)
    const partnerName = clip(input.partnerName.trim(), MAX_NAME)
    const { identity } = this.#membership
    // Asked before without an answer: the same request again, so that there is one space and not two.
    if (identity?.kind === 'pending' && identity.route === 'create')
      return this.#membership.begin({ ...identity, member: { ...identity.member, name, partnerName, toTell: true } })
    const { sealing, label } = this.#parts
    const pairing = await loadPairing()
    if (!pairing) return OFFLINE
    return this.#membership.begin(pairing.prepareCreate(sealing, { name, partnerName, sample: input.sample ?? false, label }))
  }

  async recoveryWords(): Promise<string[] | null> {
    const secret = this.#membership.member && partnerSecretOf(this.#membership.member)
    if (!secret) return null
    const { wordsOf } = await import('../keys/recovery-words.ts')
    return wordsOf(secret)
  }

  confirmWords(): Promise<void> {
    return this.#membership.changeMember(member => ({ ...member, partnerSecret: null }))
  }

  async makeInvite(): Promise<Outcome> {
    const member = this.#member()
    const pairing = await loadPairing()
    if (!pairing) return OFFLINE
    const { request, invite } = pairing.prepareInvite(this.#parts.sealing, member, this.now())
    const answer = await this.#api.call('POST', '/api/invites', Done, request, member.device.token)
    if (!answer.ok) return outcome(answer)
    await this.#membership.changeMember(now => ({ ...now, invites: [...now.invites, invite].slice(-INVITES_KEPT) }))
    await this.#membership.space?.record.refresh()
    return { ok: true }
  }

  async revokeInvite(): Promise<Outcome> {
    const member = this.#member()
    const newest = member.invites.at(-1)
    if (!newest) return { ok: false, code: 'invite-unknown' }
    const answer = await this.#api.call('DELETE', `/api/invites/${newest.inviteId}`, Done, undefined, member.device.token)
    await this.#membership.space?.record.refresh()
    return outcome(answer)
  }

  async lookAtInvite(fragment: string): Promise<{ ok: true; name: string } | Exclude<Outcome, { ok: true }>> {
    const pairing = await loadPairing()
    if (!pairing) return OFFLINE
    const invitation = await pairing.lookAtInvite(this.#api, this.#parts.sealing, fragment)
    return invitation.ok ? { ok: true, name: invitation.name } : failed(invitation)
  }

  async join(input: { fragment: string; name: string }): Promise<Outcome> {
    const kept = await this.#beforePairing()
    if (kept) return kept
    const name = clip(input.name.trim(), MAX_NAME)
    const { identity } = this.#membership
    // The seat may be taken by this very device, whose answer was lost: the same request again.
    if (identity?.kind === 'pending' && identity.route === 'join' && isOf(input.fragment, identity.request.inviteId))
      return this.#membership.begin({ ...identity, member: { ...identity.member, name } })
    const pairing = await loadPairing()
    if (!pairing) return OFFLINE
    const invitation = await pairing.lookAtInvite(this.#api, this.#parts.sealing, input.fragment)
    if (!invitation.ok) return failed(invitation)
    const { invite, spaceId, name: partnerName } = invitation
    return this.#membership.begin(pairing.prepareJoin(invite, { spaceId, name, partnerName, sample: false }))
  }

  async undoJoin(): Promise<Outcome> {
    const record = this.#membership.space?.record
    if (!record) return { ok: false, code: 'no-joiner' }
    const answer = await record.undoJoin()
    await record.refresh()
    return outcome(answer)
  }

  async recover(words: string): Promise<Outcome> {
    const kept = await this.#beforePairing()
    if (kept) return kept
    const pairing = await loadPairing()
    if (!pairing) return OFFLINE
    const found = await pairing.lookForSeat(this.#api, this.#parts.sealing, words)
    return found.ok ? this.#membership.begin(found.pending) : failed(found)
  }

  sendSignal(content: Omit<SignalContent, 'from'>): Promise<EventId> {
    const id = newEventId()
    return this.#space().press({ kind: 'signal', sealed: this.#seal('signal', id, signalContent(content, this.#name())) }, id)
  }

  async answer(signal: EventId, text: string): Promise<void> {
    const id = newEventId()
    const sealed = this.#seal('answer', id, answerContent(text, this.#name()))
    await this.#space().press({ kind: 'answer', about: signal, sealed }, id)
  }

  takeBack(signal: EventId): Promise<void> {
    return this.#space().takeBack(signal, { kind: 'take-back', about: signal })
  }

  received(event: EventId): Promise<void> {
    return this.#space().receive(event)
  }

  startPause(minutes: number): Promise<void> {
    return this.#step({ kind: 'start', minutes })
  }

  extendPause(until: Instant): Promise<void> {
    return this.#step({ kind: 'extend', until })
  }

  returnFromPause(): Promise<void> {
    return this.#step({ kind: 'return' })
  }

  async cancelPause(): Promise<void> {
    const space = this.#space()
    const unsent = space.unsentStart()
    const cancel = { kind: 'pause' as const, step: { kind: 'cancel' as const } }
    if (unsent) await space.takeBack(unsent, cancel)
    else await space.press(cancel)
  }

  sayPhrase(text: string): Promise<EventId> {
    const id = newEventId()
    return this.#space().press({ kind: 'phrase', sealed: this.#seal('phrase', id, phraseContent(text, this.#name())) }, id)
  }

  async endReunion(): Promise<void> {
    await this.#membership.space?.endReunion()
  }

  dismissRefusal(): void {
    this.#membership.space?.dismissRefusal()
  }

  setOffline(offline: boolean): void {
    this.#isSetOffline = offline
    this.#membership.setOffline(offline)
  }

  isSetOffline(): boolean {
    return this.#isSetOffline
  }

  async removeSample(): Promise<Outcome> {
    const member = this.#member()
    const answer = await this.#api.call('DELETE', '/api/space', Done, undefined, member.device.token)
    // Its other phone may have removed it, or its day is over.
    if (!answer.ok && answer.code !== 'wrong-token') return outcome(answer)
    await this.#membership.forget()
    await removeDocumentDatabases(this.profile, member.deviceId)
    return { ok: true }
  }

  async readLocal<T>(key: string): Promise<T | undefined> {
    return (await this.#parts.store.readCache(LOCAL + key).catch(() => undefined)) as T | undefined
  }

  writeLocal(key: string, value: unknown): Promise<void> {
    return this.#parts.store.writeCache(LOCAL + key, value).catch(() => {})
  }

  documentAccess(): DocumentAccess | null {
    const { member, space } = this.#membership
    if (!member || !space) return null
    const seats = space.record.seats()
    if (this.#access?.of === member && this.#access.seats === seats) return this.#access.access
    const access = accessOf(this.#parts, member, seats, this.#access?.access ?? null)
    this.#access = { of: member, seats, access }
    return access
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listeners.clear()
    this.#telling[Symbol.dispose]()
    await this.#membership[Symbol.asyncDispose]()
  }

  /** Null when this device may go into a space. What an ended one left is forgotten then. */
  async #beforePairing(): Promise<Exclude<Outcome, { ok: true }> | null> {
    const { member } = this.#membership
    if (!member) return null
    if (!member.endedBy) return { ok: false, code: 'space-exists' }
    await this.#membership.forget()
    await removeDocumentDatabases(this.profile, member.deviceId)
    return null
  }

  async #step(step: PauseStep): Promise<void> {
    await this.#space().press({ kind: 'pause', step })
  }

  #seal(kind: 'signal' | 'answer' | 'phrase', id: EventId, content: Parameters<typeof sealContent>[4]): string {
    return sealContent(this.#parts.sealing, this.#member(), kind, id, content)
  }

  #name(): string {
    // Not from the state: folding all of it anew for each of many presses would take ever longer.
    return this.#member().name || this.#space().record.seats().ownName
  }

  #member(): Member {
    const { member } = this.#membership
    if (!member) throw new Error('there is no space on this device')
    return member
  }

  #space(): SpaceSync {
    const { space } = this.#membership
    if (!space) throw new Error('there is no space on this device')
    return space
  }

  /** Tells the listeners once for all that happens in one turn, and a few times a second while things stream in. */
  #changed(): void {
    this.#state = null
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => this.#telling.call())
  }

  /** A listener that throws keeps nothing from the others: its fault is thrown once all were told. */
  #tell(): void {
    this.#isDue = false
    for (const listener of [...this.#listeners]) {
      try {
        listener()
      } catch (fault) {
        setTimeout(() => {
          throw fault
        })
      }
    }
  }
}

type Failure = { ok: false; code: Exclude<Outcome, { ok: true }>['code']; detail?: string | undefined }
const failed = ({ code, detail }: Failure): Exclude<Outcome, { ok: true }> => ({ ok: false, code, ...(detail && { detail }) })
const outcome = (answer: Answer<{ ok: true }>): Outcome => (answer.ok ? { ok: true } : failed(answer))

const isOf = (fragment: string, inviteId: string): boolean => {
  const invite = parseInviteFragment(fragment)
  return invite !== null && inviteIdOf(invite.secret) === inviteId
}
