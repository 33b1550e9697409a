import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAgreementPage } from '../support/agreement-page.ts'
import { clauseOn } from '../support/assent-page.ts'
import { eventually, launchBrowser, type Phone } from '../support/browser.ts'
import { meisPhone } from '../support/ready-phones.ts'
import { startTestServer } from '../support/server.ts'

const opening = new AsyncDisposableStack()
let mei: Phone
let a: Page
beforeAll(async () => {
  const server = opening.use(await startTestServer())
  const browser = opening.adopt(await launchBrowser(), launched => launched.close())
  mei = opening.use(await meisPhone(browser, server.url, {}))
  a = mei.page
  await openAgreementPage(a)
})
afterAll(() => opening.disposeAsync())
const clause = (page: Page) => clauseOn(page, /^Phrase: I am here/)
const more = (page: Page) => clause(page).getByRole('button', { name: /^More for/ })
const askKey = (page: Page) => clause(page).getByRole('button', { name: 'I have a question' })
const place = (page: Page) => clause(page).getByRole('textbox', { name: 'Your question' })
/** What is kept of half-written words, as the page's storage has it. */
const keptHalf = (page: Page) =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>(resolve => {
        request.onsuccess = () => resolve(request.result)
      })
    const database = await done(indexedDB.open('holdfast-own'))
    const kept = await done(database.transaction('cache').objectStore('cache').get('local:half-said'))
    database.close()
    return kept
  })
const inFocus = (of: Locator) => eventually(() => of.evaluate(element => element === document.activeElement)).toBe(true)

test('[AGS19] the keys of a clause close by Escape, back to what opened them, and by a click elsewhere', async () => {
  const remove = clause(a).getByRole('button', { name: 'Remove' })
  await more(a).press('Enter')
  await remove.focus()
  await a.keyboard.press('Escape')
  await remove.waitFor({ state: 'detached' })
  await inFocus(more(a))
  expect(await more(a).getAttribute('aria-expanded')).toBe('false')
  await more(a).click()
  // Moving is no leaving.
  await clause(a).getByRole('button', { name: 'Move down' }).click()
  await remove.waitFor()
  await clause(a).getByRole('button', { name: 'Move up' }).click()
  await a.getByRole('heading', { name: 'Coming back' }).click()
  await remove.waitFor({ state: 'detached' })
})

test('[AGS19] an empty place for a question closes by Escape, by "Not now", by a click elsewhere and by going on with Tab', async () => {
  for (const leave of [
    () => a.keyboard.press('Escape'),
    () => clause(a).getByRole('button', { name: 'Not now' }).press('Enter'),
  ]) {
    await askKey(a).press('Enter')
    await inFocus(place(a))
    await leave()
    await place(a).waitFor({ state: 'detached' })
    await inFocus(askKey(a))
  }
  await askKey(a).click()
  await a.getByRole('heading', { name: 'Coming back' }).click()
  await place(a).waitFor({ state: 'detached' })
  await askKey(a).press('Enter')
  await inFocus(place(a))
  await clause(a).getByRole('button', { name: 'Not now' }).focus()
  await a.keyboard.press('Tab')
  await place(a).waitFor({ state: 'detached' })
})

test('[AGS19] a half-written question outlives closing and a reload, takes no focus then, and is gone once it is asked', async () => {
  await askKey(a).click()
  await place(a).fill('How near')
  await a.getByRole('heading', { name: 'Coming back' }).click()
  await clause(a).getByText('Kept on this device until you send it.').waitFor()
  await place(a).press('Escape')
  await place(a).waitFor({ state: 'detached' })
  await askKey(a).click()
  expect(await place(a).inputValue()).toBe('How near')
  await a.reload()
  await place(a).waitFor()
  expect(await place(a).inputValue()).toBe('How near')
  expect(await place(a).evaluate(element => element === document.activeElement)).toBe(false)
  await place(a).fill('How near is near?')
  await clause(a).getByRole('button', { name: 'Ask' }).click()
  await place(a).waitFor({ state: 'detached' })
  await clause(a).getByText('How near is near?').waitFor()
  await eventually(() => keptHalf(a)).toEqual([])
  // The control is the reload above: what was not sent was there.
  await openAgreementPage(a)
  await clause(a).getByText('How near is near?').waitFor()
  expect(await place(a).count()).toBe(0)
  expect(mei.faults).toEqual([])
})
