import { v7 } from 'uuid'
import { VerifiedStatements } from '../../client/documents/verified-statements.ts'
import { introduceDevice, newDeviceSecrets, signText } from '../../client/keys/device-key.ts'
import { sealing, sealJson } from '../../client/keys/envelope.ts'
import { newSpaceKeyring } from '../../client/keys/new-epoch.ts'
import { newPartnerSecret, seatKeyOf } from '../../client/keys/seat-key.ts'
import { entryOf, wordingHash } from '../../client/keys/wording-hash.ts'
import type { DocumentAccess } from '../../client/sync/session-keys.ts'
import { type FoldedAgreement, foldAgreement } from '../../shared/agreement-record.ts'
import { assentText, type SignedBy, versionText } from '../../shared/assent.ts'
import { context } from '../../shared/envelope.ts'
import type { AgreementEvent, AgreementKind } from '../../shared/events.ts'
import { DeviceId, EventId, type Seat, SpaceId } from '../../shared/ids.ts'
import type { Wording } from '../../shared/wording.ts'
import { LOG_BEGINS } from './log.ts'

/** A device with everything that it could sign with. */
export interface Signer {
  seat: Seat
  deviceId: DeviceId
  secret: string
  sign: string
}

export const newSigner = (space: SpaceId, seat: Seat): Signer => {
  const secrets = newDeviceSecrets()
  const deviceId = DeviceId.parse(v7())
  const { sign } = introduceDevice(space, seat, seatKeyOf(newPartnerSecret()), deviceId, secrets)
  return { seat, deviceId, secret: secrets.sign, sign }
}

/** A couple's space with one device each, and what a reader of its log holds. */
export const newSignedSpace = () => {
  const spaceId = SpaceId.parse(v7())
  const [a, b] = [newSigner(spaceId, 'a'), newSigner(spaceId, 'b')]
  const keyring = newSpaceKeyring()
  const signers = [a, b].map(({ seat, deviceId, sign }) => ({ seat, deviceId, sign }))
  const access: DocumentAccess = {
    url: 'http://127.0.0.1',
    profile: 'own',
    spaceId,
    seat: 'a',
    deviceId: a.deviceId,
    token: '',
    keyring,
    personalKeyring: keyring,
    sealing,
    deviceSign: a.secret,
    signers,
  }
  return { a, b, access }
}

let placed = 0
/** An event as the log has it: who the server says sent it, and whatever was sealed for its id. */
export const sealedEvent = (
  { spaceId, keyring }: DocumentAccess,
  kind: AgreementKind,
  from: Pick<Signer, 'seat' | 'deviceId'>,
  contentFor: (by: SignedBy) => unknown,
  id: EventId = EventId.parse(v7()),
): AgreementEvent => {
  placed += 1
  const { seat, deviceId } = from
  const content = contentFor({ space: spaceId, seat, deviceId, event: id })
  const sealed = sealJson(sealing, keyring, context.event(spaceId, kind, id), content)
  return { id, kind, heldMs: 0, seq: placed, at: LOG_BEGINS + placed, seat, deviceId, sealed }
}

/** `signer` signs; whose event it is, and for what, a forger chooses. */
export const givenBy = (signer: Signer, clauseId: string, wording: Wording) => (by: SignedBy) => ({
  step: 'given',
  clauseId,
  wording,
  signature: signText(signer.secret, assentText(by, 'given', clauseId, wordingHash(wording))),
})
export const withdrawnBy =
  (signer: Signer, clauseId: string, hash: string | null = null) =>
  (by: SignedBy) => ({
    step: 'withdrawn',
    clauseId,
    hash,
    signature: signText(signer.secret, assentText(by, 'withdrawn', clauseId, hash)),
  })
export const versionBy = (signer: Signer, clauses: readonly { clauseId: string; wording: Wording }[]) => (by: SignedBy) => {
  const entries = clauses.map(({ clauseId, wording }) => entryOf(clauseId, wordingHash(wording)))
  return { entries, signature: signText(signer.secret, versionText(by, entries)) }
}

/** What a device makes of a log once every signature in it is checked. */
export const readSigned = async (events: readonly AgreementEvent[], access: DocumentAccess): Promise<FoldedAgreement> => {
  const { promise, resolve } = Promise.withResolvers<FoldedAgreement>()
  const look = () => {
    const { statements, complete } = verified.read(events, access)
    if (complete) resolve(foldAgreement(statements))
  }
  using verified = new VerifiedStatements([], () => {}, look)
  look()
  return await promise
}
