import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import type { OutgoingEvent } from '../../shared/events.ts'
import { EventId } from '../../shared/ids.ts'
import type { PauseStep } from '../../shared/pause.ts'

export const newEventId = (): EventId => EventId.parse(v7())
/** Bytes that look sealed: the server cannot tell, and need not. */
export const sealedBytes = (length = 555): string => randomBytes(length).toString('base64url')

export type ShownEvent = Extract<OutgoingEvent, { kind: 'signal' | 'phrase' | 'repair' | 'drill' }>
export const shown = (kind: ShownEvent['kind'] = 'signal', heldMs = 0): ShownEvent => ({
  id: newEventId(),
  kind,
  heldMs,
  sealed: sealedBytes(),
})
/** Near the most that may be sealed. */
export const largest = (): ShownEvent => ({ ...shown(), sealed: sealedBytes(6_100) })
export const about = (kind: 'received' | 'take-back', id: EventId): OutgoingEvent => ({
  id: newEventId(),
  kind,
  heldMs: 0,
  about: id,
})
export const answerTo = (id: EventId): OutgoingEvent => ({
  id: newEventId(),
  kind: 'answer',
  heldMs: 0,
  about: id,
  sealed: sealedBytes(),
})
export const pauseStep = (step: PauseStep, heldMs = 0): OutgoingEvent => ({ id: newEventId(), kind: 'pause', heldMs, step })
export const startPause = (minutes = 25, heldMs = 0): OutgoingEvent => pauseStep({ kind: 'start', minutes }, heldMs)

/** So many numbers, one after the other. */
export const upTo = (count: number, from = 1): number[] => Array.from({ length: count }, (_, i) => i + from)
