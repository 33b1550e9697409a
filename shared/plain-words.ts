/** Turn the direction of what stands around them, break lines, or cannot be seen at all: nothing of a name or a word is lost with them. */
const UNSEEN =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\p{Cs}/gu
const BREAKS = /[\p{Cc}\u2028\u2029\s]+/gu
/** Four accents on a letter, and eight marks of any script: Burmese has six, Tibetan seven. More run over the lines above and below. */
const PILED_ACCENTS = /([\u0300-\u036f]{4})[\u0300-\u036f]+/g
const PILED = /(\p{M}{8})\p{M}+/gu
export const withoutPiles = (text: string): string => text.replace(PILED_ACCENTS, '$1').replace(PILED, '$1')

/** In place of words of which nothing can be seen. */
export const NOTHING_SEEN = '…'
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u

/**
 * A name or words of the couple as screens show them, on one line: without control characters, marks of direction and characters
 * that draw nothing. Joiners stay (emoji, Persian). Empty when nothing of it could be seen.
 */
export const plainWords = (text: string): string => {
  const shown = withoutPiles(text.replace(UNSEEN, '').replace(BREAKS, ' ')).trim()
  return SEEN.test(shown.replaceAll('\u2800', '')) ? shown : ''
}
