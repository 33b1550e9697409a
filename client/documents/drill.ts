import { type Drill, type DrillInput, DrillStep, foldDrill } from '../../shared/drill.ts'
import { context } from '../../shared/envelope.ts'
import type { StoredEvent } from '../../shared/events.ts'
import { pressedAt } from '../../shared/signal.ts'
import { openJson } from '../keys/envelope.ts'
import type { Session } from '../sync/session.ts'
import { type DocumentAccess, documentAccess } from '../sync/session-keys.ts'

const opened = new WeakMap<StoredEvent, DrillStep | null>()

/** The drill that these entries of the log come to. Steps of devices that nobody vouches for, and what cannot be opened, are passed over. */
export const readDrill = (session: Session, events: readonly StoredEvent[]): Drill => {
  const access = documentAccess(session)
  return access ? foldDrill(events.flatMap(event => inputsOf(event, access))) : { kind: 'none' }
}

const inputsOf = (event: StoredEvent, access: DocumentAccess): DrillInput[] => {
  switch (event.kind) {
    case 'signal':
    case 'pause':
      return [{ kind: 'real', what: event.kind }]
    case 'received':
      return isKnown(event, access) ? [{ kind: 'seen', about: event.about, seat: event.seat }] : []
    case 'drill': {
      const content = isKnown(event, access) ? stepOf(event, access) : null
      if (!content) return []
      const { id, seat, deviceId: device, at, heldMs } = event
      return [{ kind: 'step', id, seat, device, pressedAt: pressedAt(at, heldMs), content }]
    }
    case 'answer':
    case 'take-back':
    case 'phrase':
    case 'repair':
    case 'assent':
    case 'version':
    case 'question':
    case 'pause-due':
      return []
  }
}

const isKnown = ({ deviceId, seat }: { deviceId: string; seat: string }, { signers }: DocumentAccess): boolean =>
  signers.some(signer => signer.deviceId === deviceId && signer.seat === seat)

const stepOf = (event: Extract<StoredEvent, { kind: 'drill' }>, access: DocumentAccess): DrillStep | null => {
  const before = opened.get(event)
  if (before) return before
  const name = context.event(access.spaceId, 'drill', event.id)
  const read = openJson(access.sealing, access.keyring, name, event.sealed, DrillStep)
  const step = read.ok ? read.value : null
  opened.set(event, step)
  return step
}
