/**
 * Letters stand one below the other, or two become one, with one of these between them. Alone, or between letters of another script,
 * they draw nothing. By script: the stacker, and the letters and marks that Unicode 14 has there. Parts of regular expressions, flag `u`.
 */
const BY_SCRIPT: readonly (readonly [stacker: string, letters: string])[] = [
  // Myanmar, Khmer, Tai Tham, Tifinagh, Meetei Mayek.
  [String.raw`\u1039`, String.raw`\u1000-\u1038\u103a-\u109f\uaa60-\uaa7f`],
  [String.raw`\u17d2`, String.raw`\u1780-\u17b3\u17b6-\u17d1\u17d3-\u17dd`],
  [String.raw`\u1a60`, String.raw`\u1a20-\u1a5e\u1a61-\u1a7c`],
  [String.raw`\u2d7f`, String.raw`\u2d30-\u2d67\u2d6f`],
  [String.raw`\uaaf6`, String.raw`\uaae0-\uaaf5\uabc0-\uabea\uabec\uabed`],
  // Kharoshthi, Brahmi, Chakma, Tulu-Tigalari (Unicode 16), Dives Akuru, Zanabazar Square, Soyombo, Masaram Gondi, Gunjala Gondi, Kawi (15).
  [
    String.raw`\u{10a3f}`,
    String.raw`\u{10a00}-\u{10a03}\u{10a05}\u{10a06}\u{10a0c}-\u{10a13}\u{10a15}-\u{10a17}\u{10a19}-\u{10a35}\u{10a38}-\u{10a3a}`,
  ],
  [String.raw`\u{1107f}`, String.raw`\u{11000}-\u{11046}\u{11066}-\u{11075}`],
  [String.raw`\u{11133}`, String.raw`\u{11100}-\u{11132}\u{11134}\u{11144}-\u{11147}`],
  [String.raw`\u{113d0}`, String.raw`\u{11380}-\u{11389}\u{1138b}\u{1138e}\u{11390}-\u{113b5}\u{113b7}-\u{113c0}`],
  [
    String.raw`\u{1193e}`,
    String.raw`\u{11900}-\u{11906}\u{11909}\u{1190c}-\u{11913}\u{11915}\u{11916}\u{11918}-\u{11935}\u{11937}\u{11938}\u{1193b}-\u{1193d}`,
  ],
  [String.raw`\u{11a47}`, String.raw`\u{11a00}-\u{11a3e}`],
  [String.raw`\u{11a99}`, String.raw`\u{11a50}-\u{11a98}`],
  [
    String.raw`\u{11d45}`,
    String.raw`\u{11d00}-\u{11d06}\u{11d08}\u{11d09}\u{11d0b}-\u{11d36}\u{11d3a}\u{11d3c}\u{11d3d}\u{11d3f}-\u{11d44}`,
  ],
  [
    String.raw`\u{11d97}`,
    String.raw`\u{11d60}-\u{11d65}\u{11d67}\u{11d68}\u{11d6a}-\u{11d8e}\u{11d90}\u{11d91}\u{11d93}-\u{11d96}`,
  ],
  [String.raw`\u{11f42}`, String.raw`\u{11f00}-\u{11f10}\u{11f12}-\u{11f3a}\u{11f3e}-\u{11f41}`],
]

export const STACKER = `[${BY_SCRIPT.map(([stacker]) => stacker).join('')}]`

/** A stacker that is seen: one, between letters of its own script. */
export const SEEN_STACKER = `(?=${STACKER})(?:${BY_SCRIPT.map(([stacker, letters]) => `(?<=[${letters}])${stacker}(?=[${letters}])`).join('|')})`
