import { context } from '../../shared/envelope.ts'
import { toBase64url } from '../keys/bytes.ts'
import { openJson, type Sealing, sealJson } from '../keys/envelope.ts'
import type { Keyring } from '../keys/keyring.ts'
import { nextEpoch } from '../keys/new-epoch.ts'
import { type Epochs, keyringOf, type Member, personalKeyringOf } from './identity.ts'
import { KeyBoxContent } from './invite-content.ts'
import { spaceKeyringOf } from './member-content.ts'

/** Null for what this seat did not seal, and for a box without a usable key. */
export const openKeyBox = (sealing: Sealing, member: Member, sealed: string): KeyBoxContent | null => {
  const name = context.keyBox(member.spaceId, member.seat)
  const opened = openJson(sealing, personalKeyringOf(member), name, sealed, KeyBoxContent)
  return opened.ok && keyringOf(opened.value.epochs) ? opened.value : null
}

/** By default what this device has. */
export const sealKeyBox = (sealing: Sealing, member: Member, content = contentOf(member)): string =>
  sealJson(sealing, personalKeyringOf(member), context.keyBox(member.spaceId, member.seat), content)

/**
 * What this device learns from its seat's key box: epochs that it lacks, and whom another of the seat's devices proved the partner
 * to be. Nothing that it has is replaced by an older box. A newer epoch says that a joiner was undone: who was proved before then, and
 * by which invites, counts no longer. The same value where there is nothing new.
 */
export const takeUpKeyBox = (sealing: Sealing, member: Member, sealed: string | null): Member => {
  const content = sealed === null ? null : openKeyBox(sealing, member, sealed)
  if (!content) return member
  const own = contentOf(member)
  const all = joined(own, content)
  const invites = newestOf(content) > newestOf(own) ? [] : member.invites
  const learnt = same(all, own) ? member : { ...member, epochs: all.epochs, pinned: all.partner, invites }
  // Whoever has more than the box tells it: the words bring in the next device by the box alone.
  return same(joined(content, own), content) || learnt.toTell ? learnt : { ...learnt, toTell: true }
}

/** The box with all that this device has, for the server. Empty where it has that already, and where it is nothing that this device can read. */
export const keyBoxToTell = (sealing: Sealing, member: Member, there: string | null) => {
  if (there === null) return { keyBox: sealKeyBox(sealing, member) }
  const content = openKeyBox(sealing, member, there)
  const all = content && joined(content, contentOf(member))
  return all && !same(all, content) ? { keyBox: sealKeyBox(sealing, member, all), keyBoxWas: there } : {}
}

/** The box for the moment in which a joiner is undone: a new epoch, and nobody proved. `undone` makes it this device's own. */
export const keyBoxWithoutPartner = (sealing: Sealing, member: Member, there: string | null) => {
  const content = there === null ? null : openKeyBox(sealing, member, there)
  const before = content ? joined(contentOf(member), content).epochs : member.epochs
  const epochs = epochsOf(nextEpoch(keyringOf(before) ?? spaceKeyringOf(member)))
  const keyBox = sealKeyBox(sealing, member, { epochs, partner: null })
  return {
    body: { keyBox, ...(there !== null && { keyBoxWas: there }) },
    undone: (now: Member): Member => ({
      ...now,
      epochs: { ...epochs, ...now.epochs },
      pinned: null,
      invites: [],
      toTell: true,
      undoing: false,
    }),
  }
}

export const epochsOf = (keyring: Keyring): Epochs =>
  Object.fromEntries([...keyring.keys].map(([epoch, key]) => [String(epoch), toBase64url(key)]))

const contentOf = ({ epochs, pinned }: Member): KeyBoxContent => ({ epochs, partner: pinned })

const newestOf = ({ epochs }: KeyBoxContent): number => keyringOf(epochs)?.newest ?? 0

/** All of `own`, and of `other` what is not in it. A proof of the partner belongs to the newest epoch that there was. */
const joined = (own: KeyBoxContent, other: KeyBoxContent): KeyBoxContent => {
  const ahead = newestOf(other) - newestOf(own)
  const partner = ahead > 0 ? other.partner : (own.partner ?? (ahead === 0 ? other.partner : null))
  return { epochs: { ...other.epochs, ...own.epochs }, partner }
}

const same = (one: KeyBoxContent, other: KeyBoxContent): boolean => JSON.stringify(one) === JSON.stringify(other)
