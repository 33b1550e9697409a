import { Done, type SpaceView } from '../../shared/spaces.ts'
import type { Answer } from './api.ts'
import { labelHere } from './device-label.ts'
import type { Member } from './identity.ts'
import { keyBoxWithoutPartner, takeUpKeyBox } from './key-box.ts'
import { spaceKeyringOf } from './member-content.ts'
import { seatUpdate } from './seat-content.ts'
import type { SpaceRecordHost } from './space-record.ts'

/** So often another device of the seat may be quicker with the key box before a removal waits. */
const UNDO_TRIES = 3

interface Told {
  answer: Answer<Done>
  /** The key box that the server has now, where the request brought another. */
  keyBox: string | undefined
}

/** What this seat's other devices put into its key box. */
export const takeUp = async ({ sealing, member, changeMember }: SpaceRecordHost, keyBox: string | null): Promise<void> => {
  const take = (now: Member) => takeUpKeyBox(sealing, now, keyBox)
  if (take(member()) !== member()) await changeMember(take)
}

/** Profile, key box and label, sealed: what of it is not there by the last look. */
export const tellSeat = async ({ sealing, api, label }: SpaceRecordHost, told: Member, view: SpaceView | null): Promise<Told> => {
  const body = seatUpdate(sealing, told, labelHere(label), view)
  const answer = await api.call('PUT', '/api/space/seat', Done, body, told.device.token)
  return { answer, keyBox: answer.ok ? body.keyBox : undefined }
}

/**
 * `look` reads the space anew and gives the key box that is there. Where that brings a newer epoch, the joiner who was meant is undone
 * already, by another device or by this one before an answer was lost: whoever is there now came after, and stays.
 */
export const undoJoin = async (
  host: SpaceRecordHost,
  there: string | null,
  look: () => Promise<string | null>,
): Promise<Told> => {
  const { sealing, api } = host
  const meant = newestIn(host.member())
  for (let tries = UNDO_TRIES, before = there; ; tries -= 1, before = await look()) {
    const member = host.member()
    if (newestIn(member) > meant) return { answer: { ok: false, code: 'no-joiner' }, keyBox: undefined }
    const { body, undone } = keyBoxWithoutPartner(sealing, member, before)
    const answer = await api.call('DELETE', '/api/space/joiner', Done, body, member.device.token)
    if (answer.ok) await host.changeMember(undone)
    if (answer.ok || answer.code !== 'key-box-changed' || tries === 1)
      return { answer, keyBox: answer.ok ? body.keyBox : undefined }
  }
}

const newestIn = (member: Member): number => spaceKeyringOf(member).newest
