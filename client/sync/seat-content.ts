import { context } from '../../shared/envelope.ts'
import type { SpaceView, UpdateSeat } from '../../shared/spaces.ts'
import { openJson, type Sealing, sealJson } from '../keys/envelope.ts'
import { LabelContent, type Member, ProfileContent } from './identity.ts'
import { keyBoxToTell } from './key-box.ts'
import { spaceKeyringOf } from './member-content.ts'

/** What the server keeps for a seat, sealed: its name and this device's label for both. */
export const seatContent = (sealing: Sealing, member: Member, label: string) => {
  const { spaceId, seat, deviceId } = member
  const keyring = spaceKeyringOf(member)
  return {
    profile: sealJson(sealing, keyring, context.profile(spaceId, seat), { name: member.name }),
    label: sealJson(sealing, keyring, context.device(spaceId, deviceId), { label }),
  }
}

/** Of the same, and of the key box, what the server lacks as far as was read; no name before it is known. */
export const seatUpdate = (sealing: Sealing, member: Member, label: string, view: SpaceView | null): UpdateSeat => {
  const { profile, label: sealedLabel } = seatContent(sealing, member, label)
  const { isNamed, isLabelled } = view ? saidThere(sealing, member, label, view) : { isNamed: false, isLabelled: false }
  return {
    ...(member.name !== '' && !isNamed && { profile }),
    ...(!isLabelled && { label: sealedLabel }),
    ...keyBoxToTell(sealing, member, view?.keyBox ?? null),
  }
}

/** Whether the name and the label are there, under the newest key: said once more they would be news to everybody. */
const saidThere = (sealing: Sealing, member: Member, label: string, { seats }: SpaceView) => {
  const { newest, keys } = spaceKeyringOf(member)
  const key = keys.get(newest)
  const keyring = { newest, keys: new Map(key && [[newest, key]]) }
  const { spaceId, seat, deviceId } = member
  const own = seats.find(one => one.seat === seat)
  const device = own?.devices.find(one => one.deviceId === deviceId)
  const named = openJson(sealing, keyring, context.profile(spaceId, seat), own?.profile ?? '', ProfileContent)
  const labelled = openJson(sealing, keyring, context.device(spaceId, deviceId), device?.label ?? '', LabelContent)
  return { isNamed: named.ok && named.value.name === member.name, isLabelled: labelled.ok && labelled.value.label === label }
}
