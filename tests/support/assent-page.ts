import type { Locator, Page } from 'playwright-core'
import { eventually } from './browser.ts'

/** A clause on a phone, by its accessible name or the beginning of it. */
export const clauseOn = (page: Page, name: string | RegExp): Locator => page.getByRole('group', { name })

/** Where a clause stands, in the words that are read out. */
export const statusOf = async (clause: Locator): Promise<string> => (await clause.getByRole('status').textContent()) ?? ''

/** Waits until a clause says so. */
export const standsAs = (clause: Locator, status: string): Promise<void> => eventually(() => statusOf(clause)).toBe(status)

/** The same of who no longer agrees, whenever that was. */
export const standsWithdrawn = (clause: Locator, who: string): Promise<void> =>
  eventually(async () => (await statusOf(clause)).replace(/\d+:\d\d$/, '5:35')).toBe(`${who} · 5:35`)

export const agree = (clause: Locator): Promise<void> => clause.getByRole('button', { name: 'Agree to this' }).click()

/** One after the other, and each sees it. */
export const agreeBoth = async (a: Locator, b: Locator): Promise<void> => {
  await agree(a)
  await b.getByText('agrees.').waitFor()
  await agree(b)
  await standsAs(a, 'Ours')
  await standsAs(b, 'Ours')
}

/** It has not gone out yet, and has no number. */
export const putInForce = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Put in force' }).click()
  await page.getByRole('status').getByText('Put in force here, not sent yet', { exact: true }).waitFor()
}
