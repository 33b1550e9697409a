import { plainWords } from '../../shared/plain-words.ts'
import { asDrawn } from './drawn-alike.ts'

/** Skin tones, and the marks that ask for one look of a sign: at a glance these are the same picture. */
const SHADES = /[\u{1f3fb}-\u{1f3ff}\ufe0e\ufe0f]/gu

/**
 * What is left of a text once case, width, spaces, what cannot be seen and the alphabet of letters that are drawn the same are set
 * aside. Empty when nothing can be seen.
 */
export const foldText = (text: string): string => asDrawn(plainWords(text.normalize('NFKC')))

const LETTERS = /[\p{L}\p{N}]\p{M}*/gu

/** What is said of a text: its letters and digits, with the marks on them. Where it has none, all that is left of it by `foldText`. */
export const foldWord = (text: string): string => {
  const folded = foldText(text).replace(SHADES, '')
  return folded.match(LETTERS)?.join('') ?? folded
}

export const foldEmoji = (text: string): string => plainWords(text).replace(SHADES, '').replaceAll(' ', '')

/** Whether two texts say the same, whatever stands between their letters. Two that say nothing do not. */
export const isSameText = (one: string, other: string): boolean => isSame(foldWord(one), foldWord(other))

export const isSameEmoji = (one: string, other: string): boolean => isSame(foldEmoji(one), foldEmoji(other))

const isSame = (one: string, other: string): boolean => one !== '' && one === other
