import type { Page } from 'playwright-core'
import type { PhoneOptions } from './browser.ts'
import { crisisMeasures } from './crisis-measures.ts'
import { look } from './look.ts'

/** The screens on which every look of a crisis is judged. */
export const crisisSizes: [string, PhoneOptions][] = [
  ['390x844, light', {}],
  ['320x640, dark, reduced motion', { width: 320, height: 640, dark: true, reducedMotion: true }],
  ['1280x800, light', { width: 1280, height: 800 }],
]

/** What is wrong with a crisis screen once it stands still: axe, width, and what its controls and texts measure. */
export const crisisLook = async (page: Page, name: string): Promise<string[]> => {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(one => one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
    await Promise.allSettled(ending.map(one => one.finished))
  })
  return [...(await look(page)), ...(await crisisMeasures(page))].map(fault => `${name}: ${fault}`)
}
