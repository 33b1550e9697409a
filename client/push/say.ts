import type { EventId } from '../../shared/ids.ts'
import { notification as texts } from '../i18n/en/notification.ts'
import { sealing } from '../keys/envelope.ts'
import { answerContent, sealContent } from '../sync/event-content.ts'
import { sameEventId } from '../sync/event-id.ts'
import { addToOutbox, type Device } from './device.ts'
import { ringAnew } from './ringing.ts'
import { sendOutbox } from './send-outbox.ts'

/** "I am here", pressed on a notification: kept first, then sent. False when it has to wait for the network. */
export const answerFromNotification = async (device: Device, signal: EventId): Promise<boolean> => {
  const { member } = device
  // Pressed twice, said once.
  const id = sameEventId(member, 'answer', signal)
  const sealed = sealContent(sealing, member, 'answer', id, answerContent(texts.hereAnswer, member.name))
  await addToOutbox(device, { id, kind: 'answer', about: signal, sealed, heldMs: 0 })
  await ringAnew(device.store)
  return sendOutbox(device, id)
}

/** Says that it was shown here. The same receipt as a page's, however often either says it. */
export const sendReceipt = async (device: Device, about: EventId): Promise<boolean> => {
  const id = sameEventId(device.member, 'received', about)
  await addToOutbox(device, { id, kind: 'received', about, heldMs: 0 })
  return sendOutbox(device, id)
}
