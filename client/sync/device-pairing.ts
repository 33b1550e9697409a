import { Done, Recovered, SpaceView } from '../../shared/spaces.ts'
import { inviteIdOf, parseInviteFragment } from '../keys/invite-secret.ts'
import { wordsOf } from '../keys/recovery-words.ts'
import type { Answer } from './api.ts'
import { labelHere } from './device-label.ts'
import { clip } from './event-content.ts'
import type { Identity, Member } from './identity.ts'
import { partnerSecretOf } from './member-content.ts'
import type { Membership, MembershipParts } from './membership.ts'
import { type PendingOf, prepareCreate, prepareInvite, prepareJoin } from './pairing.ts'
import { failed, lookAtInvite, lookForSeat } from './pairing-calls.ts'
import { removeDocumentDatabases } from './remove-documents.ts'
import type { Looked, Outcome, Profile } from './session.ts'

const MAX_NAME = 80
/** Secrets of earlier invites are kept so far back, to prove a joiner of one of them. */
const INVITES_KEPT = 8

/** How this device comes into a space, brings the partner there, and leaves a sample. */
export class DevicePairing {
  readonly #parts: MembershipParts & { profile: Profile }
  readonly #membership: Membership

  constructor(parts: MembershipParts & { profile: Profile }, membership: Membership) {
    this.#parts = parts
    this.#membership = membership
  }

  async createSpace(input: { name: string; partnerName: string; sample?: boolean }): Promise<Outcome> {
    if (this.#isInSpace()) return { ok: false, code: 'space-exists' }
    const name = clip(input.name.trim(), MAX_NAME)
    const partnerName = clip(input.partnerName.trim(), MAX_NAME)
    const { identity } = this.#membership
    // Asked before without an answer: the same request again, so that there is one space and not two.
    if (identity?.kind === 'pending' && identity.route === 'create')
      return this.#membership.begin({ ...identity, member: { ...identity.member, name, partnerName, toTell: true } })
    const { sealing, label } = this.#parts
    await this.#forgetEnded()
    return this.#membership.begin(
      prepareCreate(sealing, { name, partnerName, sample: input.sample ?? false, label: labelHere(label) }),
    )
  }

  async recoveryWords(): Promise<string[] | null> {
    const secret = this.#membership.member && partnerSecretOf(this.#membership.member)
    if (!secret) return null
    return wordsOf(secret)
  }

  async makeInvite(): Promise<Outcome> {
    // Whoever joins gets the keys that this device has: another device of the seat may have made a newer one.
    await this.#membership.space?.record.refresh()
    const member = this.#membership.asMember()
    const { request, invite } = prepareInvite(this.#parts.sealing, member, this.#parts.clock.now())
    const answer = await this.#parts.api.call('POST', '/api/invites', Done, request, member.device.token)
    if (!answer.ok) return outcome(answer)
    await this.#membership.changeMember(now => ({ ...now, invites: [...now.invites, invite].slice(-INVITES_KEPT) }))
    await this.#membership.space?.record.refresh()
    return { ok: true }
  }

  async revokeInvite(): Promise<Outcome> {
    const member = this.#membership.asMember()
    const newest = member.invites.at(-1)
    if (!newest) return { ok: false, code: 'invite-unknown' }
    const answer = await this.#parts.api.call('DELETE', `/api/invites/${newest.inviteId}`, Done, undefined, member.device.token)
    await this.#membership.space?.record.refresh()
    return outcome(answer)
  }

  async lookAtInvite(fragment: string): Promise<Looked> {
    const { identity, member } = this.#membership
    // By the server's word the invite that this device is joining by may be used already: by this very device.
    if (identity && isOnItsWay(identity, fragment)) return { ok: true, name: identity.member.partnerName }
    if (member && !member.endedBy) return lookAsMember(member, fragment)
    const invitation = await lookAtInvite(this.#parts.api, this.#parts.sealing, fragment)
    return invitation.ok ? { ok: true, name: invitation.name } : failed(invitation)
  }

  async join(input: { fragment: string; name: string }): Promise<Outcome> {
    if (this.#isInSpace()) return { ok: false, code: 'space-exists' }
    const name = clip(input.name.trim(), MAX_NAME)
    const { identity } = this.#membership
    // The seat may be taken by this very device, whose answer was lost: the same request again.
    if (identity && isOnItsWay(identity, input.fragment))
      return this.#membership.begin({ ...identity, member: { ...identity.member, name } })
    const invitation = await lookAtInvite(this.#parts.api, this.#parts.sealing, input.fragment)
    if (!invitation.ok) return failed(invitation)
    const { invite, spaceId, name: partnerName } = invitation
    await this.#forgetEnded()
    return this.#membership.begin(prepareJoin(invite, { spaceId, name, partnerName, sample: false }))
  }

  async undoJoin(): Promise<Outcome> {
    const record = this.#membership.space?.record
    if (!record) return { ok: false, code: 'no-joiner' }
    const answer = await record.undoJoin()
    await record.refresh()
    return outcome(answer)
  }

  async recover(words: string): Promise<Outcome> {
    const { member, space } = this.#membership
    const isUnknown = space?.state().connection === 'unknown'
    if (member && !member.endedBy && !isUnknown) return { ok: false, code: 'space-exists' }
    // By now the server may know it: then nothing is to be brought back.
    if (isUnknown && (await this.askAgain()).ok) return { ok: true }
    const found = await lookForSeat(this.#parts.api, this.#parts.sealing, words, member)
    if (!found.ok) return failed(found)
    const { pending } = found
    if (pending.member.deviceId === member?.deviceId) return this.#comeBack(pending)
    if (isUnknown) return { ok: false, code: 'not-yours' }
    // Told before anything goes here.
    if (found.noNewDevice) return failed(found.noNewDevice)
    await this.#forgetEnded()
    return this.#membership.begin(pending)
  }

  async askAgain(): Promise<Outcome> {
    const { token } = this.#membership.asMember().device
    const answer = await this.#parts.api.call('GET', '/api/space', SpaceView, undefined, token)
    this.#membership.space?.nudge()
    return outcome(answer)
  }

  async letGo(): Promise<Outcome> {
    const { deviceId } = this.#membership.asMember()
    await this.#membership.forget()
    await removeDocumentDatabases(this.#parts.profile, deviceId)
    return { ok: true }
  }

  async removeSample(): Promise<Outcome> {
    const { token } = this.#membership.asMember().device
    const answer = await this.#parts.api.call('DELETE', '/api/space', Done, undefined, token)
    // Its other phone may have removed it, or its day is over.
    if (!answer.ok && answer.code !== 'wrong-token' && answer.code !== 'access-ended') return outcome(answer)
    return this.letGo()
  }

  /**
   * The same device as before, in the same seat: the server is told of it anew, and all that is here stays. Should the answer be lost,
   * the server knows its token all the same.
   */
  async #comeBack({ request, member }: PendingOf<'recover'>): Promise<Outcome> {
    const answer = await this.#parts.api.call('POST', '/api/recover', Recovered, request)
    if (!answer.ok) return outcome(answer)
    const { epochs, pinned, invites } = member
    await this.#membership.changeMember(now => ({ ...now, epochs, pinned, invites, toTell: true, endedBy: null }))
    this.#membership.space?.nudge()
    return { ok: true }
  }

  /** Whether this device is in a space that it cannot go from into another. */
  #isInSpace(): boolean {
    const { member } = this.#membership
    return member !== null && !member.endedBy
  }

  /** What an ended membership left goes once the device enters another space, and no sooner. */
  async #forgetEnded(): Promise<void> {
    if (this.#membership.member) await this.letGo()
  }
}

const outcome = (answer: Answer<{ ok: true }>): Outcome => (answer.ok ? { ok: true } : failed(answer))

/** Whether this device was joining by this invite when it heard last. */
const isOnItsWay = (identity: Identity, fragment: string): identity is PendingOf<'join'> => {
  if (identity.kind !== 'pending' || identity.route !== 'join') return false
  const invite = parseInviteFragment(fragment)
  return invite !== null && inviteIdOf(invite.secret) === identity.request.inviteId
}

/** An invite of the one who brought this device in is known by the key that its link names: nothing more is kept of it. */
const lookAsMember = ({ pinned, partnerName }: Member, fragment: string): Looked =>
  pinned && parseInviteFragment(fragment)?.creatorSign === pinned.sign
    ? { ok: true, name: partnerName, joined: true }
    : { ok: false, code: 'space-exists' }
