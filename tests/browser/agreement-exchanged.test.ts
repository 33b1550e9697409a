import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clauseText, openAgreementPage, phrase, typeAtEnd, written } from '../support/agreement-page.ts'
import { brokenClient } from '../support/broken-client.ts'
import { eventually, launchBrowser } from '../support/browser.ts'
import { openHostilePartner } from '../support/hostile-partner.ts'
import { alonePhone } from '../support/ready-phones.ts'
import { startTestServer } from '../support/server.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

test('[WTG1] a text that the partner’s page exchanges is at once the one that is shown and edited, with the caret in it', async () => {
  await using server = await startTestServer()
  await using phone = await alonePhone(browser, server.url)
  const { page } = phone
  await using hostile = await openHostilePartner(server.url, phone.link)
  await openAgreementPage(page)
  await hostile.until(() => hostile.text('starter-phrase-4', 'phrase') !== null)
  const words = () => page.getByRole('textbox', { name: 'Phrase' })
  await typeAtEnd(words().first(), ' now')
  await hostile.until(() => hostile.text('starter-phrase-1', 'phrase')?.toString() === 'I am here now')

  // One text, in the middle of writing in it.
  hostile.exchange('starter-phrase-1', { phrase: 'You owe me' })
  await eventually(() => written(words().first())).toBe('You owe me')
  expect(await words().count()).toBe(4)
  await page.keyboard.press('Control+End')
  // One step of undo, however slow the machine.
  await page.keyboard.insertText(' nothing')
  await hostile.until(() => hostile.text('starter-phrase-1', 'phrase')?.toString() === 'You owe me nothing')
  await page.keyboard.press('Control+z')
  await eventually(() => written(words().first())).toBe('You owe me')

  // The same words, so that nothing on the screen changes but what is written in.
  hostile.exchange('starter-phrase-2', { phrase: 'We are okay' })
  hostile.exchange('starter-promise-1', { when: 'Another when', say: 'Another say' })
  const say = clauseText(page, 'Promise: Another when', 'I will say')
  await typeAtEnd(say, '!')
  await hostile.until(() => hostile.text('starter-promise-1', 'say')?.toString() === 'Another say!')
  await typeAtEnd(phrase(page, 'We are okay'), '?')
  await hostile.until(() => hostile.text('starter-phrase-2', 'phrase')?.toString() === 'We are okay?')
  expect(phone.faults).toEqual([])
})

test('[WTG1] the control: an editor that nobody tells of an exchange goes on showing the text that is gone', async () => {
  const clientFolder = await brokenClient(/watchTexts\(\w+,\w+\)\{return [^}]*\}/, 'watchTexts(){return()=>{}}')
  await using server = await startTestServer({ clientFolder })
  await using phone = await alonePhone(browser, server.url)
  const { page } = phone
  await using hostile = await openHostilePartner(server.url, phone.link)
  await openAgreementPage(page)
  await hostile.until(() => hostile.text('starter-phrase-4', 'phrase') !== null)
  const first = page.getByRole('textbox', { name: 'Phrase' }).first()
  await typeAtEnd(first, ' now')
  hostile.exchange('starter-phrase-1', { phrase: 'You owe me' })
  // What the same page wrote afterwards is there.
  hostile.text('starter-phrase-4', 'phrase')?.insert(0, 'Truly: ')
  await phrase(page, 'Truly: ').waitFor()
  expect(await written(first)).toBe('I am here now')
})
