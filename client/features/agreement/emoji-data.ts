import type { EmojiData } from 'frimousse'

type Entries = readonly (readonly [emoji: string, name: string, group: number, words: string, skins?: readonly string[]])[]

/** The groups of Unicode, by number; what only goes with others has none. */
export const emojiGroups = [
  { index: 0, key: 'smileys' },
  { index: 1, key: 'people' },
  { index: 3, key: 'nature' },
  { index: 4, key: 'food' },
  { index: 5, key: 'places' },
  { index: 6, key: 'activities' },
  { index: 7, key: 'objects' },
  { index: 8, key: 'symbols' },
  { index: 9, key: 'flags' },
] as const

export interface EmojiNames {
  groups: EmojiData['categories']
  tones: EmojiData['skinTones']
}

/** What the picker takes. */
export const pickerData = (locale: string, entries: Entries, { groups, tones }: EmojiNames): EmojiData => ({
  locale,
  categories: groups,
  skinTones: tones,
  emojis: entries.map(([emoji, name, category, words, skins]) => ({
    emoji,
    category,
    label: name,
    // What is newer than both phones was left out when the list was made.
    version: 0,
    tags: words.split(' '),
    skins: skins && skinsOf(skins),
  })),
})

const skinsOf = ([light = '', mediumLight = '', medium = '', mediumDark = '', dark = '']: readonly string[]) => ({
  light,
  'medium-light': mediumLight,
  medium,
  'medium-dark': mediumDark,
  dark,
})
