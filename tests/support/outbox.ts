import { vi } from 'vitest'
import { ServerClock } from '../../client/sync/clock.ts'
import { newEventId } from '../../client/sync/event-id.ts'
import { Outbox, type Sender } from '../../client/sync/outbox.ts'
import { PressClock } from '../../client/sync/press-clock.ts'
import type { Refusal } from '../../shared/errors.ts'
import type { OutgoingEvent } from '../../shared/events.ts'
import type { EventId } from '../../shared/ids.ts'
import { newStore } from './sessions.ts'

/** The clocks of a test that owns the time. */
export const pressClock = () =>
  new PressClock({ deviceNow: Date.now, steadyNow: () => performance.now(), clock: new ServerClock(Date.now) })

/** Any press: a return from a pause. */
export const press = (id: EventId = newEventId()): OutgoingEvent => ({ id, kind: 'pause', heldMs: 0, step: { kind: 'return' } })

/** What becomes of a send: taken, taken and never heard of, lost on the way, or refused. */
export type Answer = 'ok' | 'lost' | 'unheard' | 'not-stored' | 'stopping' | 'too-many'

/** A server as the relay is: idempotent on the id. Each send takes the next answer of its script, then `ok`. */
export class ScriptedServer implements Sender {
  readonly log: EventId[] = []
  readonly sent: OutgoingEvent[] = []
  readonly script: Answer[]
  constructor(script: Answer[] = []) {
    this.script = script
  }

  async send(event: OutgoingEvent) {
    this.sent.push(event)
    const answer = this.script.shift() ?? 'ok'
    const offline = { ok: false as const, code: 'offline' as const }
    if (answer === 'unheard') return offline
    if (answer === 'too-many') return { ok: false as const, code: answer, retryAfterMs: 3_000 }
    if (answer === 'not-stored' || answer === 'stopping') return { ok: false as const, code: answer }
    if (!this.log.includes(event.id)) this.log.push(event.id)
    if (answer === 'lost') return offline
    return { ok: true as const, seq: this.log.indexOf(event.id) + 1, at: Date.now() }
  }
}

/** An outbox on this storage, with what it was refused and how far it heard the log to reach. */
export const openOutbox = async (store = newStore()) => {
  const refused: { event: OutgoingEvent; refusal: Refusal }[] = []
  let storedUpTo = 0
  const listener = {
    changed: () => {},
    unsure: () => {},
    stored: (seq: number) => {
      storedUpTo = seq
    },
    refused: (event: OutgoingEvent, refusal: Refusal) => void refused.push({ event, refusal }),
  }
  const outbox = new Outbox(store, await store.readOutbox(), listener, pressClock())
  return { outbox, store, refused, storedUpTo: () => storedUpTo }
}

/** Lets what is due happen, as long as it takes. */
export const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)
