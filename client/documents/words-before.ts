import * as Y from 'yjs'
import { type PauseMinutes, soundPause } from './agreement-view.ts'
import { type ChangedWords, readChangedWords } from './clause-change.ts'

/** The minutes in digits. */
export const minutesWords = ({ shortest, usual, longest }: PauseMinutes): ChangedWords => ({
  shortest: `${shortest}`,
  usual: `${usual}`,
  longest: `${longest}`,
})

/** What the texts of a clause said before a change, by field, but for those `known`. Only while that is told: later what was taken out is gone. */
export const textsBefore = (events: readonly Y.YTextEvent[], known: ChangedWords): ChangedWords =>
  readChangedWords(
    Object.fromEntries(
      events.flatMap(event => {
        const field = String(event.path[1])
        return field in known ? [] : [[field, textBefore(event)]]
      }),
    ),
  ) ?? {}

const textBefore = (event: Y.YTextEvent): string =>
  Y.getTypeChildren(event.target)
    .filter(item => !event.adds(item) && (!item.deleted || event.deletes(item)))
    .map(({ content }) => (content instanceof Y.ContentString ? content.str : ''))
    .join('')

/** Of the minutes that a change set, what they were before it. */
export const minutesBefore = (pause: Y.Map<unknown>, { keys }: Y.YMapEvent<unknown>): ChangedWords => {
  const before = (field: string): unknown => (keys.has(field) ? keys.get(field)?.oldValue : pause.get(field))
  const words = minutesWords(soundPause({ shortest: before('shortest'), usual: before('usual'), longest: before('longest') }))
  return Object.fromEntries(Object.entries(words).filter(([field]) => keys.has(field)))
}
