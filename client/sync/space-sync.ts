import type { ErrorCode, Refusal } from '../../shared/errors.ts'
import type { AgreementEvent, OutgoingEvent } from '../../shared/events.ts'
import type { EventId, Instant } from '../../shared/ids.ts'
import { PAUSE_LIMITS } from '../../shared/pause.ts'
import { CaughtUp } from '../../shared/relay.ts'
import { keepClock } from './clock.ts'
import { newEventId, sameEventId } from './event-id.ts'
import type { LocalState } from './local.ts'
import { LogFeed } from './log-feed.ts'
import { OpenedEvents } from './opened-events.ts'
import { lostAccess, Outbox } from './outbox.ts'
import { foldWithOutbox } from './overlay.ts'
import { PressClock } from './press-clock.ts'
import { REFUSALS } from './refusals.ts'
import { Relay } from './relay.ts'
import { sameEvents } from './same-events.ts'
import type { SessionState } from './session.ts'
import { SignalViews } from './signal-views.ts'
import type { Press, SpaceHost, SpaceNews } from './space-host.ts'
import { type Folded, SpaceLog } from './space-log.ts'
import { SpaceRecord } from './space-record.ts'
import { ToldRefusals } from './told-refusals.ts'
import { type Sources, viewState } from './view.ts'
import { isStart, WITHDRAWN, WithdrawnPresses } from './withdrawn-presses.ts'

/** Much of a state depends on the time: it is looked at anew this often, ms. */
const EVERY_MINUTE_MS = 60_000

const CACHE = { limits: 'limits', reunionDone: 'reunion-done', hereSince: 'here-since' } as const

/** One device's live part in its space: the log, the outbox on top of it, the relay under both. */
export class SpaceSync implements AsyncDisposable {
  readonly record: SpaceRecord
  readonly withdrawn: WithdrawnPresses
  readonly #host: SpaceHost
  readonly #relay: Relay
  readonly #outbox: Outbox
  readonly #feed: LogFeed
  readonly #opened: OpenedEvents
  readonly #signals = new SignalViews('signal')
  readonly #repairs = new SignalViews('repair')
  readonly #refusals: ToldRefusals
  readonly #sameAgreement = sameEvents()
  #reunionDone: Instant
  /** When the first connection had brought what is so. Not before the log, whatever of it is kept; 0 where an earlier release kept none. */
  #hereSince: Instant
  #relayState: SessionState['connection'] = 'offline'
  #setOffline = false
  #clockwork: ReturnType<typeof setInterval> | undefined

  constructor(host: SpaceHost, local: LocalState) {
    this.#host = host
    this.#opened = new OpenedEvents(host.sealing)
    const { device, deviceId } = host.member()
    const limits = CaughtUp.shape.limits.safeParse(local.cache.get(CACHE.limits)).data
    this.#refusals = new ToldRefusals(host.store, local.cache.get(REFUSALS))
    this.#reunionDone = Number(local.cache.get(CACHE.reunionDone)) || 0
    this.#hereSince = Number(local.cache.get(CACHE.hereSince)) || (limits ? 0 : Number.POSITIVE_INFINITY)
    this.record = new SpaceRecord(host, local)
    const listener = {
      changed: () => host.changed(),
      unsure: () => {
        host.changed()
        host.tell({ kind: 'outbox' })
      },
      // The server tells the others; this device asks, once for all that it sent.
      stored: (seq: number) => void this.#feed.reach(seq),
      refused: (event: OutgoingEvent, refusal: Refusal) => {
        host.tell({ kind: 'refused', id: event.id, refusal })
        this.#showRefusal(event, refusal)
      },
    }
    this.#outbox = new Outbox(host.store, local.outbox, listener, new PressClock(host))
    this.withdrawn = new WithdrawnPresses(host, this.#outbox, this, local.cache.get(WITHDRAWN))
    this.#relay = new Relay(host.url, { token: device.token, deviceId }, this.#relayListener(), host.deviceNow)
    this.#feed = new LogFeed(new SpaceLog(local.log, limits ?? PAUSE_LIMITS), this.#relay, host, ids => this.#shown(ids))
  }

  start(): void {
    this.#clockwork ??= setInterval(() => this.#host.changed(), EVERY_MINUTE_MS)
    if (!this.#setOffline && !this.#host.member().endedBy) this.#relay.start()
  }

  setOffline(offline: boolean): void {
    this.#setOffline = offline
    if (offline) this.#relay.stop()
    else this.start()
  }

  /** The network or the page is back. */
  nudge(): void {
    if (this.#relay.isConnected()) void this.#feed.ask()
    else this.#relay.nudge()
    this.#outbox.flush()
  }

  /** Nobody looks at this page any more. */
  letGo(): void {
    this.#outbox.letGo()
  }

  /** The browser says that the network is gone: what looks like a connection is none. */
  interrupt(): void {
    this.#relay.interrupt()
    this.#host.changed()
  }

  /** Resolves with the event's id when it is in local storage. `holdMs`: so long it can be withdrawn, and is not sent. */
  async press(press: Press, id: EventId = newEventId(), holdMs?: number): Promise<EventId> {
    const { endedBy } = this.#host.member()
    const event: OutgoingEvent = { ...press, id, heldMs: 0 }
    if (endedBy) {
      this.#showRefusal(event, { ok: false, code: endedBy })
      return id
    }
    await this.#outbox.add(event, holdMs)
    this.#host.tell({ kind: 'outbox' })
    return id
  }

  /** A receipt of this device: the same however often it is asked for. */
  async receive(about: EventId): Promise<void> {
    const member = this.#host.member()
    if (this.#folded().facts.get(about)?.received[member.deviceId]) return
    await this.press({ kind: 'received', about }, sameEventId(member, 'received', about))
  }

  /** Takes out what never left this device. False when it may have. */
  async withdraw(id: EventId): Promise<boolean> {
    const withdrawn = await this.#outbox.withdraw(id)
    this.#host.tell({ kind: 'outbox' })
    return withdrawn
  }

  async endReunion(): Promise<void> {
    this.#reunionDone = Math.max(this.#reunionDone, this.#folded().reunion ?? 0)
    this.#host.changed()
    await this.#host.store.writeCache(CACHE.reunionDone, this.#reunionDone).catch(() => {})
    this.#host.tell({ kind: 'cache' })
  }

  dismissRefusal(): void {
    this.#refusals.dismissFirst()
    this.#host.changed()
  }

  /** Another tab of this device says something. */
  async heard(message: SpaceNews): Promise<void> {
    switch (message.kind) {
      case 'outbox':
        return this.#outbox.reread()
      case 'cache':
        return this.#rereadCache()
      case 'refused': {
        const entry = this.#outbox.entries().find(({ event }) => event.id === message.id)
        this.#outbox.arrived([message.id])
        if (entry) this.#showRefusal(entry.event, message.refusal)
      }
    }
  }

  /** The same array until something in it changes. */
  agreementEvents(): readonly AgreementEvent[] {
    return this.#sameAgreement(this.#folded().agreement)
  }

  state(): SessionState {
    const outbox = this.#outbox.entries()
    const unacknowledged = outbox.filter(({ event }) => this.#outbox.acknowledgedAt(event.id) === undefined)
    const withdrawn = this.withdrawn.all().map(({ entry }) => entry)
    const never = withdrawn.filter(({ event }) => this.#feed.log.arrivedAt(event.id) === undefined)
    const waiting = new Set([...unacknowledged, ...never].map(({ event }) => event.id))
    const sources: Sources = {
      member: this.#host.member(),
      seats: this.record.seats(),
      invite: this.record.invite(),
      folded: this.#folded(),
      limits: this.#feed.log.limits,
      waiting,
      tried: new Set(unacknowledged.flatMap(({ event, untried }) => (untried ? [] : [event.id]))),
      startUnsent: unacknowledged.some(({ event }) => isStart(event)),
      pauseUnconfirmed: outbox.some(({ event }) => event.kind === 'pause'),
      arrivedAt: id => this.#feed.log.arrivedAt(id),
      opened: this.#opened,
      now: this.#host.clock.now(),
      url: this.#host.url,
      reunionDone: this.#reunionDone,
      hereSince: this.#hereSince,
      connection: this.#connection(),
      refusal: this.#refusals.first(),
      unsent: unacknowledged.length,
    }
    return viewState(sources, this.#signals.view(sources), this.#repairs.view(sources))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#clockwork)
    this.#outbox[Symbol.dispose]()
    this.#feed[Symbol.dispose]()
    this.record[Symbol.dispose]()
    await this.#relay[Symbol.asyncDispose]()
  }

  #connection(): SessionState['connection'] {
    if (this.#relayState === 'online') return 'online'
    const noNetwork = globalThis.navigator?.onLine === false
    return this.#setOffline || noNetwork ? 'offline' : this.#relayState
  }

  #folded(): Folded {
    const { clock } = this.#host
    return foldWithOutbox({
      folded: this.#feed.folded,
      outbox: this.#outbox.entries(),
      acknowledgedAt: id => this.#outbox.acknowledgedAt(id),
      withdrawn: this.withdrawn.all(),
      member: this.#host.member(),
      limits: this.#feed.log.limits,
      toServerTime: instant => Math.max(0, Math.round(instant + clock.offset())),
    })
  }

  #relayListener() {
    return {
      since: () => this.#feed.begin(),
      isSameLog: (entry: unknown) => this.#feed.isSameLog(entry),
      event: (event: unknown) => this.#feed.told(event),
      caughtUp: (state: CaughtUp, askedAt: number) => void this.#caughtUp(state, askedAt),
      head: (head: number, now: Instant) => {
        this.#host.clock.told(now)
        void keepClock(this.#host.clock, this.#host.store)
        void this.#feed.reach(head)
        void this.record.goOn()
      },
      spaceChanged: () => this.record.changedThere(),
      // A token that a server does not know ends nothing but a sample, of which none keeps a trace after its day.
      isEnd: (code: ErrorCode) =>
        code === 'wrong-token' ? this.#host.member().sample : lostAccess(code) || code === 'not-yours',
      ended: (code: ErrorCode) => void this.record.end(code === 'wrong-token' ? 'access-ended' : code),
      connection: (state: SessionState['connection']) => {
        if (state !== 'online') this.#outbox.setSender(null)
        if (this.#relayState === state) return
        this.#relayState = state
        this.#host.changed()
      },
    }
  }

  async #caughtUp({ head, now, limits }: CaughtUp, askedAt: number): Promise<void> {
    const { clock, store } = this.#host
    clock.answered(now, askedAt)
    // Not known yet, or the server's clock was set back since.
    if (this.#hereSince > now) {
      this.#hereSince = now
      void store.writeCache(CACHE.hereSince, now).catch(() => {})
    }
    if (!(await this.#feed.caughtUp(head, limits))) this.#relay.interrupt()
    if (!this.#relay.isConnected()) return
    this.#relayState = 'online'
    this.#outbox.setSender(this.#relay)
    this.#host.changed()
    await store.writeCache(CACHE.limits, limits).catch(() => {})
    await keepClock(clock, store)
    await this.record.refresh()
  }

  #shown(ids: EventId[]): void {
    this.#outbox.arrived(ids)
    for (const id of ids)
      if (this.#feed.log.arrivedAt(id) !== undefined) this.withdrawn.shown(id, this.#feed.folded.facts.get(id))
    this.#host.changed()
  }

  #showRefusal(event: OutgoingEvent, refusal: Refusal): void {
    this.#refusals.add(event, refusal)
    this.#host.changed()
  }

  async #rereadCache(): Promise<void> {
    await this.withdrawn.reread()
    await this.#refusals.reread()
    this.#reunionDone = Number(await this.#host.store.readCache(CACHE.reunionDone).catch(() => {})) || 0
    this.#host.changed()
  }
}
