import type { Page } from 'playwright-core'
import { crisisMeasures } from './crisis-measures.ts'
import { look, tooWide } from './look.ts'

interface CrisisSize {
  name: string
  viewport: { width: number; height: number }
  media: { colorScheme: 'light' | 'dark'; reducedMotion: 'reduce' | 'no-preference' }
  /** Colours and names do not change with the width alone: axe judges each theme once. */
  judge: (page: Page) => Promise<string[]>
}

/** The screens on which every look of a crisis is judged; the last is the one that a test goes on with. */
const crisisSizes: CrisisSize[] = [
  {
    name: '320x640, dark, reduced motion',
    viewport: { width: 320, height: 640 },
    media: { colorScheme: 'dark', reducedMotion: 'reduce' },
    judge: look,
  },
  {
    name: '1280x800, light',
    viewport: { width: 1280, height: 800 },
    media: { colorScheme: 'light', reducedMotion: 'no-preference' },
    judge: tooWide,
  },
  {
    name: '390x844, light',
    viewport: { width: 390, height: 844 },
    media: { colorScheme: 'light', reducedMotion: 'no-preference' },
    judge: look,
  },
]

/** What is wrong with a crisis screen once it stands still, on each of the screens it has to stand on. */
export const crisisLooks = async (page: Page, name: string): Promise<string[]> => {
  const faults: string[] = []
  for (const { name: size, viewport, media, judge } of crisisSizes) {
    await page.setViewportSize(viewport)
    await page.emulateMedia(media)
    faults.push(...(await crisisLook(page, `${name}, ${size}`, judge)))
  }
  return faults
}

/** What is wrong with a crisis screen once it stands still: axe, width, and what its controls and texts measure. */
export const crisisLook = async (page: Page, name: string, judge = look): Promise<string[]> => {
  await page.evaluate(async () => {
    // What goes with the scrolling ends with that alone.
    const timed = document.getAnimations().filter(one => one.timeline === document.timeline)
    const ending = timed.filter(one => one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
    await Promise.allSettled(ending.map(one => one.finished))
  })
  return [...(await judge(page)), ...(await crisisMeasures(page))].map(fault => `${name}: ${fault}`)
}
