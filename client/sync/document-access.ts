import type { Sealing } from '../keys/envelope.ts'
import { type Member, personalKeyringOf } from './identity.ts'
import { spaceKeyringOf } from './member-content.ts'
import type { Seats } from './seats.ts'
import type { Profile } from './session.ts'
import type { DocumentAccess } from './session-keys.ts'

/**
 * What the sealed documents of a member need. Only certified devices sign for a seat. `before`: its keyring stays the same value
 * while no epoch was added (they are only ever added).
 */
export const accessOf = (
  parts: { url: string; profile: Profile; sealing: Sealing },
  member: Member,
  seats: Seats,
  before: DocumentAccess | null,
): DocumentAccess => ({
  url: parts.url,
  profile: parts.profile,
  sealing: parts.sealing,
  spaceId: member.spaceId,
  seat: member.seat,
  deviceId: member.deviceId,
  token: member.device.token,
  deviceSign: member.device.sign,
  keyring: before && sameEpochs(before, member) ? before.keyring : spaceKeyringOf(member),
  personalKeyring: personalKeyringOf(member),
  signers: seats.devices.flatMap(({ certified, deviceId, seat, sign }) => (certified ? [{ deviceId, seat, sign }] : [])),
})

const sameEpochs = (before: DocumentAccess, member: Member): boolean =>
  before.spaceId === member.spaceId && before.keyring.keys.size === Object.keys(member.epochs).length
