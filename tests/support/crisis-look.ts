import type { Page } from 'playwright-core'
import type { PhoneOptions } from './browser.ts'
import { look } from './look.ts'

/** The screens on which every look of a crisis is judged. */
export const crisisSizes: [string, PhoneOptions][] = [
  ['390x844, light', {}],
  ['320x640, dark, reduced motion', { width: 320, height: 640, dark: true, reducedMotion: true }],
  ['1280x800, light', { width: 1280, height: 800 }],
]

/** A key that is answered under stress is never lower than this, px. */
const LOWEST_KEY = 72

/** What is wrong with a crisis screen once it stands still: axe, width, low keys. */
export const crisisLook = async (page: Page, name: string): Promise<string[]> => {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(one => one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
    await Promise.allSettled(ending.map(one => one.finished))
  })
  const low = await page.evaluate(lowest => {
    const layer = document.querySelector('dialog[open]') ?? document
    const keys = [...layer.querySelectorAll('main > section:last-child button, main > section:last-child li > button')]
    return keys.filter(one => one.getBoundingClientRect().height < lowest).map(one => `low key: ${one.textContent}`)
  }, LOWEST_KEY)
  return [...(await look(page)), ...low].map(fault => `${name}: ${fault}`)
}
