import { EMOJI_SEQUENCE, IDLE_SELECTOR } from './emoji-sequences.ts'
import { IDLE_JOINER, SEEN_JOINER } from './joiners.ts'
import { withoutPiles } from './plain-words.ts'
import { SEEN_STACKER, STACKER } from './stackers.ts'

/**
 * The one form of a text that is signed. Two phones with browsers of different age must come to the same bytes, so that most of
 * it names characters one by one, and not by properties of Unicode that grow with every release.
 */

/** Breaks a line, or is as wide and empty as a space. U+1680 is drawn as a stroke: a character like others. */
const BLANKS = String.raw`[\t-\r \u0085\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000]+`
const BLANK = new RegExp(BLANKS, 'gu')
const BLANKS_FIRST = new RegExp(`^${BLANKS}`, 'u')
const BLANKS_LAST = new RegExp(`${BLANKS}$`, 'u')
/** What people type between words, in the draft. More of it, or other blanks, would make it look unlike what is signed. */
const MOST_BLANKS = 3
const PLAIN_BLANK = new RegExp(String.raw`^[ \u00a0\u3000]{1,${MOST_BLANKS}}$`)

/** Draws nothing, turns what stands beside it, or means something else on every phone. Never kept. */
const NEVER = new RegExp(
  `[${[
    // Controls, fillers, joiners of lines, signs of direction and of shape.
    String.raw`\0-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f`,
    String.raw`\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164`,
    String.raw`\ufe00-\ufe0d\ufeff\uffa0\ufff0-\uffff\u{13430}-\u{13440}\u{16fe4}\u{1bc9d}\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}`,
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

/** Joiners, selectors, tags and the frame of a keycap: kept where they are part of an emoji or change a letter, and nowhere else. */
const PLACED = new RegExp(
  String.raw`(${EMOJI_SEQUENCE}|${SEEN_JOINER}|${SEEN_STACKER})|[\u200c\u200d\u20e3\ufe0e\ufe0f\u{e0020}-\u{e007f}]|${STACKER}`,
  'gu',
)
const IDLE = new RegExp(`${IDLE_SELECTOR}|${IDLE_JOINER}`, 'gu')
/** Nothing but marks without a letter, spaces and signs of format. */
const NOTHING = /^[\p{M} \p{Cf}]*$/u

/** The form that is signed, of at most so many UTF-16 units. Canonical of canonical is the same. */
export const canonicalOf = (text: string, most: number): string => tidy(cut(tidy(text), most))

/** As it is seen: without what no eye can tell apart. Where `canonicalOf` differs from this, something unseen is in it, or too much. */
export const seenOf = (text: string): string => trim(alike(text).normalize('NFC'))

/** Whether its blanks look as they would once it is signed: no line ends nor tabs, no wide gaps. A little more than one space is no matter. */
export const isPlainlySpaced = (text: string): boolean => {
  const seen = text.replace(IDLE, '')
  return withPlainBlanks(seen) === seen
}

/** Each line end, tab and wide gap becomes one space. */
const withPlainBlanks = (text: string): string => text.replace(BLANK, run => (PLAIN_BLANK.test(run) ? run : ' '))

/** What may come of blanks that are typed between `before` and `after`: no wide gap. */
export const blanksBetween = (before: string, typed: string, after: string): string => {
  const plain = withPlainBlanks(typed)
  const tooMany = (blanks: number, beside: number) => Math.max(0, blanks - Math.max(0, MOST_BLANKS - beside))
  const [left, right] = [lengthOf(BLANKS_LAST, before), lengthOf(BLANKS_FIRST, after)]
  const [first, last] = [lengthOf(BLANKS_FIRST, plain), lengthOf(BLANKS_LAST, plain)]
  if (first === plain.length) return plain.slice(tooMany(first, left + right))
  return plain.slice(tooMany(first, left), plain.length - tooMany(last, right))
}

const lengthOf = (part: RegExp, text: string): number => part.exec(text)?.[0].length ?? 0

/**
 * A text of the draft without what the signed form leaves out because no eye sees it, and plainly spaced (`isPlainlySpaced`).
 * `canonicalOf` takes nothing more out of it, as far as it is not too long.
 */
export const withoutUnseen = (text: string): string => {
  const kept = withoutPiles(
    withoutNever(text)
      .replace(PLACED, (_, one: string | undefined) => one ?? '')
      .normalize('NFC'),
  )
  const plain = isPlainlySpaced(kept) ? kept : withPlainBlanks(kept.replace(IDLE, ''))
  const shown = trim(plain.replace(BLANK, ' '))
  if (shown !== '' && NOTHING.test(shown)) return ''
  return plain === text ? plain : withoutUnseen(plain)
}

/** A part of a text, as it is typed: without what has no place anywhere. A joiner may come before the letter that it joins. */
export const withoutNever = (part: string): string => part.replace(NEVER, one => (one === REPLACEMENT ? one : ''))

/** What looks the same is the same: blanks, a picture with or without a selector that asks for one, and a joiner that changes nothing. */
const alike = (text: string): string => text.replace(BLANK, ' ').replace(IDLE, '')

const tidy = (text: string): string => {
  const plain = trim(
    withoutPiles(
      withoutNever(alike(text.toWellFormed()))
        .replace(PLACED, (_, kept: string | undefined) => kept ?? '')
        .normalize('NFC'),
    ).replace(/ {2,}/g, ' '),
  )
  return NOTHING.test(plain) ? '' : plain
}

/** Of what `alike` left. The engine's own would take drawn blanks too. */
const trim = (text: string): string => text.replace(/^ +| +$/g, '')

/** Never half of a character. */
const cut = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, '')
