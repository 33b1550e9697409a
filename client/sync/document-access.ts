import type { Sealing } from '../keys/envelope.ts'
import { type Member, personalKeyringOf } from './identity.ts'
import { spaceKeyringOf } from './pairing.ts'
import type { Seats } from './seats.ts'
import type { Profile } from './session.ts'
import type { DocumentAccess } from './session-keys.ts'

/** What the sealed documents of a member need. Only certified devices sign for a seat. */
export const accessOf = (
  parts: { url: string; profile: Profile; sealing: Sealing },
  member: Member,
  seats: Seats,
): DocumentAccess => ({
  url: parts.url,
  profile: parts.profile,
  sealing: parts.sealing,
  spaceId: member.spaceId,
  seat: member.seat,
  deviceId: member.deviceId,
  token: member.device.token,
  deviceSign: member.device.sign,
  keyring: spaceKeyringOf(member),
  personalKeyring: personalKeyringOf(member),
  signers: seats.devices.flatMap(({ certified, deviceId, seat, sign }) => (certified ? [{ deviceId, seat, sign }] : [])),
})
