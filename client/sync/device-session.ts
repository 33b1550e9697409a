import type { DrillStep } from '../../shared/drill.ts'
import { callsPartner } from '../../shared/drill-calls.ts'
import type { AgreementEvent, AgreementKind, SignalContent } from '../../shared/events.ts'
import type { EventId, Instant } from '../../shared/ids.ts'
import type { PauseStep } from '../../shared/pause.ts'
import { ALARMS } from '../push/alarms-kept.ts'
import type { Api } from './api.ts'
import type { DevicePairing } from './device-pairing.ts'
import { accessOf } from './document-access.ts'
import { answerContent, phraseContent, sealContent, signalContent } from './event-content.ts'
import { newEventId } from './event-id.ts'
import type { Member } from './identity.ts'
import { Listeners } from './listeners.ts'
import type { LocalState } from './local.ts'
import { lookingForKeys } from './looking-for-keys.ts'
import { Membership, type MembershipParts } from './membership.ts'
import type { Looked, Outcome, Profile, SessionState } from './session.ts'
import type { DocumentAccess, SessionKeys } from './session-keys.ts'
import type { SpaceSync } from './space-sync.ts'
import { EMPTY_STATE } from './view.ts'

const LOCAL = 'local:'
const NO_EVENTS: readonly AgreementEvent[] = []
export type SessionParts = Omit<MembershipParts, 'api'> & { profile: Profile; openApi: (isOffline: () => boolean) => Api }

/**
 * The verbs of a session. What is behind them: `Membership` (who this device is), `DevicePairing` (how it
 * comes into a space and out of it) and `SpaceSync` (its live part there).
 */
export class DeviceSession implements SessionKeys {
  readonly profile: Profile
  readonly #parts: SessionParts
  readonly #membership: Membership
  readonly #api: Api
  #loading: Promise<DevicePairing> | null = null
  readonly #listeners = new Listeners()
  #isSetOffline = false
  #state: SessionState | null = null
  #isDocumentFull = false
  #access: { of: Member; seats: unknown; access: DocumentAccess } | null = null

  constructor(parts: SessionParts, local: LocalState) {
    this.profile = parts.profile
    this.#parts = { ...parts, sealing: lookingForKeys(parts.sealing, () => this.#membership.lookForKeys()) }
    this.#api = parts.openApi(() => this.#isSetOffline)
    this.#membership = new Membership({ ...this.#parts, api: this.#api }, local, () => this.#changed())
    parts.store.watch(() => this.#changed())
  }

  start(): void {
    this.#membership.start()
  }

  state(): SessionState {
    if (this.#state) return this.#state
    const storage = this.#parts.store.lacks ?? (this.#isDocumentFull && 'full')
    this.#state = { ...(this.#membership.space?.state() ?? EMPTY_STATE), ...(storage && { storage }) }
    return this.#state
  }

  subscribe(changed: () => void): () => void {
    return this.#listeners.add(changed)
  }

  now(): Instant {
    return this.#parts.clock.shown()
  }

  isTimeTold(): boolean {
    return this.#parts.clock.isMeasured
  }

  createSpace(input: { name: string; partnerName: string; sample?: boolean }): Promise<Outcome> {
    return this.#pair(pairing => pairing.createSpace(input))
  }

  async recoveryWords(): Promise<string[] | null> {
    return (await this.#pairing()).recoveryWords()
  }

  confirmWords(): Promise<void> {
    return this.#membership.changeMember(member => ({ ...member, partnerSecret: null }))
  }

  makeInvite(): Promise<Outcome> {
    return this.#pair(pairing => pairing.makeInvite())
  }

  revokeInvite(): Promise<Outcome> {
    return this.#pair(pairing => pairing.revokeInvite())
  }

  lookAtInvite(fragment: string): Promise<Looked> {
    return this.#pair(pairing => pairing.lookAtInvite(fragment))
  }

  join(input: { fragment: string; name: string }): Promise<Outcome> {
    return this.#pair(pairing => pairing.join(input))
  }

  undoJoin(): Promise<Outcome> {
    return this.#pair(pairing => pairing.undoJoin())
  }

  recover(words: string): Promise<Outcome> {
    return this.#pair(pairing => pairing.recover(words))
  }

  askAgain(): Promise<Outcome> {
    return this.#pair(pairing => pairing.askAgain())
  }

  letGo(): Promise<Outcome> {
    return this.#pair(pairing => pairing.letGo())
  }

  sendSignal(content: Omit<SignalContent, 'from'>): Promise<EventId> {
    return this.#say('signal', signalContent(content, this.#name()))
  }

  sendRepair(text: string): Promise<EventId> {
    return this.#say('repair', phraseContent(text, this.#name()))
  }

  async answer(signal: EventId, text: string): Promise<void> {
    const id = newEventId()
    const sealed = this.#seal('answer', id, answerContent(text, this.#name()))
    await this.#space().press({ kind: 'answer', about: signal, sealed }, id)
    // The next signal rings at once.
    void this.writeLocal(ALARMS, [])
  }

  sendTest(): Promise<EventId> {
    return this.#say('drill', { kind: 'test' })
  }

  takeBack(signal: EventId): Promise<void> {
    return this.#space().withdrawn.takeBack(signal)
  }

  received(event: EventId): Promise<void> {
    return this.#space().receive(event)
  }

  async startPause(minutes: number): Promise<void> {
    // A second start would move the time of the pause that runs.
    if (this.state().pause.state.kind === 'none') await this.#step({ kind: 'start', minutes })
  }

  extendPause(until: Instant): Promise<void> {
    return this.#step({ kind: 'extend', until })
  }

  returnFromPause(): Promise<void> {
    return this.#step({ kind: 'return' })
  }

  cancelPause(): Promise<void> {
    return this.#space().withdrawn.cancelStart()
  }

  sayPhrase(text: string, rests?: boolean): Promise<EventId> {
    return this.#say('phrase', phraseContent(text, this.#name(), rests))
  }

  async endReunion(): Promise<void> {
    await this.#membership.space?.endReunion()
  }

  async pressDrill(step: DrillStep): Promise<void> {
    const id = newEventId()
    const sealed = this.#seal('drill', id, step)
    await this.#space().press({ kind: 'drill', sealed, ...(!callsPartner(step) && { quiet: true as const }) }, id)
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

  removeSample(): Promise<Outcome> {
    return this.#pair(pairing => pairing.removeSample())
  }

  async readLocal<T>(key: string): Promise<T | undefined> {
    return (await this.#parts.store.readCache(LOCAL + key, this.#membership.member?.deviceId).catch(() => undefined)) as
      | T
      | undefined
  }

  async writeLocal(key: string, value: unknown): Promise<void> {
    await this.#parts.store.writeCache(LOCAL + key, value, this.#membership.member?.deviceId).catch(() => {})
    this.#membership.tellLocal(key)
  }

  watchLocal(heard: (key: string) => void): () => void {
    return this.#membership.watchLocal(heard)
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

  documentFull(isFull: boolean): void {
    if (this.#isDocumentFull === isFull) return
    this.#isDocumentFull = isFull
    this.#changed()
  }

  agreementEvents(): readonly AgreementEvent[] {
    return this.#membership.space?.agreementEvents() ?? NO_EVENTS
  }

  async pressAgreement(kind: AgreementKind, content: (id: EventId) => unknown, holdMs?: number): Promise<EventId> {
    const id = newEventId()
    return this.#space().press({ kind, sealed: this.#seal(kind, id, content(id)) }, id, holdMs)
  }

  withdrawAgreement(id: EventId): Promise<boolean> {
    return this.#space().withdraw(id)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listeners[Symbol.dispose]()
    await this.#membership[Symbol.asyncDispose]()
  }

  async #step(step: PauseStep): Promise<void> {
    await this.#space().press({ kind: 'pause', step })
  }

  /** How a device pairs takes code that no other moment needs: it comes when it does. Rejects without a network. */
  #pairing(): Promise<DevicePairing> {
    this.#loading ??= import('./device-pairing.ts')
      .then(code => new code.DevicePairing({ ...this.#parts, api: this.#api }, this.#membership))
      .catch(fault => {
        this.#loading = null
        throw fault
      })
    return this.#loading
  }

  async #pair<T extends Outcome>(work: (pairing: DevicePairing) => Promise<T>): Promise<T | { ok: false; code: 'offline' }> {
    const pairing = await this.#pairing().catch(() => null)
    return pairing ? work(pairing) : { ok: false, code: 'offline' }
  }

  #say(kind: 'signal' | 'repair' | 'phrase' | 'drill', content: unknown): Promise<EventId> {
    const id = newEventId()
    return this.#space().press({ kind, sealed: this.#seal(kind, id, content) }, id)
  }

  #seal(kind: Parameters<typeof sealContent>[2], id: EventId, content: unknown): string {
    return sealContent(this.#parts.sealing, this.#membership.asMember(), kind, id, content)
  }

  #name(): string {
    // Not from the state: folding all of it anew for each of many presses would take ever longer.
    return this.#membership.asMember().name || this.#space().record.seats().ownName
  }

  #space(): SpaceSync {
    const { space } = this.#membership
    if (!space) throw new Error('there is no space on this device')
    return space
  }

  #changed(): void {
    this.#state = null
    this.#listeners.changed()
  }
}
