/**
 * The emoji that are spelled with more than one character, as the standard lists them (Unicode 17), named one by one: a joiner or
 * a selector anywhere else draws nothing, and two texts that look the same would be two. Parts of regular expressions, flag `u`.
 */

const Z = String.raw`\u200d`
const TONE = String.raw`[\u{1f3fb}-\u{1f3ff}]`
const PERSON = '[🧑👨👩]'
const KIDS = `(?:👦(?:${Z}👦)?|👧(?:${Z}[👦👧])?)`
const ARROW = String.raw`➡\ufe0f`
const LOVE = String.raw`${Z}❤\ufe0f${Z}(?:💋${Z})?`

/** Drawn as signs of text unless a selector asks for a picture. */
const SIGN =
  String.raw`[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u2328\u23cf\u23ed-\u23ef\u23f1\u23f2` +
  String.raw`\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb\u25fc\u2600-\u2604\u260e\u2611\u2618\u261d\u2620` +
  String.raw`\u2622\u2623\u2626\u262a\u262e\u262f\u2638-\u263a\u2640\u2642\u265f\u2660\u2663\u2665\u2666\u2668` +
  String.raw`\u267b\u267e\u2692\u2694-\u2697\u2699\u269b\u269c\u26a0\u26a7\u26b0\u26b1\u26c8\u26cf\u26d1\u26d3` +
  String.raw`\u26e9\u26f0\u26f1\u26f4\u26f7-\u26f9\u2702\u2708\u2709\u270c\u270d\u270f\u2712\u2714\u2716\u271d` +
  String.raw`\u2721\u2733\u2734\u2744\u2747\u2763\u2764\u27a1\u2934\u2935\u2b05-\u2b07\u3030\u303d\u3297\u3299` +
  String.raw`\u{1f170}\u{1f171}\u{1f17e}\u{1f17f}\u{1f202}\u{1f237}\u{1f321}\u{1f324}-\u{1f32c}\u{1f336}\u{1f37d}` +
  String.raw`\u{1f396}\u{1f397}\u{1f399}-\u{1f39b}\u{1f39e}\u{1f39f}\u{1f3cb}-\u{1f3ce}\u{1f3d4}-\u{1f3df}\u{1f3f3}` +
  String.raw`\u{1f3f5}\u{1f3f7}\u{1f43f}\u{1f441}\u{1f4fd}\u{1f549}\u{1f54a}\u{1f56f}\u{1f570}\u{1f573}-\u{1f579}` +
  String.raw`\u{1f587}\u{1f58a}-\u{1f58d}\u{1f590}\u{1f5a5}\u{1f5a8}\u{1f5b1}\u{1f5b2}\u{1f5bc}\u{1f5c2}-\u{1f5c4}` +
  String.raw`\u{1f5d1}-\u{1f5d3}\u{1f5dc}-\u{1f5de}\u{1f5e1}\u{1f5e3}\u{1f5e8}\u{1f5ef}\u{1f5f3}\u{1f5fa}\u{1f6cb}` +
  String.raw`\u{1f6cd}-\u{1f6cf}\u{1f6e0}-\u{1f6e5}\u{1f6e9}\u{1f6f0}\u{1f6f3}]`

const joined = [
  // What somebody does, has or is.
  String.raw`${PERSON}${TONE}?${Z}(?:[⚕⚖✈]\ufe0f|[🌾🍳🍼🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦰-🦳]|[🦯🦼🦽](?:${Z}${ARROW})?)`,
  `🧑${TONE}?${Z}[🎄🩰]`,
  String.raw`[🏃🚶🧎]${TONE}?${Z}(?:[♀♂]\ufe0f(?:${Z}${ARROW})?|${ARROW})`,
  String.raw`(?:[🏄🏊👮👯👰👱👳👷💁💂💆💇🙅-🙇🙋🙍🙎🚣🚴🚵🤦🤵🤷-🤹🤼-🤾🦸🦹🧍🧏🧔🧖-🧝]${TONE}?|[🧞🧟]|[⛹🏋🏌🕵](?:${TONE}|\ufe0f))${Z}[♀♂]\ufe0f`,
  // Two, and families. Where both have the same tone there is one character for most of them.
  `(?:👩${LOVE}[👨👩]|👨${LOVE}👨)`,
  `(?:👩${TONE}${LOVE}[👨👩]|👨${TONE}${LOVE}👨)${TONE}`,
  String.raw`🧑(?<loves>${TONE})${LOVE}🧑(?!\k<loves>)${TONE}`,
  `🧑${Z}🤝${Z}🧑`,
  `🧑${TONE}${Z}🤝${Z}🧑${TONE}`,
  String.raw`(?:👩(?<hers>${TONE})${Z}🤝${Z}[👨👩](?!\k<hers>)|👨(?<his>${TONE})${Z}🤝${Z}👨(?!\k<his>))${TONE}`,
  String.raw`(?<one>${PERSON})(?<ones>${TONE})${Z}[🐰🫯]${Z}\k<one>(?!\k<ones>)${TONE}`,
  String.raw`🫱(?<hand>${TONE})${Z}🫲(?!\k<hand>)${TONE}`,
  `(?:👨${Z}(?:[👨👩]${Z})?|👩${Z}(?:👩${Z})?)${KIDS}`,
  `🧑${Z}(?:🧑${Z})?🧒(?:${Z}🧒)?`,
  // The others.
  String.raw`❤\ufe0f${Z}[🔥🩹]|⛓\ufe0f${Z}💥|👁\ufe0f${Z}🗨\ufe0f|🏳\ufe0f${Z}(?:🌈|⚧\ufe0f)|🏴${Z}☠\ufe0f`,
  String.raw`🐈${Z}⬛|🐦${Z}[⬛🔥]|🐕${Z}🦺|🐻${Z}❄\ufe0f|🍄${Z}🟫|🍋${Z}🟩`,
  String.raw`😮${Z}💨|😵${Z}💫|😶${Z}🌫\ufe0f|🙂${Z}[↔↕]\ufe0f`,
]

/** England, Scotland, Wales: the flags that are spelled with tags. */
const FLAG = String.raw`\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`
const KEYCAP = String.raw`[0-9#*]\ufe0f\u20e3`

/** Every emoji with a joiner, a selector or tags in it. */
export const EMOJI_SEQUENCE = String.raw`${FLAG}|${KEYCAP}|(?:${joined.join('|')}|${SIGN}\ufe0f)(?!${TONE})`

/** A selector that asks for the look which the character has anyway: no eye tells it from none, and keyboards differ in it. */
export const IDLE_SELECTOR = String.raw`(?<=[\u231a-\u2b55\u{1f000}-\u{1faff}])(?<!${SIGN})\ufe0f`
