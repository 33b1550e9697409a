import { plainWords } from '../../shared/plain-words.ts'

/** Skin tones, and the marks that ask for one look of a sign: at a glance these are the same picture. */
const SHADES = /[\u{1f3fb}-\u{1f3ff}\ufe0e\ufe0f]/gu

/** What is left of a text once case, width, spaces and what cannot be seen are set aside. Empty when nothing can be seen. */
export const foldText = (text: string): string =>
  // Up and down again: that also joins letters that have two small forms.
  plainWords(text.normalize('NFKC')).toUpperCase().toLowerCase().normalize('NFKC')

export const foldEmoji = (text: string): string => plainWords(text).replace(SHADES, '').replaceAll(' ', '')

/** Whether two texts read the same. Two that say nothing do not. */
export const isSameText = (one: string, other: string): boolean => isSame(foldText(one), foldText(other))

export const isSameEmoji = (one: string, other: string): boolean => isSame(foldEmoji(one), foldEmoji(other))

const isSame = (one: string, other: string): boolean => one !== '' && one === other
