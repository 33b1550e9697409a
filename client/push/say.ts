import type { EventId } from '../../shared/ids.ts'
import { notification as texts } from '../i18n/en/notification.ts'
import { sealing } from '../keys/envelope.ts'
import { answerContent, sealContent } from '../sync/event-content.ts'
import { sameEventId } from '../sync/event-id.ts'
import type { OutboxEntry } from '../sync/local.ts'
import type { Device } from './device.ts'
import { ringAnew } from './ringing.ts'
import { sendEntry } from './send-outbox.ts'

/** `kept`: it waits in the outbox for the network. `lost`: neither sent nor kept, or kept by a device that has no access any more. */
export type Said = 'sent' | 'kept' | 'lost'

/** "I am here", pressed on a notification. */
export const answerFromNotification = async (device: Device, signal: EventId): Promise<Said> => {
  const { member } = device
  // Pressed twice, said once.
  const id = sameEventId(member, 'answer', signal)
  const sealed = sealContent(sealing, member, 'answer', id, answerContent(texts.hereAnswer, member.name))
  const said = await say(device, { id, kind: 'answer', about: signal, sealed, heldMs: 0 })
  await ringAnew(device.store)
  return said
}

/** Says that it was shown here. The same receipt as a page's, however often either says it. */
export const sendReceipt = async (device: Device, about: EventId): Promise<Said> => {
  const id = sameEventId(device.member, 'received', about)
  return say(device, { id, kind: 'received', about, heldMs: 0 })
}

/** Into the outbox first, so that nothing is lost should the worker be ended before it is sent. Where storage is full it is sent all the same. */
const say = async (device: Device, event: OutboxEntry['event']): Promise<Said> => {
  const { store, deviceNow, now, isTimeKnown, tellPages } = device
  const entry = { event, pressedAt: deviceNow(), ...(isTimeKnown && { reckonedAt: now() }) }
  const isKept = await store.addToOutbox(entry).then(
    () => true,
    () => false,
  )
  if (isKept) tellPages()
  const sent = await sendEntry(device, event, 0)
  if (sent === 'done') return 'sent'
  return isKept && sent === 'waits' ? 'kept' : 'lost'
}
