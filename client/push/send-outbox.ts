import { z } from 'zod/mini'
import type { EventId } from '../../shared/ids.ts'
import { type Api, mayRetry } from '../sync/api.ts'
import type { Member } from '../sync/identity.ts'
import type { LocalStore, OutboxEntry } from '../sync/local.ts'

/** Background sync under this name sends the outbox. */
export const SEND = 'send-outbox'

const Sent = z.object({ ok: z.literal(true), seq: z.int(), at: z.number() })

/**
 * Sends what is in the outbox in the order of pressing, by HTTP: all, or the one of an id. False when something still has to wait.
 * What was sent stays until the log shows it, so that a page opened without a network shows it too; a receipt, which no page shows, goes.
 */
export const sendOutbox = async (
  { store, member, api, deviceNow }: { store: LocalStore; member: Member; api: Api; deviceNow: () => number },
  only?: EventId,
): Promise<boolean> => {
  const entries = await store.readOutbox()
  let allSent = true
  for (const { event, pressedAt, holdMs = 0 } of entries) {
    if (only !== undefined && event.id !== only) continue
    // It may still be taken back: it goes later, and holds up nothing.
    if (isHeld({ event, pressedAt, holdMs }, deviceNow())) {
      allSent = false
      continue
    }
    const heldMs = Math.max(0, Math.round(deviceNow() - pressedAt))
    const answer = await api.call('POST', '/api/events', Sent, { ...event, heldMs }, member.device.token)
    if (answer.ok && event.kind !== 'received') continue
    if (answer.ok) await store.removeFromOutbox(event.id)
    else if (mayRetry(answer.code)) {
      allSent = false
      break
    }
    // Not the step is refused but the device: what was pressed stays readable here.
    else if (answer.code !== 'wrong-token' && answer.code !== 'no-token') await store.removeFromOutbox(event.id)
  }
  return allSent
}

const isHeld = ({ pressedAt, holdMs = 0 }: OutboxEntry, now: number): boolean => {
  const left = pressedAt + holdMs - now
  return left > 0 && left <= holdMs
}
