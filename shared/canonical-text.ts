/**
 * The one form of a text that is signed. Two phones with browsers of different age must come to the same bytes, so that most of
 * it names characters one by one, and not by properties of Unicode that grow with every release.
 */

/** Breaks a line, or is as wide and empty as a space. */
const BLANK = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000\u{1d159}]+/gu

/** Draws nothing, turns what stands beside it, or means something else on every phone. Never kept. */
const NEVER = new RegExp(
  `[${[
    // Controls, fillers, joiners of lines, signs of direction and of shape.
    String.raw`\0-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f`,
    String.raw`\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164`,
    String.raw`\ufe00-\ufe0d\ufeff\uffa0\ufff0-\uffff\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}`,
    // No characters, or each maker's own.
    String.raw`\ue000-\uf8ff\ufdd0-\ufdef\u{e0000}-\u{e001f}\u{e0080}-\u{10ffff}`,
    ...Array.from(
      { length: 13 },
      (_, plane) => String.raw`\u{${(plane + 1).toString(16)}fffe}\u{${(plane + 1).toString(16)}ffff}`,
    ),
  ].join('')}]`,
  'gu',
)
/** In the range of `NEVER` and seen all the same: what stands for half a character. */
const REPLACEMENT = '\ufffd'

/** Characters that are drawn as emoji, or can be. */
const PICTURE = `[${
  String.raw`\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf\u23e9-\u23f3` +
  String.raw`\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2604\u260e\u2611\u2614\u2615\u2618` +
  String.raw`\u261d\u2620\u2622\u2623\u2626\u262a\u262e\u262f\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660` +
  String.raw`\u2663\u2665\u2666\u2668\u267b\u267e\u267f\u2692-\u2697\u2699\u269b\u269c\u26a0\u26a1\u26a7\u26aa` +
  String.raw`\u26ab\u26b0\u26b1\u26bd\u26be\u26c4\u26c5\u26c8\u26ce\u26cf\u26d1\u26d3\u26d4\u26e9\u26ea` +
  String.raw`\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702\u2705\u2708-\u270d\u270f\u2712\u2714\u2716\u271d\u2721\u2728` +
  String.raw`\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27a1\u27b0\u27bf` +
  String.raw`\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299`
}${String.raw`\u{1f000}-\u{1f1e5}\u{1f200}-\u{1f3fa}\u{1f400}-\u{1faff}`}]`
const ONE_EMOJI = String.raw`${PICTURE}[\ufe0e\ufe0f]?[\u{1f3fb}-\u{1f3ff}]?`
/** England, Scotland, Wales: the flags that are spelled with tags. */
const FLAG = String.raw`\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`
const KEYCAP = String.raw`[0-9#*]\ufe0f?\u20e3`
/** Letters of scripts in which a joiner changes how its neighbours are drawn. */
const JOINING = String.raw`[\u0600-\u07ff\u0840-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18aa\ua840-\ua87f\ua8e0-\ua8ff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\u{11000}-\u{11fff}\u{1e900}-\u{1e95f}]`
/** Joiners, variation selectors and tags: kept where they are part of an emoji or of such a script, and nowhere else. */
const PLACED = new RegExp(
  String.raw`(${FLAG}|${KEYCAP}|${ONE_EMOJI}(?:\u200d${ONE_EMOJI})*|(?<=${JOINING})[\u200c\u200d](?=${JOINING}))|[\u200c\u200d\ufe0e\ufe0f\u{e0020}-\u{e007f}]`,
  'gu',
)
/** More marks on one letter than any language needs run over the lines above and below. */
const PILED = /(\p{M}{4})\p{M}+/gu
/** Nothing but marks without a letter, spaces and signs of format. */
const NOTHING = /^[\p{M}\p{Z}\p{Cf}]*$/u

/** The form that is signed, of at most so many UTF-16 units. Canonical of canonical is the same. */
export const canonicalOf = (text: string, most: number): string => tidy(cut(tidy(text), most))

/** As it is seen: without what no eye can tell apart. Where `canonicalOf` differs from this, something unseen is in it, or too much. */
export const seenOf = (text: string): string => text.replace(BLANK, ' ').normalize('NFC').trim()

/**
 * A text of the draft without what the signed form leaves out because no eye sees it; spaces and line ends stay as they are.
 * `canonicalOf` takes nothing more out of it, as far as it is not too long.
 */
export const withoutUnseen = (text: string): string => {
  const plain = withoutNever(text)
    .replace(PLACED, (_, kept: string | undefined) => kept ?? '')
    .normalize('NFC')
    .replace(PILED, '$1')
  const shown = plain.replace(BLANK, ' ').trim()
  if (shown !== '' && NOTHING.test(shown)) return ''
  return plain === text ? plain : withoutUnseen(plain)
}

/** A part of a text, as it is typed: without what has no place anywhere. A joiner may come before the letter that it joins. */
export const withoutNever = (part: string): string => part.replace(NEVER, one => (one === REPLACEMENT ? one : ''))

const tidy = (text: string): string => {
  const plain = withoutNever(text.toWellFormed().replace(BLANK, ' '))
    .replace(PLACED, (_, kept: string | undefined) => kept ?? '')
    .normalize('NFC')
    .replace(PILED, '$1')
    .replace(/ {2,}/g, ' ')
    .trim()
  return NOTHING.test(plain) ? '' : plain
}

/** Never half of a character. */
const cut = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, '')
