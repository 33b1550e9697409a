/**
 * Small letters of any alphabet that, small or capital, are drawn as a Latin one: each stands under the letter that it looks like. No
 * two letters of one language in use are put under the same, so that its words stay as different as they are.
 */
const EVERYWHERE = [
  // Greek and Cyrillic.
  'aαа bβв cсϲ dԁ eεе hηнһ iιі jјϳ kκк lӏ mμм nν oοо pρр qԛ sѕ tτт wԝ xχх yυу zζ',
  // Latin letters of phonetic script, and small capitals.
  'aɑᴀ bʙ cᴄ dᴅ eᴇꬲ fꜰ gɡɢ hʜ iɩɪı jᴊȷ kᴋĸ lʟǀ mᴍ nɴ oᴏᴑ pᴘ qꞯ rʀ sꜱ tᴛ uᴜ vᴠ wᴡ yʏ zᴢ',
  // Armenian and Coptic.
  'gց hհ jյ nո oօ qզ sտ uս wա',
  'cⲥ hⲏ iⲓ kⲕ mⲙ nⲛ oⲟ pⲣ tⲧ xⲭ yⲩ',
  // Cherokee, and Deseret.
  'aꭺ bᏼ cꮯ dꭰ eꭼ gꮐ hꮋ iꭵ jꭻ kꮶ lꮮ mꮇ pꮲ rꭱ sꮪ tꭲ vꮩ wꮃ yꭹ zꮓ',
  'c𐐽 o𐐬 s𐑈',
  // Lisu.
  'aꓮ bꓐ cꓚ dꓓ eꓰ fꓝ gꓖ hꓧ iꓲ jꓙ kꓗ lꓡ mꓟ nꓠ oꓳ pꓑ rꓣ sꓢ tꓔ uꓴ vꓦ wꓪ xꓫ yꓬ zꓜ',
  // Canadian syllables, and Tifinagh.
  'aᗅ bᗷ dᗪ fᖴ hᕼ jᒍ lᒪ mᗰ pᑭ rᖇ uᑌ vᐯ xᕁ',
  'eⴹ lⵏ oⵔ qⵕ vⴸ xⵝ',
]

/** Letters, small and capital, that are taken for a Latin one only where others of the word are Latin. */
const IN_LATIN_WORDS = [
  'bЬь eҽҼ nп rг vѵѴ wѡѠ yүҮ',
  'nη oσ uυμ vν wω yγ',
  'fք lլ nռ qգ',
  'bᏏꮟ dᏧꮷ gᏳᏻ hᏂꮒ rᏒꮢ sᏕꮥ wᏔꮤ yᎽꮍ dꓒ dᗞ',
  // Hebrew and Arabic are given by number: they would turn the line around.
  'l\u05d5\u05df\u0627\u0661 o\u05e1\u0647\u06be\u06c1\u06d5\u0665 oჿഠဝଠዐ〇 yყ',
  'o०੦૦౦೦൦๐໐၀',
]

/** A table to look letters up in, and what finds them. */
const tableOf = (lines: readonly string[]) => {
  const latin = new Map(
    lines.flatMap(line => line.split(' ')).flatMap(([letter = '', ...others]) => others.map(other => [other, letter] as const)),
  )
  const found = new RegExp(`[${[...latin.keys()].join('')}]`, 'gu')
  return (text: string) => text.replace(found, one => latin.get(one) ?? one)
}
const everywhere = tableOf(EVERYWHERE)
const inLatinWord = tableOf(IN_LATIN_WORDS)

const WORD = /[\p{L}\p{N}\p{M}]+/gu
const HAS_LATIN = /\p{Script=Latin}/u
/** These have a dot, or look as if they had: a second one is drawn over the first. */
const DOT = /(?<=[ij]\p{M}*)\u0307/gu

/** Without case, and with the letters of every alphabet that are drawn as a Latin one made that one. */
export const asDrawn = (text: string): string =>
  everywhere(
    text
      // Taken apart, a letter is found under its accent.
      .normalize('NFKD')
      .replace(WORD, word => (HAS_LATIN.test(word) ? inLatinWord(word) : word))
      // Up and down again: that also joins letters that have two small forms.
      .toUpperCase()
      .toLowerCase()
      .normalize('NFKD'),
  )
    .replace(DOT, '')
    .normalize('NFKC')
