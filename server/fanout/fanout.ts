import type { ErrorCode } from '../../shared/errors.ts'
import type { DeviceId, SpaceId } from '../../shared/ids.ts'

/** What the parts of one server, or the nodes of many, tell each other of a space. Always a hint: the truth is in the store. */
export type FanoutMessage =
  /** Seats, devices, labels or the invite changed. */
  | { kind: 'space-changed' }
  /** These devices have no access any more: their sockets close now. */
  | { kind: 'access-ended'; devices: DeviceId[]; code: ErrorCode }
  /** An event was stored by something that holds no relay socket (a due job). */
  | { kind: 'event-stored'; seq: number }
  /** An update of a document was stored; `room` is `<owner>/<name>.<generation>`. Awareness goes the same way, unstored. */
  | { kind: 'document-update' | 'document-awareness'; room: string; bytes: Uint8Array; origin: string }

export interface Fanout extends AsyncDisposable {
  publish(space: SpaceId, message: FanoutMessage): void
  /** Told of every message of the space, one's own included (`origin` tells them apart). */
  subscribe(space: SpaceId, listener: (message: FanoutMessage) => void): Disposable
}
