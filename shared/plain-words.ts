/** Turn the direction of what stands around them, break lines, or cannot be seen at all: nothing of a name or a word is lost with them. */
const UNSEEN =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\p{Cs}/gu
const BREAKS = /[\p{Cc}\u2028\u2029\s]+/gu
/** More marks on one letter than any language needs run over the lines above and below. */
const PILED = /(\p{M}{4})\p{M}+/gu
/** In place of words of which nothing can be seen. */
export const NOTHING_SEEN = '…'
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u

/**
 * A name or words of the couple as screens show them, on one line: without control characters, marks of direction and characters
 * that draw nothing. Joiners stay (emoji, Persian). Empty when nothing of it could be seen.
 */
export const plainWords = (text: string): string => {
  const shown = text.replace(UNSEEN, '').replace(BREAKS, ' ').replace(PILED, '$1').trim()
  return SEEN.test(shown.replaceAll('\u2800', '')) ? shown : ''
}
