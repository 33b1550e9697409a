import type { AgreementEvent, AgreementKind } from '../../shared/events.ts'
import type { DeviceId, EventId, Seat, SpaceId } from '../../shared/ids.ts'
import type { Sealing } from '../keys/envelope.ts'
import type { Keyring } from '../keys/keyring.ts'
import type { Profile, Session } from './session.ts'

/** What the sealed documents of a space need. A value: when something changes (a new epoch, a device), a new one takes its place. */
export interface DocumentAccess {
  /** The server's origin, `http://…` without a trailing slash. */
  url: string
  profile: Profile
  spaceId: SpaceId
  seat: Seat
  deviceId: DeviceId
  token: string
  /** Seals `agreement` and `practice`. */
  keyring: Keyring
  /** Seals `journal`. */
  personalKeyring: Keyring
  sealing: Sealing
  /** This device's Ed25519 secret, base64url: signs assents and versions (`signText` of client/keys/device-key.ts). */
  deviceSign: string
  /** Every certified device of both seats, this one included: whose signatures count. Public keys, base64url. */
  signers: { deviceId: DeviceId; seat: Seat; sign: string }[]
}

/** The inner side of a session, for code under `client/sync/` and `client/documents/` only. */
export interface SessionKeys extends Session {
  /** Null while there is no space on this device. After access has ended it stays, so that what is here can be read. Stable until something in it changes. */
  documentAccess(): DocumentAccess | null
  /** Its local storage does not take what was written into a document, or takes it again. */
  documentFull(isFull: boolean): void
  /** Assents, versions and questions, sealed: those of the log in its order, then those of the outbox. The same array until something in it changes. */
  agreementEvents(): readonly AgreementEvent[]
  /**
   * Presses one of them. `content` is made for the id that the event will have, since what is signed names it; it is sealed as
   * JSON. Resolves with the id when the event is in local storage. `holdMs`: so long it can be withdrawn, and is not sent; leaving
   * the page does not end it. Throws where there is no space.
   */
  pressAgreement(kind: AgreementKind, content: (id: EventId) => unknown, holdMs?: number): Promise<EventId>
  /** Takes back what was pressed and has not left this device. False when it may have. Throws where there is no space. */
  withdrawAgreement(id: EventId): Promise<boolean>
}

/** Null while there is no space. Ask again when the session tells of a change (`session.subscribe`). */
export const documentAccess = (session: Session): DocumentAccess | null =>
  'documentAccess' in session ? (session as SessionKeys).documentAccess() : null

/** Null for what is no device's session. */
export const sessionKeys = (session: Session): SessionKeys | null =>
  'agreementEvents' in session ? (session as SessionKeys) : null

/** How every local document database of a profile's device begins (y-indexeddb): removed together with it. */
export const documentDatabasePrefix = (profile: Profile, deviceId: DeviceId): string =>
  `holdfast-document-${profile}-${deviceId}-`
