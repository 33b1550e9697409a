import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { base64urlnopad } from '@scure/base'
import type { StoredEvent } from '../../shared/events.ts'
import type { EventId, SpaceId } from '../../shared/ids.ts'
import type { PauseState } from '../../shared/pause.ts'
import { PUSH_MESSAGE_BYTES, type PushMessage, WordlessEvent } from '../../shared/push.ts'

/** What a push tells of the log beside its event: the pause that holds now, and what an answer is to. */
interface Beside {
  pause: PauseState
  asked: StoredEvent | null
}

/** What a service worker is sent of an event: bytes of always the same number. */
export const messageOf = (space: SpaceId, event: StoredEvent, { pause, asked }: Beside): Uint8Array => {
  const { id, seq } = event
  const isPause = event.kind === 'pause' || event.kind === 'pause-due'
  const returnAt = pause.kind === 'paused' ? pause.returnAt : null
  const named = { space, id, seq, ...(isPause && { returnAt }), ...(asked && { askedAt: asked.at }) }
  const wordless = WordlessEvent.safeParse(event).data
  return (
    padded({ ...named, event }) ??
    padded({ ...named, ...(wordless && { wordless }) }) ??
    new Uint8Array(PUSH_MESSAGE_BYTES).fill(0x20)
  )
}

/** JSON with blanks behind it; undefined when it does not fit. */
const padded = (message: PushMessage): Uint8Array | undefined => {
  const bytes = utf8ToBytes(JSON.stringify(message))
  if (bytes.length > PUSH_MESSAGE_BYTES) return undefined
  const whole = new Uint8Array(PUSH_MESSAGE_BYTES).fill(0x20)
  whole.set(bytes)
  return whole
}

const TOPIC_BYTES = 24

/**
 * By it a push service lets a repeated message take the place of the first (RFC 8030, 5.4). Each event has its own, and each
 * subscription another for it: it says nothing of the event, and does not show which devices belong together.
 */
export const topicOf = (auth: string, id: EventId): string =>
  base64urlnopad.encode(hmac(sha256, utf8ToBytes(auth), utf8ToBytes(`holdfast topic v1\n${id}`)).subarray(0, TOPIC_BYTES))
