import { context } from '../../shared/envelope.ts'
import { otherSeat } from '../../shared/ids.ts'
import type { DeviceView as ListedDevice, SeatKeys, SeatView, SpaceView } from '../../shared/spaces.ts'
import { openJson, type Sealing } from '../keys/envelope.ts'
import { isJoinProof } from '../keys/invite-link.ts'
import type { Certificates } from './certificates.ts'
import { LabelContent, type Member, ProfileContent } from './identity.ts'
import { spaceKeyringOf } from './member-content.ts'
import type { DeviceView } from './session.ts'

/** Who is in the space, as far as this device can prove it. The server's list is a claim, held against what invites proved. */
export interface Seats {
  partner: SeatView | null
  partnerName: string
  ownName: string
  partnerVerified: boolean
  devices: (DeviceView & { sign: string })[]
}

export const readSeats = (sealing: Sealing, member: Member, view: SpaceView | null, certificates: Certificates): Seats => {
  const partner = view?.seats.find(({ seat }) => seat === otherSeat(member.seat)) ?? null
  const own = view?.seats.find(({ seat }) => seat === member.seat) ?? null
  const devices =
    view?.seats.flatMap(seat => seat.devices.map(device => readDevice(sealing, member, seat, device, certificates))) ?? []
  return {
    partner,
    partnerName: (partner && nameOf(sealing, member, partner)) ?? '',
    ownName: (own && nameOf(sealing, member, own)) ?? '',
    partnerVerified: partner !== null && member.pinned !== null && sameKeys(partner.keys, member.pinned),
    devices,
  }
}

/** The partner's keys when one of this device's invites proves them and nobody was proved before; else null. */
export const provenPartner = (member: Member, view: SpaceView): SeatKeys | null => {
  if (member.pinned) return null
  const partner = view.seats.find(({ seat }) => seat === otherSeat(member.seat))
  if (!partner?.joinProof) return null
  const { keys, joinProof } = partner
  return member.invites.some(({ secret }) => isJoinProof(secret, member.spaceId, keys, joinProof)) ? keys : null
}

const sameKeys = (one: SeatKeys, other: SeatKeys): boolean => one.sign === other.sign && one.receive === other.receive

const nameOf = (sealing: Sealing, member: Member, { seat, profile }: SeatView): string | null => {
  if (profile === null) return null
  const opened = openJson(sealing, spaceKeyringOf(member), context.profile(member.spaceId, seat), profile, ProfileContent)
  return opened.ok ? opened.value.name : null
}

const readDevice = (
  sealing: Sealing,
  member: Member,
  { seat }: SeatView,
  device: ListedDevice,
  certificates: Certificates,
): DeviceView & { sign: string } => {
  const proven = seat === member.seat ? member.seatKeys : member.pinned
  return {
    deviceId: device.deviceId,
    seat,
    label: labelOf(sealing, member, device),
    thisOne: device.deviceId === member.deviceId,
    certified: proven !== null && certificates.isGood(member.spaceId, seat, proven.sign, device),
    addedAt: device.addedAt,
    sign: device.sign,
  }
}

const labelOf = (sealing: Sealing, member: Member, { label, deviceId }: ListedDevice): string => {
  if (label === null) return ''
  const opened = openJson(sealing, spaceKeyringOf(member), context.device(member.spaceId, deviceId), label, LabelContent)
  return opened.ok ? opened.value.label : ''
}
