import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/**
 * What is wrong with how a page stands there: findings of axe, and anything wider than the screen. Frames are pages of their own:
 * two phones side by side have the same landmarks, and are told apart by the frames' titles. `within`: only what matches.
 */
export const look = async (page: Page, within = 'html'): Promise<string[]> => {
  // "Legacy" runs in the page itself: no second page that everything found is carried to, and a third of the time. Only frames need that.
  const axe = new AxeBuilder({ page })
    .include(within)
    .exclude('iframe')
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
  const { violations } = await axe.analyze()
  return [...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`), ...(await tooWide(page))]
}

/** Whether anything is wider than the screen. */
export const tooWide = async (page: Page): Promise<string[]> => {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  return wider > 0 ? [`${wider} px too wide`] : []
}
