import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { clauseText, phrase, putAtEnd, written } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { agreeBoth, clauseOn, putInForce } from '../support/assent-page.ts'
import { eventually } from '../support/browser.ts'
import { looksOf } from '../support/look.ts'

const phones = agreementPhones()

const RIGHTS = 'The rights above come first.'
const group = (page: Page, name: string | RegExp): Locator => page.getByRole('group', { name, exact: true })
const notice = (page: Page, name: string | RegExp, title = RIGHTS): Locator => group(page, name).getByText(title, { exact: true })
/** What was spoken of in a card: the words of its notices, not its state. */
const spoken = (page: Page, name: string | RegExp): Locator =>
  group(page, name).locator('[aria-live="polite"]').filter({ hasText: RIGHTS })

test('[CHK7] a notice comes once the words have settled and not before, on both phones, is spoken once, and blocks nothing; with the words it goes', async () => {
  const { a, b, mei } = phones()
  const page = await mei.context.newPage()
  await page.clock.install()
  await page.goto(a.url())
  await phrase(page, 'Take it slow').waitFor()
  await page.clock.pauseAt(Date.now() + 5_000)
  await putAtEnd(phrase(page, 'Take it slow'), '. You may not leave')
  await page.clock.runFor(1_100)
  expect(await notice(page, /^Phrase: Take it slow/).count()).toBe(0)
  // Half a sentence would have been noticed; the whole one is not.
  await page.keyboard.insertText(' the dishes to me')
  await page.clock.runFor(1_100)
  expect(await notice(page, /^Phrase: Take it slow/).count()).toBe(0)
  await page.clock.runFor(1_000)
  expect(await notice(page, /^Phrase: Take it slow/).count()).toBe(0)

  await page.keyboard.insertText('. You show me your phone')
  await page.clock.runFor(1_300)
  await notice(page, /^Phrase: Take it slow/).waitFor()
  await notice(b, /^Phrase: Take it slow/).waitFor()
  await spoken(page, /^Phrase: Take it slow/).waitFor({ state: 'attached' })
  await page.keyboard.insertText(' now')
  await page.clock.runFor(1_300)
  await eventually(() => spoken(page, /^Phrase: Take it slow/).count()).toBe(0)
  expect(await notice(page, /^Phrase: Take it slow/).count()).toBe(1)

  await putAtEnd(phrase(b, 'Take it slow'), ', or not')
  await page.clock.resume()
  await eventually(() => written(phrase(a, 'Take it slow'))).toContain('phone now, or not')

  const text = phrase(page, 'We are okay')
  await putAtEnd(text, '. You may not leave me')
  await page.clock.runFor(1_500)
  await notice(page, /^Phrase: We are okay/).waitFor()
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 60_000))
  await text.press('Control+a')
  await page.keyboard.insertText('We are okay, both')
  await eventually(() => notice(page, /^Phrase: We are okay/).count()).toBe(0)
  await page.clock.resume()
  await page.close()
})

test('[CHK7] what stood there when the page was opened has its notice at once, unspoken, and it leads to the rights', async () => {
  const { a, b } = phones()
  await putAtEnd(clauseText(b, /^Activity: Walk/, 'Activity'), '. No pauses after ten')
  await notice(a, /^Activity: Walk/).waitFor()
  await a.reload()
  await notice(a, /^Activity: Walk/).waitFor()
  expect(
    await group(a, /^Activity: Walk/)
      .getByText('Either may pause, without a reason.')
      .count(),
  ).toBe(1)
  expect(await spoken(a, /^Activity: Walk/).count()).toBe(0)
  await group(a, /^Activity: Walk/)
    .getByRole('link', { name: 'See your rights' })
    .press('Enter')
  const rights = a.getByRole('region', { name: 'Your rights' })
  await eventually(() => rights.evaluate(element => element === document.activeElement)).toBe(true)
  expect(await rights.getByRole('heading').isVisible()).toBe(true)
  const top = await rights.boundingBox()
  const tabs = await a.getByRole('navigation', { name: 'Sections' }).boundingBox()
  expect(top && tabs && top.y >= tabs.y + tabs.height - 1).toBe(true)
})

test('[CHK7] two signals that look alike are told of on both cards, and on neither once one has changed', async () => {
  const { a, b } = phones()
  await a.getByRole('button', { name: 'Add signal' }).click()
  await a.keyboard.insertText('FEATHER ')
  for (const page of [a, b]) {
    await notice(page, 'Signal: Feather', 'The same word as “FEATHER”.').waitFor()
    await notice(page, 'Signal: FEATHER', 'The same word as “Feather”.').waitFor()
  }
  await a.keyboard.type('bed')
  for (const page of [a, b]) {
    await notice(page, 'Signal: Feather', 'The same word as “FEATHER”.').waitFor({ state: 'detached' })
    await notice(page, 'Signal: FEATHER bed', 'The same word as “Feather”.').waitFor({ state: 'detached' })
  }
})

test('[CHK7] a signal with nothing to send says so once something else is written in it, and not while it is new', async () => {
  const { a } = phones()
  await a.getByRole('button', { name: 'Add signal' }).click()
  const fresh = group(a, 'New signal')
  await putAtEnd(clauseText(a, 'New signal', 'What helps'), 'A hand')
  await fresh.getByText('Nothing to send yet.', { exact: true }).waitFor()
  await putAtEnd(clauseText(a, 'New signal', 'Gesture'), 'Two fingers up')
  await fresh.getByText('Nothing to send yet.', { exact: true }).waitFor({ state: 'detached' })
})

test('[CHK2] [CHK3] a signal like one that is in force and gone from the draft is told of and cannot be agreed to, until that one is let go', async () => {
  const { a, b } = phones()
  const anchor = (page: Page) => clauseOn(page, /^Signal: Anchor/)
  await agreeBoth(anchor(a), anchor(b))
  await putInForce(a)
  await anchor(a).getByRole('button', { name: 'More for Anchor' }).click()
  await anchor(a).getByRole('button', { name: 'Remove' }).click()
  await a.getByRole('button', { name: 'Add signal' }).click()
  // With a Cyrillic letter.
  await a.keyboard.insertText('\u0410nchor')
  const fresh = (page: Page) => clauseOn(page, 'Signal: \u0410nchor')
  const reason = 'It looks like “Anchor”, which you both agreed to.'
  for (const page of [a, b]) {
    await notice(page, 'Signal: \u0410nchor', 'The same word as “Anchor”, which you both agreed to.').waitFor()
    await fresh(page).getByText(reason).waitFor()
    expect(await fresh(page).getByRole('button', { name: 'Agree to this' }).count()).toBe(0)
  }
  await b.reload()
  await clauseOn(b, /^Still in force: Anchor/)
    .getByRole('button', { name: 'I no longer agree' })
    .click()
  for (const page of [a, b]) {
    await fresh(page).getByText(reason).waitFor({ state: 'detached' })
    await fresh(page).getByRole('button', { name: 'Agree to this' }).waitFor()
  }
})

test('[CHK8] at no width, light and dark, axe finds anything in notices or anything is wider than the screen', async () => {
  const { a } = phones()
  await notice(a, /^Activity: Walk/).waitFor()
  expect(await looksOf(a, '#pauses')).toEqual([])
})
