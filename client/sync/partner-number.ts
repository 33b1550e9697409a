import { z } from 'zod/mini'
import { context } from '../../shared/envelope.ts'
import { openJson, sealJson } from '../keys/envelope.ts'
import type { Session } from './session.ts'
import { documentAccess } from './session-keys.ts'

/**
 * The partner's phone number rests in this device's own storage, sealed with the key that only this person's devices hold. Not in a
 * shared document, since it is nobody's agreement; not with the server, since it is needed when that cannot be reached. Each device
 * asks for it once.
 */
const KEY = 'partner-number'
const Kept = z.object({ number: z.string().check(z.regex(/^\+?\d{3,20}$/)) })

/** Contact lists put these around a number, to keep it from turning round. */
const DIRECTIONS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
/** "+49 (0) 170": the zero is for calls from within that country, and not dialled after its code. */
const TRUNK_ZERO = /^((?:\+|00)[\s\d.-]{1,6})\(\s*0\s*\)/

/** A number as a phone dials it, of what a person typed or pasted; null when it is none. */
export const plainNumber = (typed: string): string | null => {
  const shown = typed.replace(DIRECTIONS, '').trim()
  const bare = shown.replace(TRUNK_ZERO, '$1').replace(/[\s().\u2010-\u2015/-]/g, '')
  return Kept.safeParse({ number: bare }).success ? bare : null
}

/** Null when none is kept, or when it cannot be opened here. */
export const readPartnerNumber = async (session: Session): Promise<string | null> => {
  const [sealed, access] = [await session.readLocal<unknown>(KEY), documentAccess(session)]
  if (!access || typeof sealed !== 'string') return null
  const { sealing, personalKeyring, spaceId } = access
  const opened = openJson(sealing, personalKeyring, context.local(spaceId, KEY), sealed, Kept)
  return opened.ok ? opened.value.number : null
}

/** Null forgets it. */
export const keepPartnerNumber = async (session: Session, number: string | null): Promise<void> => {
  const access = documentAccess(session)
  if (!access) return
  const { sealing, personalKeyring, spaceId } = access
  const sealed = number === null ? null : sealJson(sealing, personalKeyring, context.local(spaceId, KEY), { number })
  await session.writeLocal(KEY, sealed)
}

export const callLink = (number: string): string => `tel:${number}`
/** With the agreed word in it; both kinds of phone read `?&body=`. */
export const textLink = (number: string, word: string): string => `sms:${number}?&body=${encodeURIComponent(word)}`
