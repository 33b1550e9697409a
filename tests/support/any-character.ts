import fc from 'fast-check'

/** Half surrogates begin here, U+D800, and are so many. */
const HALVES_AT = 0xd800
const HALVES = 0x800

/** Any character of Unicode, the unassigned too, but no half of one: what fast-check's own `binary` needs a second to prepare. */
export const anyCharacter = fc.nat({ max: 0x10ffff - HALVES }).map(at => String.fromCodePoint(at < HALVES_AT ? at : at + HALVES))
