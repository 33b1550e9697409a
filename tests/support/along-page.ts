import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { starterTexts } from '../../client/i18n/en/starters.ts'

/** Goes to "Take it along" by its address and waits until the draft is open. */
export const openAlongPage = async (page: Page): Promise<void> => {
  await page.goto(new URL('/agreement/along', page.url()).href)
  await page.getByRole('img', { name: /signals and phrases/ }).waitFor()
  await page.getByRole('button', { name: 'Save data' }).waitFor()
}

/** What a press hands to the browser's downloads. */
export const download = async (page: Page, button: string): Promise<{ name: string; bytes: Buffer }> => {
  const [downloaded] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()])
  return { name: downloaded.suggestedFilename(), bytes: await readFile(await downloaded.path()) }
}

/** Chooses a file as a person does in the browser's own window. */
export const chooseFile = (page: Page, content: unknown, name = 'ours.json'): Promise<void> =>
  page.getByLabel('Choose a file').setInputFiles({
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
  })

type Signal = (typeof starterTexts.signals)[number]
export interface FileContent {
  format: string
  version: number
  signals: Signal[]
  pause: { shortest: number; usual: number; longest: number }
  activities: string[]
  phrases: string[]
  promises: { seat: 'a' | 'b' | null; when: string; say: string }[]
}

/** The starters as a file, changed. */
export const fileWith = (change: Partial<FileContent> = {}): FileContent => ({
  format: 'holdfast-agreement',
  version: 1,
  signals: [...starterTexts.signals],
  pause: { shortest: 20, usual: 25, longest: 240 },
  activities: [...starterTexts.activities],
  phrases: [...starterTexts.phrases],
  promises: [...starterTexts.promises],
  ...change,
})

export const signalWith = (change: Partial<Signal>): Signal => ({
  word: '',
  emoji: '',
  gesture: '',
  meaning: '',
  helps: '',
  answer1: '',
  answer2: '',
  ...change,
})

/** What couples usually have: the starters and twelve clauses of their own, in sentences of a usual length. */
export const usualFile = (): FileContent =>
  fileWith({
    signals: [
      ...starterTexts.signals,
      signalWith({
        word: 'Harbour',
        emoji: '⛵',
        gesture: 'Both palms up',
        meaning: 'I would like to come in again.',
        helps: 'Open the door. Say nothing for a minute.',
        answer1: 'Come in.',
        answer2: 'In ten minutes.',
      }),
      signalWith({
        word: 'Compass',
        emoji: '🧭',
        gesture: 'Point at the floor',
        meaning: 'We have lost the thread. Where were we?',
        helps: 'One sentence each, then a breath.',
        answer1: 'Let us start again.',
      }),
      signalWith({
        word: 'Blanket',
        emoji: '🧣',
        gesture: 'Arms crossed over shoulders',
        meaning: 'I need warmth, not answers.',
        helps: 'Hold me, or sit beside me.',
        answer1: 'Coming.',
        answer2: 'Soon.',
      }),
    ],
    activities: [
      ...starterTexts.activities,
      'Water the plants, one after the other',
      'Count five things that are blue',
      'Stretch on the floor until the song is over',
    ],
    phrases: [
      ...starterTexts.phrases,
      'Come as you are. Nothing to solve yet.',
      'Thank you for coming back',
      'I like us more than being right',
    ],
    promises: [
      ...starterTexts.promises,
      { seat: 'a', when: 'When I come home late and tired', say: 'I will say so at the door, and that it is not about you.' },
      {
        seat: 'b',
        when: 'When a call in the evening has upset me',
        say: 'I will leave the room without a word about it, and tell you afterwards how it was.',
      },
      { seat: 'b', when: 'When I go silent', say: 'I am still here. I have no words yet. Give me until the return time.' },
    ],
  })

/** What two have who took much of the library: ten signals, sixteen activities, fourteen phrases and eight promises. */
export const ampleFile = (): FileContent => {
  const usual = usualFile()
  const some = <T>(from: readonly T[], count: number, other: (at: number) => T) =>
    Array.from({ length: count }, (_, at) => from[at] ?? other(at))
  return fileWith({
    signals: some(usual.signals, 10, at =>
      signalWith({
        word: `Number ${at}`,
        emoji: '🌊',
        gesture: 'Two fingers on the wrist',
        meaning: 'It is too loud for me. I need a minute.',
        helps: 'Turn it down, and sit with me by the window.',
        answer1: 'I am coming.',
        answer2: 'In five minutes.',
      }),
    ),
    activities: some(usual.activities, 16, at => `A slow walk around the block, and back by way ${at}`),
    phrases: some(usual.phrases, 14, at => `We can come back to this, number ${at}`),
    promises: some(usual.promises, 8, at => ({
      seat: at % 2 ? 'a' : 'b',
      when: `When it has been a long day, ${at}`,
      say: 'I will say that I am tired before I say anything else, and ask how you are.',
    })),
  })
}

/** Signals and phrases that no card was thought for: other scripts, one endless word, piles of marks. */
export const oddFile = (): FileContent =>
  fileWith({
    signals: [
      signalWith({
        word: 'مرساة',
        emoji: '⚓',
        gesture: 'إصبعان على المعصم',
        meaning: 'هل نحن بخير؟ أريد أن أعرف ذلك قبل أن أنام الليلة، ولو بكلمة واحدة.',
      }),
      signalWith({
        word: '灯塔',
        emoji: '🗼',
        gesture: '手掌放在胸口',
        meaning: '我现在很乱。请留在我身边，不用多说话，等我喘口气我们再慢慢谈，好吗？',
      }),
      signalWith({ word: 'W'.repeat(80), emoji: '👩‍❤️‍💋‍👨🏳️‍🌈⛵', meaning: 'y'.repeat(400) }),
      signalWith({ gesture: 'Knock twice on the table' }),
      signalWith({ word: 'Ž̧̲u̷͗zana', meaning: 'nhiều dấu: Tôi cần thêm thời gian. Привет, мне нужно время.' }),
    ],
    phrases: ['我在这里。', 'أنا هنا', 'Я здесь и никуда не уйду'],
  })

/** Fifty of each, all of them long. */
export const fullFile = (): FileContent => {
  const fifty = <T>(one: (at: number) => T) => Array.from({ length: 50 }, (_, at) => one(at))
  const long = 'It takes more than one line, since it was written on a long evening. '
  return fileWith({
    signals: fifty(at =>
      signalWith({
        word: `Signal ${at}`,
        emoji: '🌊',
        gesture: long,
        meaning: long.repeat(4),
        helps: long.repeat(4),
        answer1: long,
        answer2: long,
      }),
    ),
    activities: fifty(at => `${at}: ${long}`),
    phrases: fifty(at => `${at}: ${long.repeat(3)}`),
    promises: fifty(at => ({ seat: at % 2 === 0 ? 'a' : 'b', when: `${at}: ${long}`, say: long.repeat(10) })),
  })
}

/** Makes the draft like a file by its buttons. */
export const makeDraftLike = async (page: Page, content: FileContent): Promise<void> => {
  await chooseFile(page, content)
  await page.getByRole('radio', { name: 'Make the draft like the file' }).check()
  await page.getByRole('button', { name: 'Bring it in' }).click()
  await page.getByText('It is in the draft.').waitFor()
}

/** A page on "Take it along", as the test before left it. */
export const alongOn = async (page: Page): Promise<Page> => {
  if (new URL(page.url()).pathname !== '/agreement/along') await openAlongPage(page)
  return page
}

export const choosePicture = async (page: Page, of: 'wallet' | 'lock screen'): Promise<void> => {
  await page.getByRole('radio', { name: `For the ${of}` }).check()
  await page.getByRole('img', { name: of === 'wallet' ? /^Wallet/ : /^Lock screen/ }).waitFor()
}
