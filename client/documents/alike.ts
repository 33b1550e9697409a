import { plainWords } from '../../shared/plain-words.ts'

/** Skin tones, and the marks that ask for one look of a sign: at a glance these are the same picture. */
const SHADES = /[\u{1f3fb}-\u{1f3ff}\ufe0e\ufe0f]/gu

/** Small Greek and Cyrillic letters that, small or capital, are drawn as a Latin one: each stands under the letter that it looks like. */
const DRAWN_AS = [
  [
    'aαа',
    'bβв',
    'cсϲ',
    'dԁ',
    'eεе',
    'hηнһ',
    'iιі',
    'jјϳ',
    'kκк',
    'lӏ',
    'mμм',
    'nν',
    'oοо',
    'pρр',
    'qԛ',
    'sѕ',
    'tτт',
    'wԝ',
    'xχх',
  ],
  ['yυу', 'zζ'],
].flat()
const LATIN = new Map(DRAWN_AS.flatMap(([latin = '', ...others]) => others.map(other => [other, latin] as const)))
const DRAWN_ALIKE = new RegExp(`[${[...LATIN.keys()].join('')}]`, 'gu')

/**
 * What is left of a text once case, width, spaces, what cannot be seen and the script of letters that are drawn the same are set
 * aside. Empty when nothing can be seen.
 */
export const foldText = (text: string): string =>
  // Up and down again: that also joins letters that have two small forms. Taken apart, a letter is found under its accent.
  plainWords(text.normalize('NFKC'))
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(DRAWN_ALIKE, one => LATIN.get(one) ?? one)
    .normalize('NFKC')

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
