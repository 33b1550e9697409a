import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, launchBrowser } from '../support/browser.ts'
import { meisPhone } from '../support/ready-phones.ts'
import { startTestServer } from '../support/server.ts'

const clause = (page: Page) => page.getByRole('group', { name: 'Phrase: Take it slow' })
const topOf = async (page: Page): Promise<number> => Math.round((await clause(page).boundingBox())?.y ?? Number.NaN)
/** It has come to rest: the same in so many frames one after the other. */
const restingTop = (page: Page): Promise<number> =>
  clause(page).evaluate(async element => {
    let [top, same] = [Number.NaN, 0]
    while (same < 20) {
      await new Promise(requestAnimationFrame)
      const now = Math.round(element.getBoundingClientRect().y)
      same = now === top ? same + 1 : 0
      top = now
    }
    return top
  })
const noted = (page: Page) => page.evaluate(() => JSON.stringify(history.state)?.includes('clause-') ?? false)
/** Its key stands at the top: it is pressed without scrolling there, which would be another place to come back to. */
const takeAlong = (page: Page) =>
  page.getByRole('button', { name: 'Take it along' }).evaluate((button: HTMLButtonElement) => button.click())

test('[AGR20] narrow and wide a reload, back, and the way back find the same clause in the same place; who comes anew begins at the top', async () => {
  await using opened = new AsyncDisposableStack()
  const server = opened.use(await startTestServer())
  const browser = opened.adopt(await launchBrowser(), launched => launched.close())
  const { page, faults } = opened.use(await meisPhone(browser, server.url, { mei: { reducedMotion: true } }))
  const main = page.getByRole('navigation', { name: 'Main' })
  await page.goto(`${server.url}/settings`)
  for (const size of [
    { width: 390, height: 844 },
    { width: 1280, height: 800 },
  ]) {
    await page.setViewportSize(size)
    await main.getByRole('link', { name: 'Agreement' }).click()
    await clause(page).waitFor()
    await restingTop(page)
    expect(await page.evaluate(() => scrollY)).toBe(0)
    const before = await topOf(page)
    expect(before, 'out of sight').toBeGreaterThan(size.height)
    await page.mouse.move(size.width / 2, size.height / 2)
    await page.mouse.wheel(0, before - 300)
    await eventually(() => noted(page)).toBe(true)
    const at = await restingTop(page)
    expect(at).toBeLessThan(size.height)

    await page.reload()
    await clause(page).waitFor()
    await eventually(() => restingTop(page)).toBe(at)

    await takeAlong(page)
    await page.getByRole('heading', { level: 1, name: 'Take it along' }).waitFor()
    expect(await page.evaluate(() => scrollY)).toBe(0)
    await page.goBack()
    await clause(page).waitFor()
    await eventually(() => restingTop(page)).toBe(at)

    await takeAlong(page)
    await page.getByRole('banner').getByRole('link', { name: 'Agreement' }).click()
    await clause(page).waitFor()
    await eventually(() => restingTop(page)).toBe(at)

    // The second size begins where this leads: anew, and at the top.
    await main.getByRole('link', { name: 'More' }).click()
    // A press that begins on the page that goes, and ends on the one that comes, is none.
    await page.getByRole('heading', { level: 1, name: 'More' }).waitFor()
  }
  await main.getByRole('link', { name: 'Agreement' }).click()
  await clause(page).waitFor()
  await restingTop(page)
  expect(await page.evaluate(() => scrollY)).toBe(0)
  expect(faults).toEqual([])
})
