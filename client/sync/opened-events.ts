import type { z } from 'zod/mini'
import { context } from '../../shared/envelope.ts'
import { AnswerContent, PhraseContent, SignalContent, TestContent } from '../../shared/events.ts'
import type { EventId } from '../../shared/ids.ts'
import { openJson, type Sealing } from '../keys/envelope.ts'
import type { Member } from './identity.ts'
import { spaceKeyringOf } from './member-content.ts'

/** What an event holds; null when it cannot be opened with this device's keys. */
type Open<T> = (member: Member, event: { id: EventId; sealed: string }) => T | null

/** What events hold, each opened once: what stayed closed is tried again only when this device's keys may be others. */
export class OpenedEvents {
  readonly signal: Open<SignalContent>
  readonly answer: Open<AnswerContent>
  readonly phrase: Open<PhraseContent>
  readonly repair: Open<PhraseContent>
  readonly test: Open<TestContent>

  constructor(sealing: Sealing) {
    this.signal = opening(sealing, 'signal', SignalContent)
    this.answer = opening(sealing, 'answer', AnswerContent)
    this.phrase = opening(sealing, 'phrase', PhraseContent)
    this.repair = opening(sealing, 'repair', PhraseContent)
    this.test = opening(sealing, 'drill', TestContent)
  }
}

const opening = <T>(
  sealing: Sealing,
  kind: 'signal' | 'answer' | 'phrase' | 'repair' | 'drill',
  schema: z.ZodMiniType<T>,
): Open<T> => {
  const known = new Map<EventId, { content: T | null; member: Member }>()
  return (member, { id, sealed }) => {
    const before = known.get(id)
    if (before && (before.content !== null || before.member === member)) return before.content
    const opened = openJson(sealing, spaceKeyringOf(member), context.event(member.spaceId, kind, id), sealed, schema)
    const content = opened.ok ? opened.value : null
    known.set(id, { content, member })
    return content
  }
}
