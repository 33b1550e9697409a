import * as Y from 'yjs'
import { type PauseMinutes, soundPause } from './agreement-view.ts'
import { type ChangedWords, readChangedWords } from './clause-change.ts'

/** The minutes in digits. */
export const minutesWords = ({ shortest, usual, longest }: PauseMinutes): ChangedWords => ({
  shortest: `${shortest}`,
  usual: `${usual}`,
  longest: `${longest}`,
})

/** What a text of a clause said before a change, by its field. Only while that is told: later what was taken out is gone. */
export const textBefore = (field: unknown, event: Y.YTextEvent): ChangedWords => {
  const items = Y.getTypeChildren(event.target).filter(item => !event.adds(item) && (!item.deleted || event.deletes(item)))
  const words = items.map(({ content }) => (content instanceof Y.ContentString ? content.str : '')).join('')
  return readChangedWords({ [String(field)]: words }) ?? {}
}

/** Of the minutes that a change set, what they were before it. */
export const minutesBefore = (pause: Y.Map<unknown>, { keys }: Y.YMapEvent<unknown>): ChangedWords => {
  const before = (field: string): unknown => (keys.has(field) ? keys.get(field)?.oldValue : pause.get(field))
  const words = minutesWords(soundPause({ shortest: before('shortest'), usual: before('usual'), longest: before('longest') }))
  return Object.fromEntries(Object.entries(words).filter(([field]) => keys.has(field)))
}
