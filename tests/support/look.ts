import axe from 'axe-core'
import type { Page } from 'playwright-core'

/**
 * What is wrong with how a page stands there: findings of axe, and anything wider than the screen. Frames are pages of their own:
 * two phones side by side have the same landmarks, and are told apart by the frames' titles. `within`: only what matches.
 */
export const look = async (page: Page, within = 'html'): Promise<string[]> => {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  const found = await page.evaluate(async within => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(
      { include: [[within]], exclude: [['iframe']] },
      { resultTypes: ['violations'], iframes: false },
    )
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)
  }, within)
  return [...found, ...(await browsersOwn(page)), ...(await tooWide(page))]
}

/** Controls that look as the browser alone draws them: the arrow of a list, the triangle of what opens, the corner of a text. */
export const browsersOwn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('select, summary, textarea')].flatMap(one => {
      const { appearance, display, resize } = getComputedStyle(one)
      const isOwn = one.matches('select')
        ? appearance !== 'none'
        : display === 'list-item' || resize === 'both' || resize === 'vertical'
      return isOwn ? `${one.localName} as the browser draws it: ${one.textContent}` : []
    }),
  )

/** Whether anything is wider than the screen. */
export const tooWide = async (page: Page): Promise<string[]> => {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  return wider > 0 ? [`${wider} px too wide`] : []
}

/**
 * Where every screen has to stand, the last as a test goes on. Colours and names do not change with the width alone: axe judges
 * each theme once, one on the narrowest screen and one on the widest.
 */
const SCREENS = [
  { width: 320, height: 640, colorScheme: 'dark', judge: look },
  { width: 1280, height: 800, colorScheme: 'dark', judge: tooWide },
  { width: 1280, height: 800, colorScheme: 'light', judge: look },
  { width: 390, height: 844, colorScheme: 'light', judge: tooWide },
] as const

/** What is wrong with how a page stands there, on each of the screens. `within`: axe looks only at what matches. */
export const looksOf = async (page: Page, within = 'html'): Promise<string[]> => {
  const found: string[] = []
  for (const { colorScheme, judge, ...size } of SCREENS) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    found.push(...(await judge(page, within)).map(what => `at ${size.width}, ${colorScheme}: ${what}`))
  }
  return found
}
