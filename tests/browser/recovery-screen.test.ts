import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MAX_NEW_DEVICES } from '../../shared/spaces.ts'
import { eventually, launchBrowser, openPhone } from '../support/browser.ts'
import { looksOf } from '../support/look.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { openPhone as openDevice, succeed } from '../support/sessions.ts'

const opening = new AsyncDisposableStack()
let server: TestServer
let browser: Browser
beforeAll(async () => {
  server = opening.use(await startTestServer())
  browser = opening.adopt(await launchBrowser(), launched => launched.close())
})
afterAll(() => opening.disposeAsync())

test('[SCR8] the words bring a side back in another browser, where a wrong word is named, and a day that has no room for a new device', async () => {
  await using device = await openDevice(server.url)
  await succeed(device.session.createSpace({ name: 'Mei', partnerName: 'Jonas' }))
  const words = (await device.session.recoveryWords()) ?? []
  await using another = await openPhone(browser, server.url)
  const { page: other } = another
  await other.getByRole('button', { name: 'I have recovery words' }).click()
  const field = other.getByRole('textbox', { name: 'Recovery words' })
  await field.fill(words.with(4, 'abandn').join(' '))
  await other.getByRole('button', { name: 'Open my side' }).click()
  await other.getByText('Word 5, “abandn”, is not in the list. Maybe: abandon').waitFor()
  await eventually(() => field.evaluate(selectedIn)).toBe('abandn')
  await field.fill(words.slice(1).join(' '))
  await other.getByText('24 words are needed. 23 are here.').waitFor()
  await field.fill(words.toReversed().join('\n'))
  await other.getByRole('button', { name: 'Open my side' }).click()
  await other.getByRole('alert').waitFor()
  await eventually(() => field.evaluate(one => one === document.activeElement)).toBe(true)
  await field.fill(words.map((word, at) => `${at + 1}. ${word.toUpperCase()}`).join('\n'))
  await other.getByText('All 24 words are there.').waitFor()
  await other.getByRole('button', { name: 'Open my side' }).click()
  await other.getByRole('heading', { name: /, Mei\.$/ }).waitFor()

  // The device that made the space, this browser, and so many more: all that come in within a day.
  for (let count = 2; count < MAX_NEW_DEVICES; count++) {
    await using further = await openDevice(server.url)
    await succeed(further.session.recover(words.join(' ')))
  }
  await using last = await openPhone(browser, server.url)
  await last.page.getByRole('button', { name: 'I have recovery words' }).click()
  const again = last.page.getByRole('textbox', { name: 'Recovery words' })
  await again.fill(words.join(' '))
  await last.page.getByRole('button', { name: 'Open my side' }).click()
  const refused = last.page.getByRole('alert')
  await refused.getByText('Many new devices came in by these words today.').waitFor()
  await refused.getByText('A new one gets in again in 24 hours. Nothing was changed.').waitFor()
  expect(await again.inputValue()).toBe(words.join(' '))
  expect(await looksOf(last.page)).toEqual([])
})

/** What is selected in a field that is in focus. */
const selectedIn = (field: Element): string | null =>
  field === document.activeElement && field instanceof HTMLTextAreaElement
    ? field.value.slice(field.selectionStart, field.selectionEnd)
    : null
