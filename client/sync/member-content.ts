import { context } from '../../shared/envelope.ts'
import type { UpdateSeat } from '../../shared/spaces.ts'
import { fromBase64url } from '../keys/bytes.ts'
import { type Sealing, sealJson } from '../keys/envelope.ts'
import type { Keyring } from '../keys/keyring.ts'
import { keyringOf, type Member, personalKeyringOf } from './identity.ts'

/** What the server keeps for a seat, sealed: its name and this device's label for both, its key box for its words alone. */
export const seatContent = (sealing: Sealing, member: Member, label: string) => {
  const { spaceId, seat, deviceId } = member
  const keyring = spaceKeyringOf(member)
  const box = { epochs: member.epochs, partner: member.pinned }
  return {
    profile: sealJson(sealing, keyring, context.profile(spaceId, seat), { name: member.name }),
    keyBox: sealJson(sealing, personalKeyringOf(member), context.keyBox(spaceId, seat), box),
    label: sealJson(sealing, keyring, context.device(spaceId, deviceId), { label }),
  } satisfies UpdateSeat
}

/** A member always holds a key; one read from damaged storage holds one that opens nothing. */
export const spaceKeyringOf = (member: Member): Keyring =>
  keyringOf(member.epochs) ?? { newest: 1, keys: new Map([[1, new Uint8Array(32)]]) }

/** The secret behind the 24 words, while this device still holds it. */
export const partnerSecretOf = (member: Member): Uint8Array | null =>
  member.partnerSecret === null ? null : fromBase64url(member.partnerSecret)
