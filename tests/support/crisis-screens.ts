import type { Locator, Page } from 'playwright-core'

/** The alert over any screen: "Mei sent Lighthouse". */
export const alertOn = (page: Page): Locator => page.getByRole('alertdialog')

/** The delivery of the last own signal, line by line, as it is read. */
export const deliveryOn = (page: Page): Promise<string[]> =>
  page.getByRole('list', { name: 'Delivery' }).getByRole('listitem').locator('b').allTextContents()

export const key = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })

export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, name, ...(typeof name === 'string' && { exact: true }) })

/** Goes to Now and waits until a signal can be pressed and goes out at once. */
export const openNow = async (page: Page): Promise<void> => {
  await page.goto(new URL('/', page.url()).href)
  await page.getByRole('status').filter({ hasText: 'Signals ready' }).waitFor()
  await key(page, 'Send Lighthouse').first().waitFor()
}

/** Seconds that the pause's timer shows. */
export const timeLeftOn = async (page: Page): Promise<number> => {
  const text = (await page.getByRole('timer', { name: 'Time left' }).textContent()) ?? ''
  return text.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0)
}

/** The heading of a running pause. */
export const BACK_AT = /^Back at \d{1,2}:\d\d/
export const backAt = (page: Page): Promise<string | null> => heading(page, BACK_AT).textContent()

/** Waits for the screen on which one rests. */
export const restingOn = (page: Page): Promise<void> => page.getByRole('list', { name: 'Your own list' }).waitFor()
