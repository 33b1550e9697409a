import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { clauseText, putAtEnd, written } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { eventually } from '../support/browser.ts'

const phones = agreementPhones({ jonasKeepsApp: true })

const sheet = (page: Page, name: string): Locator => page.getByRole('dialog', { name })
const opener = (page: Page, kind: string): Locator => page.getByRole('button', { name: `From the library: ${kind}` })
const inFocus = (of: Locator): Promise<boolean> => of.evaluate(element => element === document.activeElement)
const names = (page: Page, kind: string): Promise<(string | null)[]> =>
  page.getByRole('group', { name: new RegExp(`^${kind}: `) }).evaluateAll(all => all.map(one => one.getAttribute('aria-label')))

test('[LIB8] by keyboard alone: a draft is found by its situation, added once, marked, undone, and the focus stays where the work is', async () => {
  const { a, b } = phones()
  await opener(a, 'signals').press('Enter')
  const drafts = sheet(a, 'Signals to try')
  const items = drafts.getByRole('list', { name: 'Drafts' }).getByRole('listitem')
  await drafts.getByRole('radio', { name: 'All' }).focus()
  expect(await items.count()).toBe(15)
  await a.keyboard.press('ArrowRight')
  expect(await drafts.getByRole('radio', { name: 'Flooded' }).isChecked()).toBe(true)
  expect(await items.count()).toBe(4)

  const turtle = items.filter({ hasText: 'Turtle' })
  await turtle.getByRole('button', { name: 'Add “Turtle”' }).press('Enter')
  await b.getByRole('group', { name: 'Signal: Turtle' }).waitFor()
  await turtle.getByText('Added', { exact: true }).waitFor()
  await drafts.getByRole('status').filter({ hasText: '“Turtle” is added.' }).waitFor({ state: 'attached' })
  const undo = turtle.getByRole('button', { name: 'Undo: take “Turtle” out' })
  expect(await inFocus(undo)).toBe(true)
  await undo.press('Enter')
  // A second press of the same tap: nothing happens, unless it is meant.
  await eventually(async () => {
    if ((await undo.count()) > 0) await undo.press('Enter')
    return undo.count()
  }).toBe(0)
  await b.getByRole('group', { name: 'Signal: Turtle' }).waitFor({ state: 'detached' })
  const again = turtle.getByRole('button', { name: 'Add “Turtle”' })
  expect(await inFocus(again)).toBe(true)
  await again.press('Enter')
  await undo.waitFor()
  await a.keyboard.press('Escape')
  await drafts.waitFor({ state: 'detached' })
  expect(await inFocus(opener(a, 'signals'))).toBe(true)

  await opener(a, 'signals').press('Enter')
  await turtle.getByText('In the agreement').waitFor()
  expect(await turtle.getByRole('button').count()).toBe(0)
  await a.keyboard.press('Escape')
  const fromLibrary = await names(b, 'Signal')
  expect(fromLibrary.filter(name => name === 'Signal: Turtle')).toHaveLength(1)
  expect(fromLibrary.at(-1)).toBe('Signal: Turtle')
})

test('[LIB8] two taps at once add one draft, and what was added is written in by both like any other clause', async () => {
  const { a, b } = phones()
  await opener(a, 'phrases').click()
  const drafts = sheet(a, 'Words for coming back')
  await drafts.getByRole('button', { name: 'Add “Come in as you are.”' }).dblclick()
  await drafts.getByText('Added', { exact: true }).waitFor()
  await drafts.getByRole('button', { name: 'Done' }).click()
  const phrase = (page: Page) => clauseText(page, /^Phrase: Come in/, 'Phrase')
  expect(await phrase(a).count()).toBe(1)
  await putAtEnd(phrase(b), ' Any time.')
  await eventually(() => written(phrase(a))).toBe('Come in as you are. Any time.')
  expect(
    await a
      .getByRole('group', { name: /^Phrase: Come in/ })
      .getByText('Starter')
      .count(),
  ).toBe(0)
})

test('[LIB8] a promise goes under one’s own name; a draft with the emoji of another signal says so and can be added', async () => {
  const { a, b } = phones()
  await opener(b, 'promises').click()
  await sheet(b, 'Promises to try').getByRole('button', { name: 'Add “When I go quiet”' }).click()
  await sheet(b, 'Promises to try').getByRole('button', { name: 'Done' }).click()
  const own = a.locator('div', { has: a.getByRole('heading', { name: 'What Jonas will say', level: 3 }) }).last()
  await own.getByRole('group', { name: 'Promise: When I go quiet' }).waitFor()

  await a.getByRole('button', { name: 'Add signal' }).click()
  await a.keyboard.insertText('Bath')
  await clauseText(a, 'Signal: Bath', 'Emoji').click()
  await a.keyboard.insertText('🐧')
  await opener(a, 'signals').click()
  const penguin = sheet(a, 'Signals to try').getByRole('listitem').filter({ hasText: 'Penguin' })
  await penguin.getByText('Has the emoji of “Bath”').waitFor()
  await penguin.getByRole('button', { name: 'Add “Penguin”' }).click()
  await penguin.getByText('Added', { exact: true }).waitFor()
  await a.keyboard.press('Escape')
  await a.getByRole('group', { name: 'Signal: Bath' }).getByText('The same emoji as “Penguin”.', { exact: true }).waitFor()
})

test('[LIB13] [LIB9] back closes a sheet first, then leaves the page, also after a reload; forward leads on, and Exit leaves from a sheet at once', async () => {
  const { a, mei } = phones()
  const page = await mei.context.newPage()
  await page.goto(new URL('/settings', a.url()).href)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Agreement' }).click()
  const drafts = sheet(page, 'Things that calm')
  const at = (path: string) => eventually(() => new URL(page.url()).pathname).toBe(path)
  await opener(page, 'activities').click()
  await drafts.waitFor()
  await page.goBack()
  await drafts.waitFor({ state: 'detached' })
  expect(new URL(page.url()).pathname).toBe('/agreement')
  expect(await inFocus(opener(page, 'activities'))).toBe(true)

  // Closed otherwise, however often: one press leaves.
  for (let times = 0; times < 2; times++) {
    await opener(page, 'activities').click()
    await drafts.waitFor()
    await page.keyboard.press('Escape')
    await drafts.waitFor({ state: 'detached' })
  }
  await page.goBack()
  await at('/settings')
  await page.goForward()
  await at('/agreement')
  await opener(page, 'activities').waitFor()

  await opener(page, 'activities').click()
  await drafts.waitFor()
  await page.reload()
  await opener(page, 'activities').waitFor()
  expect(await drafts.count()).toBe(0)
  await page.goBack()
  await at('/settings')
  await page.goForward()
  await page.getByRole('link', { name: 'Help' }).click()
  await page.getByRole('heading', { level: 1, name: 'Help' }).waitFor()
  await page.goBack()
  await at('/agreement')
  await opener(page, 'activities').click()
  await drafts.getByRole('button', { name: 'Exit' }).click()
  await page.waitForURL('**/plain.html')
  await page.close()
})

test('[LIB10] without a network the library and the picker are there; without what was kept they say so, and come when asked again', async () => {
  const { b, jonas, network } = phones()
  // A page that has not opened them yet.
  const open = async () => {
    await b.reload()
    await clauseText(b, /^Phrase: I am here/, 'Phrase').waitFor()
  }
  const draft = b.getByRole('button', { name: 'Add “We are on the same side.”' })
  await open()
  network.block(true)
  await opener(b, 'phrases').click()
  await draft.waitFor()
  await b.keyboard.press('Escape')
  await b.getByRole('button', { name: 'Choose an emoji' }).first().click()
  await b.getByRole('gridcell', { name: 'grinning face', exact: true }).waitFor()
  await b.keyboard.press('Escape')

  network.block(false)
  await open()
  // The control: the same page without its kept files.
  await b.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name)
  })
  const browserCache = await jonas.context.newCDPSession(b)
  await browserCache.send('Network.clearBrowserCache')
  network.block(true)
  await opener(b, 'phrases').click()
  await b.getByText('It is not on this device yet.').waitFor()
  network.block(false)
  await b.getByRole('button', { name: 'Try again' }).click()
  await draft.waitFor()
})
