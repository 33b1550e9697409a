import { z } from 'zod/mini'
import { Instant } from '../../shared/ids.ts'
import { fromBase64url, randomBytes, toBase64url } from '../keys/bytes.ts'
import { openJson, sealing, sealJson } from '../keys/envelope.ts'
import { moveKeyring, newMoveCode } from '../keys/move-code.ts'
import { Member } from './identity.ts'
import type { LocalStore } from './local.ts'

/** A link is good for so long, ms: by the clock of the device that opens it, since no server knows of it. */
export const MOVE_WITHIN_MS = 15 * 60_000
const CONTEXT = 'move'
const SALT_BYTES = 16
const Moved = z.object({ member: Member, until: Instant })

/**
 * Carries this device into another browser on the same phone: an app on the home screen starts with empty storage. The link has all
 * of it behind its `#`, which reaches no server, sealed under a code that is not in it. It is the same device in two places: nothing
 * is ended, and pushes go to whichever turned them on last. Null where there is no space here.
 */
export const makeMove = async (store: LocalStore, url: string, now: number): Promise<{ link: string; code: string } | null> => {
  const member = await store.changeIdentity(current => current)
  if (member?.kind !== 'member' || member.endedBy) return null
  const code = newMoveCode()
  const salt = randomBytes(SALT_BYTES)
  const sealed = sealJson(sealing, moveKeyring(code, salt), CONTEXT, { member, until: now + MOVE_WITHIN_MS })
  return { link: `${url}/settings#move.${toBase64url(salt)}.${sealed}`, code }
}

export type TakenMove = 'moved' | 'no-link' | 'wrong-code' | 'too-late' | 'space-exists'

const LINK = /#?move\.([\w-]+)\.([\w-]+)$/
const packed = (pasted: string): string => pasted.replace(/\s+/g, '')

/** Whether that looks like a whole move link; mail and messages may have broken it into lines. */
export const isMoveLink = (pasted: string): boolean => LINK.test(packed(pasted))

/** Becomes the device of a pasted link. Nothing that is here already is ever replaced. */
export const takeMove = async (store: LocalStore, pasted: string, code: string, now: number): Promise<TakenMove> => {
  const [, salt = '', sealed = ''] = LINK.exec(packed(pasted)) ?? []
  const saltBytes = fromBase64url(salt)
  if (saltBytes?.length !== SALT_BYTES) return 'no-link'
  const opened = openJson(sealing, moveKeyring(code, saltBytes), CONTEXT, sealed, Moved)
  if (!opened.ok) return 'wrong-code'
  const { member, until } = opened.value
  if (now > until) return 'too-late'
  const kept = await store.changeIdentity(current => current ?? member)
  return kept?.kind === 'member' && kept.deviceId === member.deviceId ? 'moved' : 'space-exists'
}
