import { z } from 'zod/mini'
import { type EventId, Instant } from '../../shared/ids.ts'
import { type Api, mayRetry } from '../sync/api.ts'
import type { Member } from '../sync/identity.ts'
import type { MemberStore, OutboxEntry } from '../sync/local.ts'
import { PressClock } from '../sync/press-clock.ts'
import { keepRefusal } from '../sync/refusals.ts'

/** Background sync under this name sends the outbox. */
export const SEND = 'send-outbox'

/** Of `GET /api/space`. */
const Told = z.object({ ok: z.literal(true), now: Instant })
const Sent = z.object({ ok: z.literal(true), seq: z.int(), at: z.number() })

export interface OutboxSender {
  store: MemberStore
  member: Member
  api: Api
  deviceNow: () => number
  /** The server's clock, as an earlier page reckoned it, ms. */
  now: () => number
  /** Open pages look at what is kept anew. */
  tellPages(): void
}

/**
 * Sends what is in the outbox in the order of pressing, by HTTP. False when something still has to wait. Each entry is looked up again
 * just before it goes: what a page took back meanwhile is not sent. Where the browser knows of no network nothing is tried: it would
 * count as perhaps sent. The server says first what time it is: by that, and not by a clock that may have been changed since, each is
 * as old as it is.
 */
export const sendOutbox = async (sender: OutboxSender): Promise<boolean> => {
  const { store, deviceNow } = sender
  const looked = new Set<EventId>()
  let clock: PressClock | null = null
  let allSent = true
  for (;;) {
    const next = (await store.readOutbox()).find(({ event }) => !looked.has(event.id))
    if (!next) return allSent
    if (globalThis.navigator?.onLine === false) return false
    looked.add(next.event.id)
    // It may still be taken back: it goes later, and holds up nothing.
    if (isHeld(next, deviceNow())) {
      allSent = false
      continue
    }
    clock ??= await askTime(sender)
    if (!clock) return false
    // Withdrawn since, or sent by a page.
    if (!(await store.handOut(next.event.id).catch(() => true))) continue
    if ((await sendEntry(sender, next.event, clock.heldMs(next))) === 'waits') return false
  }
}

/** `no-access`: this device is in the space no more, or not known to this server: what a page can do about it, a page says. */
export type EntrySent = 'done' | 'waits' | 'no-access'

/**
 * Sends one entry, whether or not it is kept. What was sent stays until the log shows it, so that a page opened without a network
 * shows it too; a receipt, which no page shows, goes. What is refused for good goes, and the next page says so.
 */
export const sendEntry = async (
  sender: Omit<OutboxSender, 'deviceNow' | 'now'>,
  event: OutboxEntry['event'],
  heldMs: number,
): Promise<EntrySent> => {
  const { store, member, api } = sender
  const answer = await api.call('POST', '/api/events', Sent, { ...event, heldMs }, member.device.token)
  if (answer.ok) {
    if (event.kind === 'received') await store.removeFromOutbox(event.id).catch(() => false)
    return 'done'
  }
  if (answer.code === 'offline' || mayRetry(answer.code)) return 'waits'
  // Not the step is refused but the device: what was pressed stays readable here.
  if (answer.code === 'wrong-token' || answer.code === 'access-ended' || answer.code === 'no-token') return 'no-access'
  // Whoever takes it out says so: an open page may have heard the same.
  if (!(await store.removeFromOutbox(event.id).catch(() => true))) return 'done'
  await keepRefusal(store, event, answer)
  sender.tellPages()
  return 'done'
}

/** Null where the server does not answer for now. Where it tells no time, it is what an earlier page reckoned. */
const askTime = async ({ api, member, deviceNow, now }: OutboxSender): Promise<PressClock | null> => {
  const steadyNow = () => performance.now()
  const askedAt = steadyNow()
  const answer = await api.call('GET', '/api/space', Told, undefined, member.device.token)
  if (!answer.ok && mayRetry(answer.code)) return null
  const told = answer.ok ? answer.now - (askedAt + steadyNow()) / 2 : null
  const serverNow = () => (told === null ? now() : Math.round(told + steadyNow()))
  return new PressClock({ deviceNow, steadyNow, clock: { now: serverNow, isMeasured: told !== null } })
}

const isHeld = ({ pressedAt, holdMs = 0 }: OutboxEntry, now: number): boolean => {
  const left = pressedAt + holdMs - now
  return left > 0 && left <= holdMs
}
