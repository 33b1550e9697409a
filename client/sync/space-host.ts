import type { OutgoingEvent } from '../../shared/events.ts'
import type { SpaceRecordHost } from './space-record.ts'
import type { TabMessage } from './tabs.ts'

/** An event as it is pressed: its id comes with it, and how long it was held is told when it is sent. */
export type Press = DistributiveOmit<OutgoingEvent, 'id' | 'heldMs'>
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** What one tab of a device tells its others of their space. */
export type SpaceNews = Extract<TabMessage, { kind: 'outbox' | 'cache' | 'refused' }>

/** What a space's live part is given by the device it is on. */
export interface SpaceHost extends SpaceRecordHost {
  /** Counts ms, and nobody changes it. */
  readonly steadyNow: () => number
  tell(message: SpaceNews): void
}
