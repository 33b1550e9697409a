import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/**
 * What is wrong with how a page stands there: findings of axe, and anything wider than the screen. Frames are pages of their own:
 * two phones side by side have the same landmarks, and are told apart by the frames' titles. `within`: only what matches.
 */
export const look = async (page: Page, within = 'html'): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).include(within).exclude('iframe').analyze()
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`),
    ...(wider > 0 ? [`${wider} px too wide`] : []),
  ]
}
