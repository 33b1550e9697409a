import { context } from '../../shared/envelope.ts'
import type { Refusal } from '../../shared/errors.ts'
import type { SpaceId } from '../../shared/ids.ts'
import { Done, InviteGreeting, Recovered, Redeemed } from '../../shared/spaces.ts'
import { openJson, type Sealing } from '../keys/envelope.ts'
import type { InviteSecret } from '../keys/invite-link.ts'
import { inviteIdOf, inviteKeyring, parseInviteFragment } from '../keys/invite-secret.ts'
import { seatKeyOf } from '../keys/seat-key.ts'
import type { Api, NoAnswer } from './api.ts'
import type { Member, Pending } from './identity.ts'
import { GreetingContent } from './invite-content.ts'
import { completeJoin, type PendingOf, prepareRecover } from './pairing.ts'
import type { Outcome } from './session.ts'

type Refused = Exclude<Outcome, { ok: true }>
type Failed = Refusal | NoAnswer | { ok: false; code: 'bad-link' } | { ok: false; code: 'bad-words'; detail: string }

/** What an invite says of itself: who invites, and whom they expect. */
export interface Invitation {
  ok: true
  invite: InviteSecret
  spaceId: SpaceId
  name: string
  partnerName: string
}

/** Reads an invite without using it up. What the link's secret does not open is no invite of its maker: `bad-link`. */
export const lookAtInvite = async (api: Api, sealing: Sealing, fragment: string): Promise<Invitation | Failed> => {
  const invite = parseInviteFragment(fragment)
  if (!invite) return { ok: false, code: 'bad-link' }
  const inviteId = inviteIdOf(invite.secret)
  const answer = await api.call('POST', '/api/invites/look', InviteGreeting, { inviteId })
  if (!answer.ok) return answer
  const greeting = openJson(sealing, inviteKeyring(invite.secret), context.greeting(inviteId), answer.greeting, GreetingContent)
  if (!greeting.ok || greeting.value.spaceId !== answer.spaceId) return { ok: false, code: 'bad-link' }
  const { spaceId, name, partnerName, creator } = greeting.value
  if (creator !== undefined && creator !== invite.creatorSign) return { ok: false, code: 'bad-link' }
  return { ok: true, invite, spaceId, name, partnerName }
}

/** Asks the server for what was prepared; may be asked again after any crash. The member this device is then. */
export const completePending = async (
  api: Api,
  sealing: Sealing,
  pending: Pending,
): Promise<{ ok: true; member: Member } | Failed> => {
  switch (pending.route) {
    case 'create': {
      const answer = await api.call('POST', '/api/spaces', Done, pending.request)
      return answer.ok ? { ok: true, member: pending.member } : answer
    }
    case 'join':
      return redeem(api, sealing, pending)
    case 'recover': {
      const answer = await api.call('POST', '/api/recover', Recovered, pending.request)
      return answer.ok ? { ok: true, member: pending.member } : answer
    }
  }
}

const redeem = async (api: Api, sealing: Sealing, pending: PendingOf<'join'>): Promise<{ ok: true; member: Member } | Failed> => {
  const answer = await api.call('POST', '/api/invites/redeem', Redeemed, pending.request)
  if (!answer.ok) return answer
  const member = answer.seat === 'b' ? completeJoin(sealing, pending, answer.sealedKeys) : null
  return member ? { ok: true, member } : { ok: false, code: 'bad-link' }
}

/** What a verb says of it. */
export const failed = (failure: {
  code: Refused['code']
  detail?: string | undefined
  retryAfterMs?: number | undefined
}): Refused => {
  const { code, detail, retryAfterMs } = failure
  return { ok: false, code, ...(detail && { detail }), ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

/** Finds the seat that the words name, for the device that is `here` where it has that seat. `bad-words` says in `detail` what is wrong with them: `count N`, `unknown N`, `checksum`. */
export const lookForSeat = async (
  api: Api,
  sealing: Sealing,
  words: string,
  here: Member | null,
): Promise<{ ok: true; pending: PendingOf<'recover'>; noNewDevice: Recovered['noNewDevice'] } | Failed> => {
  const { readWords } = await import('../keys/recovery-words.ts')
  const read = readWords(words)
  if (!read.ok) return { ok: false, code: 'bad-words', detail: faultOf(read) }
  const { recoveryId, recoveryProof } = seatKeyOf(read.partnerSecret)
  const found = await api.call('POST', '/api/recover/look', Recovered, { recoveryId, proof: recoveryProof })
  if (!found.ok) return found
  const pending = prepareRecover(sealing, read.partnerSecret, found, here)
  return pending ? { ok: true, pending, noNewDevice: found.noNewDevice } : { ok: false, code: 'recovery-unknown' }
}

const faultOf = (read: { why: 'count'; count: number } | { why: 'unknown'; position: number } | { why: 'checksum' }): string => {
  switch (read.why) {
    case 'count':
      return `count ${read.count}`
    case 'unknown':
      return `unknown ${read.position}`
    case 'checksum':
      return 'checksum'
  }
}
