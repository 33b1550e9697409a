import { z } from 'zod/mini'
import { OutgoingEvent } from '../../shared/events.ts'
import type { EventId } from '../../shared/ids.ts'
import { PAUSE_CANCEL_MS } from '../../shared/pause.ts'
import { sameEventId } from './event-id.ts'
import type { OutboxEntry } from './local.ts'
import type { Outbox } from './outbox.ts'
import type { Withdrawn } from './overlay.ts'
import type { Press, SpaceHost } from './space-host.ts'
import type { Folded } from './space-log.ts'
import { isOnePress } from './undone-answers.ts'

/** Under this name rests what was taken back before it was ever sent. */
export const WITHDRAWN = 'withdrawn'
/** It is remembered for so long, ms. */
const REMEMBERED_MS = 7 * 86_400_000

const Stored = z.array(z.object({ entry: z.object({ event: OutgoingEvent, pressedAt: z.number() }), at: z.number() }))

const CANCEL = { kind: 'pause', step: { kind: 'cancel' } } as const

/** Takes own presses back, and knows which of them had never left, so that none is missed, nor let stand should another tab have sent it. */
export class WithdrawnPresses {
  readonly #host: SpaceHost
  readonly #outbox: Outbox
  readonly #space: { press(press: Press, id?: EventId): Promise<EventId> }
  #all: readonly Withdrawn[]

  /** `space`: where what may have left is taken back by saying so. */
  constructor(host: SpaceHost, outbox: Outbox, space: { press(press: Press, id?: EventId): Promise<EventId> }, stored: unknown) {
    this.#host = host
    this.#outbox = outbox
    this.#space = space
    this.#all = z.catch(Stored, []).parse(stored)
  }

  all(): readonly Withdrawn[] {
    return this.#all
  }

  /** Takes an own signal back. */
  takeBack(id: EventId): Promise<void> {
    const entry = this.#outbox.entries().find(({ event }) => event.id === id)
    return this.#takeBack(entry, { kind: 'take-back', about: id })
  }

  /** Cancels the newest start of a pause that is still in the outbox, or else the one that the server has. */
  cancelStart(): Promise<void> {
    const entry = this.#outbox.entries().findLast(({ event }) => isStart(event))
    return this.#takeBack(entry, CANCEL)
  }

  /** The log shows this press: another tab, or an earlier page, may have sent what was taken back here as unsent. */
  shown(id: EventId, facts: ReturnType<Folded['facts']['get']>): void {
    const event = this.#all.find(one => one.entry.event.id === id)?.entry.event
    if (!event) return
    const isDone = Object.keys(facts?.takenBack ?? {}).length > 0
    const idOf = (what: string): EventId => sameEventId(this.#host.member(), what, id)
    if (event.kind === 'signal' && !isDone) void this.#space.press({ kind: 'take-back', about: id }, idOf('take-back'))
    if (event.kind === 'pause') void this.#space.press(CANCEL, idOf('cancel'))
  }

  async reread(): Promise<void> {
    this.#all = z.catch(Stored, [...this.#all]).parse(await this.#host.store.readCache(WITHDRAWN).catch(() => []))
  }

  /**
   * Silently what never left this device, else by saying so. A start that may have left, and that the server would no longer let go,
   * leaves the outbox too: should the log show it, the server's refusal says what holds.
   */
  async #takeBack(entry: OutboxEntry | undefined, otherwise: Press): Promise<void> {
    const isUnknownStart = entry && isStart(entry.event) && this.#outbox.acknowledgedAt(entry.event.id) === undefined
    const isLate = isUnknownStart && this.#host.deviceNow() > entry.pressedAt + PAUSE_CANCEL_MS
    if (!entry || (this.#outbox.wasAttempted(entry.event.id) && !isLate)) {
      await this.#space.press(otherwise)
      return
    }
    // Remembered first: should another tab have sent it meanwhile, the log will show it, and it is taken back there.
    const at = this.#host.deviceNow()
    const remembered = this.#keep([...this.#all.filter(one => one.at > at - REMEMBERED_MS), { entry, at }])
    const removed = this.#outbox.withdraw(entry.event.id, isLate)
    this.#host.changed()
    const [isOut] = await Promise.all([removed, remembered])
    if (!isOut) {
      // It may have left after all.
      await this.#keep(this.#all.filter(one => one.entry.event.id !== entry.event.id))
      await this.#space.press(otherwise)
    } else if (isStart(entry.event))
      for (const { event } of this.#outbox.entries())
        if (event.kind === 'answer' && isOnePress(event.id, entry.event.id)) await this.#outbox.withdraw(event.id)
    this.#host.tell({ kind: 'outbox' })
    this.#host.tell({ kind: 'cache' })
  }

  /** From now on; resolves when it is in storage, or could not be. */
  async #keep(all: readonly Withdrawn[]): Promise<void> {
    this.#all = all
    await this.#host.store.writeCache(WITHDRAWN, all).catch(() => {})
  }
}

export const isStart = (event: OutgoingEvent): boolean => event.kind === 'pause' && event.step.kind === 'start'
