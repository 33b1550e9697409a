import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { v7 } from 'uuid'
import { EventId } from '../../shared/ids.ts'
import { utf8 } from '../keys/bytes.ts'
import type { Member } from './identity.ts'

/** For something a person pressed. */
export const newEventId = (): EventId => EventId.parse(v7())

/**
 * For something that is to be said once, however many tabs, reloads and retries of a device say it: the same facts give the same id (a
 * UUIDv8), and the server keeps the first. It is made with the device's own key, so that nobody else can know it and take it first.
 */
export const sameEventId = ({ device }: Pick<Member, 'device'>, ...facts: string[]): EventId => {
  const bytes = hmac(sha256, utf8(device.sign), utf8(['holdfast event id v1', ...facts].join('\n'))).slice(0, 16)
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return EventId.parse(bytesToHex(bytes).replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'))
}
