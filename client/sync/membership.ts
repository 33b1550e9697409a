import type { DeviceId } from '../../shared/ids.ts'
import type { Sealing } from '../keys/envelope.ts'
import { type Api, mayRetry } from './api.ts'
import type { ServerClock } from './clock.ts'
import { deviceOf, type Identity, type Member, type Pending } from './identity.ts'
import type { LocalState, LocalStore } from './local.ts'
import { LocalLease } from './local-lease.ts'
import type { Outcome } from './session.ts'
import { SpaceSync } from './space-sync.ts'
import { joinTabs, type TabMessage, type Tabs } from './tabs.ts'
import { onWake } from './wake.ts'

/** A request that made no headway is made again after this, ms, and at once when the network is back. */
const RETRY_PENDING_MS = 5_000

export interface MembershipParts {
  url: string
  store: LocalStore
  api: Api
  sealing: Sealing
  deviceNow: () => number
  steadyNow: () => number
  clock: ServerClock
  /** What this device is called; by default after system and browser. */
  label: string | undefined
}

/** Who this device is: nobody yet, on its way into a space, or a member of one with its live part running. Shared by all tabs. */
export class Membership implements AsyncDisposable {
  readonly #parts: MembershipParts
  readonly #changed: () => void
  readonly #tabs: Tabs
  readonly #wake: Disposable
  readonly #hearLocal = new Set<(key: string) => void>()
  #identity: Identity | null
  #space: SpaceSync | null = null
  #lease: LocalLease | null = null
  #liveAs: DeviceId | null = null
  #turn: Promise<void> = Promise.resolve()
  #setOffline = false
  #started = false
  #completing: Promise<Outcome> | null = null
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor(parts: MembershipParts, local: LocalState, changed: () => void) {
    this.#parts = parts
    this.#changed = changed
    this.#identity = local.identity
    this.#liveAs = this.member?.deviceId ?? null
    if (this.member) this.#space = this.#openSpace(local)
    this.#tabs = joinTabs(parts.store.name, message => void this.#heard(message))
    this.#wake = onWake({
      back: () => {
        this.#space?.nudge()
        void this.complete()
      },
      letGo: () => this.#space?.letGo(),
      gone: () => this.#space?.interrupt(),
      clockMoved: () => void this.#space?.record.refresh(),
    })
  }

  get identity(): Identity | null {
    return this.#identity
  }

  get space(): SpaceSync | null {
    return this.#space
  }

  /** Something is sealed with a key that is not here. */
  lookForKeys(): void {
    if (this.#started) this.#space?.record.changedThere()
  }

  /** What screens keep here was written under this key: the other tabs hear of it. */
  tellLocal(key: string): void {
    this.#tabs.tell({ kind: 'local', key })
  }

  watchLocal(heard: (key: string) => void): () => void {
    this.#hearLocal.add(heard)
    return () => this.#hearLocal.delete(heard)
  }

  /** Null while this device is in no space. */
  get member(): Member | null {
    return this.#identity?.kind === 'member' ? this.#identity : null
  }

  /** For what only a member can do. Throws where there is no space. */
  asMember(): Member {
    const { member } = this
    if (!member) throw new Error('there is no space on this device')
    return member
  }

  /** Connects, and takes up what was on its way. */
  start(): void {
    this.#started = true
    this.#space?.start()
    void this.complete()
  }

  setOffline(offline: boolean): void {
    this.#setOffline = offline
    this.#space?.setOffline(offline)
    if (!offline) void this.complete()
    this.#changed()
  }

  /** Writes down what is to be asked of the server, then asks. A lost answer leaves it pending: it is asked again by itself. */
  async begin(pending: Pending): Promise<Outcome> {
    await this.#completing
    // Meanwhile the last try, or another tab, may have come through: that is never undone by asking again.
    await this.#keep(now => (now?.kind === 'member' ? now : pending))
    if (this.member && this.member.deviceId !== pending.member.deviceId) return { ok: false, code: 'space-exists' }
    return this.complete()
  }

  /** Asks for what is pending, if anything is. */
  complete(): Promise<Outcome> {
    this.#completing ??= this.#completeOnce().finally(() => {
      this.#completing = null
    })
    return this.#completing
  }

  /** Changes what is kept of the member, whatever another tab did to it meanwhile. */
  async changeMember(change: (member: Member) => Member): Promise<void> {
    const device = this.member?.deviceId
    if (!device) return
    await this.#inTurn(async () => {
      // Forgotten while this waited its turn: writing would bring its storage back.
      if (this.member?.deviceId !== device) return
      const before = this.#identity
      await this.#keepNow(now => (now?.kind === 'member' && now.deviceId === device ? change(now) : now), device)
      if (JSON.stringify(before) === JSON.stringify(this.#identity)) this.#identity = before
    })
  }

  /** Forgets everything of this profile on this device. */
  forget(): Promise<void> {
    return this.#inTurn(async () => {
      const device = deviceOf(this.#identity)
      this.#identity = null
      await this.#follow()
      await this.#parts.store.erase().catch(() => {})
      this.#tabs.tell({ kind: 'erased', device })
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#started = false
    clearTimeout(this.#retry)
    this.#wake[Symbol.dispose]()
    this.#tabs[Symbol.dispose]()
    await this.#close()
    await this.#parts.store[Symbol.asyncDispose]()
  }

  async #completeOnce(): Promise<Outcome> {
    const pending = this.#identity
    if (pending?.kind !== 'pending' || !this.#started) return { ok: true }
    clearTimeout(this.#retry)
    const { api, sealing } = this.#parts
    const calls = await import('./pairing-calls.ts').catch(() => null)
    const answer = calls ? await calls.completePending(api, sealing, pending) : ({ ok: false, code: 'offline' } as const)
    if (answer.ok) {
      await this.#become(pending, answer.member)
      return { ok: true }
    }
    if (mayRetry(answer.code)) {
      if (this.#started) this.#retry = setTimeout(() => void this.complete(), RETRY_PENDING_MS)
    } else await this.#keep(now => (isSame(now, pending) ? null : now))
    return calls ? calls.failed(answer) : { ok: false, code: answer.code }
  }

  /** Unless another tab was faster: it may have changed the member since. */
  async #become(pending: Pending, member: Member): Promise<void> {
    await this.#keep(now => (isSame(now, pending) ? member : now))
    // What the browser may throw away when it is short of room would be the only way into the space.
    if (this.#parts.store.lacks !== 'memory') void globalThis.navigator?.storage?.persist?.().catch(() => false)
  }

  /** Where storage fails, this page goes on with what it has. */
  #keep(change: (current: Identity | null) => Identity | null): Promise<void> {
    return this.#inTurn(() => this.#keepNow(change))
  }

  async #keepNow(change: (current: Identity | null) => Identity | null, by?: DeviceId): Promise<void> {
    this.#identity = await this.#parts.store.changeIdentity(change, by).catch(() => change(this.#identity))
    this.#tabs.tell({ kind: 'identity' })
    await this.#follow()
  }

  /** One after the other, so that what this page holds is always the latest of what storage was told. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(act)
    this.#turn = mine.catch(() => {})
    return mine
  }

  async #heard(message: TabMessage): Promise<void> {
    switch (message.kind) {
      case 'identity':
        return this.#inTurn(() => this.#reread())
      case 'erased':
        return this.#inTurn(async () => {
          if (message.device && this.#identity && message.device !== deviceOf(this.#identity)) return
          this.#identity = null
          await this.#follow()
          await this.#parts.store.forget?.()
        })
      case 'local':
        for (const heard of this.#hearLocal) heard(message.key)
        return
      case 'outbox':
      case 'cache':
      case 'refused':
        return this.#space?.heard(message)
    }
  }

  async #reread(): Promise<void> {
    const local = await this.#parts.store.read(this.member?.deviceId).catch(() => null)
    if (!local) return
    this.#identity = local.identity
    await this.#follow()
  }

  /** The live part is that of the member this device is now, or none. */
  async #follow(): Promise<void> {
    if (this.#liveAs !== (this.member?.deviceId ?? null)) {
      this.#liveAs = this.member?.deviceId ?? null
      await this.#reopen()
    } else if (this.#started) this.#space?.start()
    this.#changed()
  }

  async #reopen(): Promise<void> {
    const device = this.#liveAs
    await this.#close()
    if (!device) return
    const local = await this.#parts.store.read(device).catch(() => EMPTY)
    if (!this.member || device !== this.#liveAs || this.#space) return
    this.#space = this.#openSpace(local)
    if (this.#setOffline) this.#space.setOffline(true)
    else if (this.#started) this.#space.start()
  }

  async #close(): Promise<void> {
    const [space, lease] = [this.#space, this.#lease]
    this.#space = null
    this.#lease = null
    await lease?.[Symbol.asyncDispose]()
    await space?.[Symbol.asyncDispose]()
  }

  #openSpace(local: LocalState): SpaceSync {
    const opened = this.asMember()
    this.#lease = new LocalLease(this.#parts.store, opened.deviceId)
    return new SpaceSync(
      {
        ...this.#parts,
        store: this.#lease,
        // A space being closed may still ask.
        member: () => this.member ?? opened,
        changeMember: change => this.changeMember(change),
        changed: this.#changed,
        tell: message => this.#tabs.tell(message),
      },
      local,
    )
  }
}

/** Whether this is still what was asked for: names may have changed since, the device has not. */
const isSame = (now: Identity | null, pending: Pending): boolean =>
  now?.kind === 'pending' && now.member.deviceId === pending.member.deviceId

const EMPTY: LocalState = { identity: null, log: [], outbox: [], cache: new Map() }
