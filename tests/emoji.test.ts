import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Agreement } from '../client/documents/agreement.ts'
import { fieldLimits } from '../client/documents/agreement-view.ts'
import { isSameEmoji } from '../client/documents/alike.ts'
import { isEmojiText } from '../client/documents/emoji-text.ts'
import { emojiGroups, pickerData } from '../client/features/agreement/emoji-data.ts'
import { library } from '../client/i18n/en/library.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { emojiOffered } from '../scripts/emoji-data.ts'
import { plainWords } from '../shared/plain-words.ts'

const offered = emojiOffered('en')
const every = offered.flatMap(([emoji, , , , skins]) => [emoji, ...(skins ?? [])])

/** Those that a signal could not carry as they are chosen. */
const unfit = (emoji: readonly string[]) =>
  emoji.filter(one => !isEmojiText(one) || plainWords(one) !== one || one.length > fieldLimits.emoji)

test('[LIB6] every emoji on offer fits a signal as it is and comes through to the partner’s key unchanged', () => {
  expect(offered.length).toBeGreaterThan(1_000)
  expect(new Set(every).size).toBe(every.length)
  expect(unfit(every)).toEqual([])
  expect(unfit(['ok', '🐢🐢🐢🐢', '🐢\u200b'])).toHaveLength(3)
})

test('[LIB6] what a phone of a few years back cannot draw is left out, and the emoji of starters and library are on offer', () => {
  const used = [...starterTexts.signals, ...library.signal].map(({ emoji }) => emoji)
  expect(used.filter(one => !every.some(emoji => isSameEmoji(one, emoji)))).toEqual([])
  // Emoji 14 and 15; the flag of a country; a bare skin tone.
  expect(['🛟', '🫨', '🇩🇪', '🏽'].filter(emoji => every.includes(emoji))).toEqual([])
})

test('[LIB6] the picker’s data has every emoji in a group, words to find it, and its shades', () => {
  const names = {
    groups: emojiGroups.map(({ index, key }) => ({ index, label: key })),
    tones: { light: 'l', 'medium-light': 'ml', medium: 'm', 'medium-dark': 'md', dark: 'd' },
  }
  const { emojis, categories } = pickerData('en', offered, names)
  const groups = new Set(categories.map(({ index }) => index))
  expect(emojis.filter(({ category }) => !groups.has(category))).toEqual([])
  const found = (word: string) => emojis.filter(({ label, tags }) => [label, ...tags].some(text => text.includes(word)))
  expect(found('turtle').map(({ emoji }) => emoji)).toContain('🐢')
  expect(found('umbrella').map(({ emoji }) => emoji)).toContain('☔️')
  expect(emojis.find(({ emoji }) => emoji === '👋')?.skins).toMatchObject({ light: '👋🏻', dark: '👋🏿' })
})

test('[LIB7] a chosen emoji takes the place of what stood there, as one step that undo takes back', () => {
  using agreement = new Agreement(new Y.Doc())
  const id = agreement.addClause('signal', null, { word: 'Owl', emoji: '🦉🌙' })
  const text = agreement.textOf(id, 'emoji')
  const emoji = () => agreement.snapshot().signals[0]?.texts.emoji
  const choose = (chosen: string) => agreement.byHand(() => agreement.setWords(id, { emoji: chosen }))
  choose('🐢')
  expect(emoji()).toBe('🐢')
  expect(agreement.textOf(id, 'emoji'), 'an editor stays bound').toBe(text)
  choose('⚓')
  agreement.undo()
  expect(emoji()).toBe('🐢')
  agreement.undo()
  expect(emoji()).toBe('🦉🌙')
  agreement.redo()
  expect(emoji()).toBe('🐢')
  agreement.byHand(() => agreement.setWords('nowhere', { emoji: '🐢', word: 'x' }))
  expect(emoji()).toBe('🐢')
})
