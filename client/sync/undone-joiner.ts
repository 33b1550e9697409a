import type { StoredEvent } from '../../shared/events.ts'
import type { EventId, Instant } from '../../shared/ids.ts'
import type { Facts } from '../../shared/signal.ts'
import type { Folded } from './space-log.ts'

/** The creator undid the joiner: seat b is free again. */
export const isSeatLeft = (event: StoredEvent): boolean => event.kind === 'pause-due' && event.step.kind === 'seat-left'

/**
 * What is left of a log once its joiner was undone: nothing of theirs, since whoever comes next has their seat and not their
 * deeds. Pauses, drills and what was said in them were with them, and go whole. Of the creator's, presses that they did not answer
 * stay, as not shown to anybody yet; so does what the creator signed and asked.
 */
export const withoutJoiner = (folded: Folded, at: Instant): Folded => ({
  ...folded,
  joinerLeftAt: at,
  facts: new Map([...folded.facts].flatMap(ofCreator)),
  reunion: null,
  phrases: [],
  history: [],
  takenBackAt: null,
  askedAgain: [],
  agreement: folded.agreement.filter(({ seat }) => seat === 'a'),
  drill: [],
})

const ofCreator = ([id, facts]: [EventId, Facts]): [EventId, Facts][] => {
  const { shown, answers } = facts
  const stays = shown?.seat === 'a' && (shown.kind === 'signal' || shown.kind === 'repair') && !answers.b
  return stays ? [[id, { ...facts, received: {} }]] : []
}
