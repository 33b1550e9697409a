/** More would not fit on a key. */
const MOST_EMOJI = 3

/** Emoji, and signs like ★: few, and nothing else. */
export const isEmojiText = (text: string): boolean => {
  const signs = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment)
  return (
    signs.length <= MOST_EMOJI &&
    signs.every(sign => /^[\p{Extended_Pictographic}\p{Regional_Indicator}\p{S}]|\u20e3/u.test(sign))
  )
}
