import type { SignalView } from '../../client/sync/session.ts'
import type { EventId } from '../../shared/ids.ts'

/** An evening, ms since the epoch. */
export const T0 = Date.UTC(2026, 2, 3, 20, 0, 0)

/** A short name in the place of an id. */
export const id = (name: string): EventId => name as EventId
/** An own signal that was just sent; `more` changes it. */
export const signal = (more: Partial<SignalView>): SignalView => ({
  id: id('one'),
  mine: true,
  content: { clauseId: '', word: 'Lighthouse', emoji: '', gesture: '', meaning: '', helps: '', from: 'Mei' },
  pressedAt: T0,
  state: 'sent',
  sentAt: T0,
  reached: null,
  answer: null,
  takenBack: null,
  earlier: false,
  receiptSent: false,
  ...more,
})

/** One of the partner’s. */
export const theirs = (name: string, more: Partial<SignalView> = {}) => signal({ id: id(name), mine: false, ...more })
/** An answer, given at once. */
export const answer = { text: 'Here.', at: T0, pressedAt: T0, from: 'Jonas' }
/** Taken back at once, after it had arrived. */
export const takenBack = { at: T0, hadReached: true }
/** Nothing was closed, or read. */
export const none = new Set<EventId>()
