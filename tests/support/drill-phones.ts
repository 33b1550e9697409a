import type { Page } from 'playwright-core'
import { eventually } from './browser.ts'
import { heading, key } from './crisis-screens.ts'
import type { PageTime } from './page-time.ts'

/** Opens the page of the drill by the app's own way, or by its address. */
export const openDrill = async (page: Page): Promise<void> => {
  await page.goto(new URL('/drill', page.url()).href)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

const isAtDrill = (page: Page): boolean => new URL(page.url()).pathname === '/drill'

/** A step of the way: who presses what, and what each phone shows afterwards. Mei asks, Jonas answers. */
export interface DrillStage {
  name: string
  mei: string | RegExp
  jonas: string | RegExp
  go(a: Page, b: Page, time: PageTime): Promise<void>
}

export const drillStages: DrillStage[] = [
  {
    name: 'invited',
    mei: 'Waiting for Jonas.',
    jonas: 'Mei would like to practise.',
    go: async (a, b) => {
      if (!isAtDrill(a)) await openDrill(a)
      await key(a, 'Ask Jonas to practise').or(key(a, 'Practise again')).click()
      if (isAtDrill(b)) return
      await b.getByText('Practice. Mei would like to try the signal together.').waitFor()
      await key(b, 'See').click()
    },
  },
  {
    name: 'signal',
    mei: 'Press the practice signal.',
    jonas: 'Mei presses the practice signal next.',
    go: (_, b) => key(b, 'Yes, let us practise').click(),
  },
  {
    name: 'answer',
    mei: 'The practice signal is sent.',
    jonas: 'Mei practises Lighthouse',
    go: a => key(a, 'Practise Lighthouse').click(),
  },
  { name: 'calm', mei: 'Jonas answered.', jonas: 'You answered.', go: (_, b) => key(b, "I'm here. I'll stay near.").click() },
  {
    name: 'paused',
    mei: 'A practice pause.',
    jonas: 'A practice pause.',
    go: (_, b) => key(b, 'Practice pause, one minute').click(),
  },
  {
    name: 'minute over',
    mei: 'The minute is over.',
    jonas: 'The minute is over.',
    go: (a, b, time) => time.forward(61_000, a, b),
  },
  {
    name: 'one back',
    mei: 'You are back. Jonas, not yet.',
    jonas: 'The minute is over.',
    go: a => key(a, "I'm back").click(),
  },
  { name: 'phrase', mei: "You're both back.", jonas: "You're both back.", go: (_, b) => key(b, "I'm back").click() },
  { name: 'done', mei: 'That was all of it.', jonas: 'That was all of it.', go: (_, b) => key(b, 'I am here').click() },
]

/** Both phones go the way until they have reached a stage. `reached` looks at both after each. */
export const goTo = async (
  stage: string,
  { a, b, time }: { a: Page; b: Page; time: PageTime },
  reached?: (at: DrillStage) => Promise<void>,
): Promise<void> => {
  for (const at of drillStages) {
    await at.go(a, b, time)
    await Promise.all([heading(a, at.mei).waitFor(), heading(b, at.jonas).waitFor()])
    await reached?.(at)
    if (at.name === stage) return
  }
}

/** Which of the three say that it is practice, at this moment. */
export const practiceOn = async (page: Page) => ({
  words: (await page.getByText('Practice. Nothing of it is real.').count()) === 1,
  title: /^Practice · /.test(await page.title()),
  stripes: await page.evaluate(() => {
    const band = document.querySelector('main > p')
    return band !== null && getComputedStyle(band).backgroundImage.includes('repeating-linear-gradient')
  }),
})

/** Word, stripes and window say that it is practice. */
export const saysPractice = (page: Page): Promise<void> =>
  eventually(() => practiceOn(page)).toEqual({ words: true, title: true, stripes: true })
