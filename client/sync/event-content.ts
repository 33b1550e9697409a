import { context } from '../../shared/envelope.ts'
import type { AgreementKind, AnswerContent, PhraseContent, SignalContent } from '../../shared/events.ts'
import type { EventId } from '../../shared/ids.ts'
import { type Sealing, sealJson } from '../keys/envelope.ts'
import type { Member } from './identity.ts'
import { spaceKeyringOf } from './member-content.ts'
import { UNREADABLE } from './session.ts'

/** Seals what an event says, bound to that event. */
export const sealContent = (
  sealing: Sealing,
  member: Member,
  kind: 'signal' | 'answer' | 'phrase' | 'drill' | AgreementKind,
  id: EventId,
  content: unknown,
): string => sealJson(sealing, spaceKeyringOf(member), context.event(member.spaceId, kind, id), content)

/** A signal as it will be read: whatever a clause holds, a press must not fail for its length. */
export const signalContent = (content: Omit<SignalContent, 'from'>, from: string): SignalContent => ({
  clauseId: clip(content.clauseId, 64),
  word: clip(content.word.trim() || content.emoji || content.gesture || UNREADABLE, 80),
  emoji: clip(content.emoji, 32),
  gesture: clip(content.gesture, 200),
  meaning: clip(content.meaning, 400),
  helps: clip(content.helps, 400),
  from: clip(from, 80),
})

export const answerContent = (text: string, from: string): AnswerContent => ({
  text: clip(text, 200) || UNREADABLE,
  from: clip(from, 80),
})

export const phraseContent = (text: string, from: string): PhraseContent => ({
  text: clip(text, 400) || UNREADABLE,
  from: clip(from, 80),
})

/** At most so many UTF-16 units, never half of a character. */
export const clip = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')
