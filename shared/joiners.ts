/**
 * Where a joiner (U+200D) or a non-joiner (U+200C) is seen. Anywhere else it draws nothing, and two texts that look the same would
 * be two. Letters are named one by one, by how Unicode 14 joins them. Parts of regular expressions, flag `u`.
 */

/** Arabic, Syriac, N'Ko, Mandaic, Mongolian, Rohingya and Adlam: letters that join on both sides, and what lengthens them. */
const BOTH = String.raw`\u0620\u0626\u0628\u062a-\u062e\u0633-\u0647\u0649\u064a\u066e\u066f\u0678-\u0687\u069a-\u06bf\u06c1\u06c2\u06cc\u06ce\u06d0\u06d1\u06fa-\u06fc\u06ff\u0712-\u0714\u071a-\u071d\u071f-\u0727\u0729\u072b\u072d\u072e\u074e-\u0758\u075c-\u076a\u076d-\u0770\u0772\u0775-\u0777\u077a-\u077f\u07ca-\u07ea\u07fa\u0841-\u0845\u0848\u084a-\u0853\u0855\u0860\u0862-\u0865\u0868\u0883-\u0886\u0889-\u088d\u08a0-\u08a9\u08af\u08b0\u08b3-\u08b8\u08ba-\u08c8\u1807\u180a\u1820-\u1878\u1887-\u18a8\u18aa\u{10d01}-\u{10d21}\u{10d23}\u{1e900}-\u{1e943}`
/** Those that join only what came before them. */
const BEFORE = String.raw`\u0622-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0673\u0675-\u0677\u0688-\u0699\u06c0\u06c3-\u06cb\u06cd\u06cf\u06d2\u06d3\u06d5\u06ee\u06ef\u0710\u0715-\u0719\u071e\u0728\u072a\u072c\u072f\u074d\u0759-\u075b\u076b\u076c\u0771\u0773\u0774\u0778\u0779\u0840\u0846\u0847\u0849\u0854\u0856-\u0858\u0867\u0869\u086a\u0870-\u0882\u088e\u08aa-\u08ac\u08ae\u08b1\u08b2\u08b9\u{10d22}`
/** And those that join only what comes after them. */
const AFTER = String.raw`\u{10d00}`
const ONE = String.raw`[\u200c\u200d]`
/** Marks do not come between two letters that join. */
const JOINS_ON = String.raw`[${BOTH}${AFTER}]\p{M}*`
const JOINED = String.raw`\p{M}*[${BOTH}${BEFORE}]`
const CURSIVE = [
  // Two that would join, and do not.
  String.raw`(?<=${JOINS_ON})\u200c(?=${JOINED})`,
  // One that is drawn as if it joined, though there is nothing that it joins.
  String.raw`(?<=${JOINS_ON})\u200d(?!${JOINED}|\p{M}*${ONE})`,
  String.raw`(?<!(?:[${BOTH}${AFTER}]|${ONE})\p{M}*)\u200d(?=${JOINED})`,
]

/** Consonants of Devanagari, Bengali, Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada, Malayalam and Sinhala, with a dot or without. */
const CONSONANT = String.raw`[\u0915-\u0939\u0958-\u095f\u0978-\u097f\u0995-\u09a8\u09aa-\u09b0\u09b2\u09b6-\u09b9\u09dc\u09dd\u09df\u09f0\u09f1\u0a15-\u0a28\u0a2a-\u0a30\u0a32\u0a33\u0a35\u0a36\u0a38\u0a39\u0a59-\u0a5c\u0a5e\u0a95-\u0aa8\u0aaa-\u0ab0\u0ab2\u0ab3\u0ab5-\u0ab9\u0af9\u0b15-\u0b28\u0b2a-\u0b30\u0b32\u0b33\u0b35-\u0b39\u0b5c\u0b5d\u0b5f\u0b71\u0b95\u0b99\u0b9a\u0b9c\u0b9e\u0b9f\u0ba3\u0ba4\u0ba8-\u0baa\u0bae-\u0bb9\u0c15-\u0c28\u0c2a-\u0c39\u0c58-\u0c5a\u0c95-\u0ca8\u0caa-\u0cb3\u0cb5-\u0cb9\u0cde\u0d15-\u0d3a\u0d9a-\u0db1\u0db3-\u0dbb\u0dbd\u0dc0-\u0dc6]`
const DOTTED = String.raw`${CONSONANT}[\u093c\u09bc\u0a3c\u0abc\u0b3c\u0c3c\u0cbc]?`
/** What takes the vowel from a consonant, which then may be drawn as half of one, or become one with the next. */
const VIRAMA = String.raw`[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca]`
const TAMIL_VIRAMA = String.raw`\u0bcd`
const INDIC = [
  String.raw`(?<=${DOTTED}${VIRAMA})\u200c(?=${CONSONANT})`,
  // At the end of a word, too: half a consonant, or one of Malayalam's that stand alone.
  String.raw`(?<=${DOTTED}${VIRAMA})(?<!${TAMIL_VIRAMA})\u200d(?!\p{M}|${ONE})`,
  String.raw`(?<=${DOTTED})\u200d(?=${VIRAMA}${CONSONANT})`,
  // Bengali ra before ya, as many keyboards write it.
  String.raw`(?<=\u09b0)\u200c(?=\u09cd\u09af)`,
]

/** Scripts of the same make that few write on phones: after a virama, before a letter. */
const OTHERS = String.raw`(?<=[\u1b44\u1baa\ua8c4\ua9c0\u{11046}\u{11070}\u{110b9}\u{11134}\u{111c0}\u{11235}\u{112ea}\u{1134d}\u{11442}\u{114c2}\u{115bf}\u{1163f}\u{116b6}\u{1172b}\u{11839}\u{1193d}\u{119e0}\u{11a34}\u{11c3f}\u{11d44}])${ONE}(?!\p{M})(?=[\u1b05-\u1b4b\u1b83-\u1baf\ua882-\ua8b3\ua984-\ua9b2\u{11000}-\u{11fff}])`
/** Khmer: keeps a shifter from going below its consonant. */
const KHMER = String.raw`(?<=[\u17c9\u17ca])\u200c(?=[\u17b6-\u17c6])`

/** A joiner that is seen. What stands around one is looked at only where there is one. */
export const SEEN_JOINER = `(?=${ONE})(?:${[...CURSIVE, ...INDIC, OTHERS, KHMER].join('|')})`

/** Scripts in which people type joiners where they change nothing, as between the parts of a Persian word: no eye tells them from none. */
const SCRIPTS = String.raw`[\u0600-\u07ff\u0840-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18aa\ua840-\ua87f\ua8e0-\ua8ff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\u{11000}-\u{11fff}\u{1e900}-\u{1e95f}]`
export const IDLE_JOINER = `(?=${ONE})(?<=${SCRIPTS})(?!${SEEN_JOINER})${ONE}(?=${SCRIPTS})`
