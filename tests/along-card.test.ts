import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Box, CardForm, CardLayout, CardSection, Measure } from '../client/features/along/card.ts'
import { cardSections } from '../client/features/along/card-content.ts'
import { cardForms } from '../client/features/along/card-forms.ts'
import { layOutCard } from '../client/features/along/card-layout.ts'
import { breakLines, graphemes, pieces, shortened } from '../client/features/along/line-breaks.ts'
import { withDensity } from '../client/features/along/png-density.ts'
import type { TakenSignal } from '../client/features/along/taken.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

/** Letters as wide and high as some font might have them: square ones are wider, marks pile up. */
const known = new Map<string, ReturnType<Measure>>()
const measure: Measure = (text, { size }) => {
  const key = `${size} ${text}`
  const found = known.get(key) ?? measured(text, size)
  if (known.size > 200_000) known.clear()
  known.set(key, found)
  return found
}
const measured = (text: string, size: number): ReturnType<Measure> => {
  const letters = graphemes(text)
  const width = letters.reduce(
    (sum, letter) => sum + (/\p{Script=Han}|\p{Emoji_Presentation}/u.test(letter) ? 1 : 0.55) * size,
    0,
  )
  const marks = Math.max(0, ...letters.map(letter => (letter.match(/\p{M}/gu) ?? []).length))
  return { width, ascent: size * (0.8 + 0.25 * marks), descent: size * (0.25 + 0.2 * marks) }
}
const more = (count: number) => `and ${count} more`

const overlap = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height

/** Ink on ink, or outside of where words may stand. */
const faultsOf = (form: CardForm, { lines, hands }: CardLayout): string[] => {
  const inks = [...lines.map(({ text, box }) => ({ text, box })), ...hands.map(box => ({ text: 'hand', box }))]
  const [first, last] = [form.columns[0], form.columns.at(-1)]
  if (!first || !last) return ['no column']
  const within = ({ x, y, width, height }: Box) =>
    x >= first.x - 0.01 &&
    x + width <= last.x + last.width + 0.01 &&
    y >= first.y - 0.01 &&
    y + height <= first.y + first.height + 0.01
  return inks.flatMap(({ text, box }, at) => [
    ...(within(box) || text === lines.at(-1)?.text ? [] : [`“${text}” leaves its place`]),
    ...inks.slice(at + 1).flatMap(other => (overlap(box, other.box) ? [`“${text}” lies on “${other.text}”`] : [])),
  ])
}

const word = fc.oneof(
  fc.constantFrom(
    'I',
    'am',
    'flooded',
    'Stay',
    'near.',
    'هل',
    'نحن',
    'בסדר',
    '灯塔灯塔，灯塔。',
    '👩‍🚀',
    'Ž̧̲̅',
    'Donaudampfschifffahrtsgesellschaftskapitän',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map(text => text.replace(/\s+/g, '') || 'x'),
)
const words = (most: number) => fc.array(word, { minLength: 1, maxLength: most }).map(all => all.join(' '))
const texts = fc.record({ word: words(3), emoji: fc.constantFrom('', '⚓', '👩‍🚀🌊🗼'), meaning: words(40), gesture: words(15) })
const sections: fc.Arbitrary<CardSection[]> = fc
  .record({ signals: fc.array(texts, { maxLength: 50 }), phrases: fc.array(words(30), { maxLength: 50 }) })
  .map(({ signals, phrases }) =>
    sectionsOf(
      signals.map(one => ({ helps: '', answer1: '', answer2: '', ...one })),
      phrases,
    ),
  )
const sectionsOf = (signals: TakenSignal[], phrases: string[]) =>
  cardSections(
    { standing: { kind: 'draft' }, signals, phrases, pause: null, activities: [], promises: [] },
    { signals: 'Signals', phrases: 'Coming back' },
  )
const signalOf = (word: string, more: Partial<TakenSignal> = {}): TakenSignal => ({
  word,
  emoji: '',
  gesture: '',
  meaning: '',
  helps: '',
  answer1: '',
  answer2: '',
  ...more,
})

test.each(['wallet', 'lock'] as const)(
  '[TAK4] on the card for the %s no word lies on another and none leaves its place, whatever there is',
  kind => {
    const form = cardForms[kind]
    fc.assert(
      fc.property(sections, all => {
        expect(faultsOf(form, layOutCard(form, all, 'Draft, not agreed yet', more, measure))).toEqual([])
      }),
      { seed, numRuns: 40 },
    )
  },
)

test('[TAK4] lines set by the size of their letters alone would lie on each other, and the look for it finds that', () => {
  const flat: Measure = (text, style) => ({ ...measure(text, style), ascent: 0, descent: 0 })
  const { failed } = fc.check(
    fc.property(sections, all => {
      const { lines, hands } = layOutCard(cardForms.wallet, all, 'Draft', more, flat)
      const drawn = lines.map(line => {
        const { ascent, descent } = measure(line.text, line.style)
        return { ...line, box: { ...line.box, y: line.y - ascent, height: ascent + descent } }
      })
      expect(faultsOf(cardForms.wallet, { lines: drawn, hands })).toEqual([])
    }),
    { seed: CONTROL_SEED },
  )
  expect(failed).toBe(true)
})

const textsOn = ({ lines }: CardLayout) => lines.map(({ text }) => text)
const sizesOn = ({ lines }: CardLayout) => lines.filter(({ style }) => style.family === 'words').map(({ style }) => style.size)

test('[TAK4] few words stand large, more stand smaller, and what does not fit is counted', () => {
  const laid = (count: number) => {
    const signals = Array.from({ length: count }, (_, at) =>
      signalOf(`Signal ${at}`, { meaning: 'What it says', gesture: 'A hand' }),
    )
    return layOutCard(cardForms.wallet, sectionsOf(signals, ['I am here']), 'Draft', more, measure)
  }
  const [one, three, six, fifty] = [laid(1), laid(3), laid(6), laid(50)]
  expect(Math.max(...sizesOn(one))).toBeGreaterThan(Math.max(...sizesOn(three)))
  expect(Math.max(...sizesOn(three))).toBeGreaterThan(Math.max(...sizesOn(six)))
  expect(textsOn(three).filter(text => text === 'A hand')).toHaveLength(3)
  expect(textsOn(six).filter(text => text.startsWith('Signal '))).toHaveLength(6)
  expect([six.missing, one.missing]).toEqual([
    { items: 0, gestures: 0, meanings: 6, cut: 0 },
    { items: 0, gestures: 0, meanings: 0, cut: 0 },
  ])
  const shown = textsOn(fifty).filter(text => text.startsWith('Signal ')).length
  expect(shown).toBeGreaterThan(3)
  expect(textsOn(fifty)).toContain(`and ${50 - shown} more`)
  expect(textsOn(six).some(text => /^and \d+ more$/.test(text))).toBe(false)
})

test.each(['wallet', 'lock'] as const)(
  '[TAK4] on the card for the %s no signal is without its gesture, phrases give way first, and what is missing is told',
  kind => {
    const gesture = (at: number) => `Hand ${at}`
    const signals = Array.from({ length: 16 }, (_, at) => signalOf(`Signal ${at}`, { meaning: 'Says it', gesture: gesture(at) }))
    const phrases = Array.from({ length: 30 }, (_, at) => `Phrase ${at}`)
    const laid = layOutCard(cardForms[kind], sectionsOf(signals, phrases), 'Draft', more, measure)
    const [words, hands, said] = ['Signal ', 'Hand ', 'Phrase '].map(
      start => textsOn(laid).filter(text => text.startsWith(start)).length,
    )
    expect([hands, laid.hands.length]).toEqual([words, words])
    expect(words).toBeGreaterThan(4)
    expect(said).toBeGreaterThan(0)
    const left = 16 - (words ?? 0)
    expect(laid.missing).toEqual({ items: left + 30 - (said ?? 0), gestures: left, meanings: words, cut: 0 })
    if (kind === 'lock') expect(said).toBe(1)
  },
)

test('[TAK4] texts that are cut short are counted, and one that ends with dots of its own is not', () => {
  const signals = Array.from({ length: 3 }, (_, at) => signalOf(`Signal ${at}`, { meaning: 'Says it', gesture: 'A hand' }))
  const long = Array.from(
    { length: 10 },
    (_, at) => `Phrase ${at}, and so much to it that one line of a wallet card holds no half of it`,
  )
  const laid = layOutCard(cardForms.wallet, sectionsOf(signals, [...long, 'As it comes…']), 'Draft', more, measure)
  const cut = textsOn(laid).filter(text => text.endsWith('…') && text !== 'As it comes…')
  expect(cut.length).toBeGreaterThan(0)
  expect(laid.missing.cut).toBe(cut.length)
})

test('[TAK4] a signal without a word is headed by what it has, a gesture with its hand, and one kind alone has the whole card', () => {
  const laid = layOutCard(cardForms.wallet, sectionsOf([signalOf('', { gesture: 'Knock twice' })], []), 'Draft', more, measure)
  expect(laid.lines.find(({ text }) => text === 'Knock twice')?.style.weight).toBe(520)
  const title = laid.lines.find(({ text }) => text === 'Knock twice')
  expect(laid.hands.map(({ x, width }) => x + width <= (title?.x ?? 0))).toEqual([true])
  const bare = layOutCard(
    cardForms.wallet,
    sectionsOf([signalOf('Knock'), signalOf('', { emoji: '🦉' })], []),
    'Draft',
    more,
    measure,
  )
  expect(bare.hands).toEqual([])
  expect(textsOn(laid)).toEqual(['Signals', 'Knock twice', 'Draft'])
})

test('[TAK4] texts read from right to left begin at the right, and their hand with them', () => {
  const [box] = cardForms.lock.columns
  const { lines, hands } = layOutCard(
    cardForms.lock,
    sectionsOf([signalOf('مرساة', { gesture: 'إصبعان' })], []),
    'Draft',
    more,
    measure,
  )
  const line = lines.find(({ text }) => text === 'مرساة')
  const right = (box?.x ?? 0) + (box?.width ?? 0)
  expect([line?.rightToLeft, line?.x]).toEqual([true, right])
  expect((hands[0]?.x ?? 0) + (hands[0]?.width ?? 0)).toBe(right)
  expect(lines.find(({ text }) => text === 'Signals')?.rightToLeft).toBe(false)
})

const widthOf = (text: string) => graphemes(text).length

test('[TAK4] lines break at spaces, between words of scripts that have none, and in a word only when it is longer than a line', () => {
  expect(breakLines('I am flooded', 6, widthOf)).toEqual(['I am', 'floode', 'd'])
  expect(breakLines('stay here now', 9, widthOf)).toEqual(['stay here', 'now'])
  expect(breakLines('👩‍🚀👩‍🚀👩‍🚀', 2, widthOf)).toEqual(['👩‍🚀👩‍🚀', '👩‍🚀'])
  for (const line of breakLines('我现在很乱。请留在我身边，不用多说话。', 6, widthOf)) expect(line).not.toMatch(/^[。，]/)
  expect(pieces('don’t wait, (stay)').map(({ text }) => text)).toEqual(['don’t', 'wait,', '(stay)'])
  fc.assert(
    fc.property(words(20), fc.integer({ min: 3, max: 30 }), (text, most) => {
      const lines = breakLines(text, most, widthOf)
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      for (const line of lines) expect(widthOf(line) <= most || graphemes(line).length === 1).toBe(true)
    }),
    { seed },
  )
})

test('[TAK4] what is cut short says so, without half a letter and without a stop before the dots', () => {
  expect(shortened('Stay near. Please', 11, widthOf)).toBe('Stay near…')
  expect(shortened('👩‍🚀👩‍🚀👩‍🚀', 2, widthOf)).toBe('👩‍🚀…')
  expect(shortened('x', 5, widthOf)).toBe('x…')
})

test('[TAK5] the words of the lock screen keep clear of the clock above and of the keys below', () => {
  const { height, columns, mark, foot } = cardForms.lock
  for (const { y, height: room } of columns) {
    expect(y).toBeGreaterThan(height / 3)
    expect(y + room).toBeLessThan(mark.y)
  }
  expect(Math.max(mark.y + mark.size, foot.baseline + foot.size)).toBeLessThan(height * 0.83)
})

test('[TAK5] a PNG says how large it is: 300 dots an inch, in a chunk whose sum is right', () => {
  const header = [
    0x89,
    0x50,
    0x4e,
    0x47,
    13,
    10,
    26,
    10,
    0,
    0,
    0,
    13,
    ...new TextEncoder().encode('IHDR'),
    ...new Array(17).fill(7),
  ]
  const png = withDensity(new Uint8Array([...header, 1, 2, 3]), 11_811)
  expect([...png.subarray(0, 33)]).toEqual(header)
  // As other programs write it for 300 dpi.
  expect(Buffer.from(png.subarray(33, 54)).toString('hex')).toBe('000000097048597300002e2300002e230178a53f76')
  expect([...png.subarray(54)]).toEqual([1, 2, 3])
})
