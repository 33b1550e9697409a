import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { clauseText, putAtEnd, typeAtEnd, written } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { eventually } from '../support/browser.ts'

const phones = agreementPhones()

test('[AGR7] clauses are added, moved and removed with the keyboard alone, and a removed one comes back whole', async () => {
  const { a, b } = phones()
  await a.getByRole('button', { name: 'Add signal' }).press('Enter')
  const fresh = a.getByRole('group', { name: 'New signal' })
  const inFocus = (of: Locator) => of.evaluate(element => element === document.activeElement)
  await eventually(() => inFocus(fresh.getByRole('textbox', { name: 'Word' }))).toBe(true)
  await a.keyboard.type('Harbour')
  await b.getByRole('group', { name: 'Signal: Harbour' }).waitFor()

  await a.getByRole('button', { name: 'More for Harbour' }).press('Enter')
  const card = a.getByRole('group', { name: 'Signal: Harbour' })
  for (let place = 3; place > 0; place--) await card.getByRole('button', { name: 'Move up' }).press('Enter')
  await a.getByText('Harbour: place 1 of 4.').waitFor({ state: 'attached' })
  const names = (page: Page) =>
    page.getByRole('group', { name: /^Signal: / }).evaluateAll(all => all.map(one => one.getAttribute('aria-label')))
  await eventually(() => names(b)).toEqual(['Signal: Harbour', 'Signal: Lighthouse', 'Signal: Feather', 'Signal: Anchor'])

  await card.getByRole('button', { name: 'Remove' }).press('Enter')
  await b.getByRole('group', { name: 'Signal: Harbour' }).waitFor({ state: 'detached' })
  const back = a.getByRole('button', { name: 'Bring it back' })
  expect(await inFocus(back)).toBe(true)
  await back.press('Enter')
  await b.getByRole('group', { name: 'Signal: Harbour' }).waitFor()
  expect(await inFocus(card)).toBe(true)
  await putAtEnd(clauseText(b, 'Signal: Harbour', 'Meaning'), 'Come in')
  await eventually(() => written(clauseText(a, 'Signal: Harbour', 'Meaning'))).toBe('Come in')

  // What redo brings again is not new: the focus stays on its key.
  const [undo, redo] = ['Undo', 'Redo'].map(name => a.getByRole('button', { name, exact: true })) as [Locator, Locator]
  await a.getByRole('button', { name: 'Add signal' }).press('Enter')
  await eventually(() => inFocus(fresh.getByRole('textbox', { name: 'Word' }))).toBe(true)
  await undo.press('Enter')
  await fresh.waitFor({ state: 'detached' })
  await redo.press('Enter')
  await fresh.getByRole('textbox', { name: 'Word' }).waitFor()
  expect(await inFocus(redo)).toBe(true)
  await undo.press('Enter')
  await fresh.waitFor({ state: 'detached' })
})

test('[AGR7] [WTG10] what the partner removes under one’s hands says so, and comes back whole, with what was typed on', async () => {
  const { a, b } = phones()
  await putAtEnd(clauseText(a, 'Activity: Cold water', 'Activity'), ', twice')
  await b.getByRole('group', { name: 'Activity: Cold water' }).getByRole('button', { name: 'More for' }).click()
  await b.getByRole('group', { name: 'Activity: Cold water' }).getByRole('button', { name: 'Remove' }).click()
  const told = a.getByRole('status').filter({ hasText: 'Jonas removed “Cold water on face and wrists, twice”.' })
  await told.waitFor()
  expect(await told.evaluate(row => row === document.activeElement)).toBe(true)
  expect(await b.getByText('Mei removed “Cold water').count()).toBe(0)
  await told.getByRole('button', { name: 'Bring it back' }).press('Enter')
  const back = (page: Page) => page.getByRole('group', { name: 'Activity: Cold water on face and wrists, twice' })
  await back(b).waitFor()
  await eventually(() => back(a).evaluate(clause => clause === document.activeElement)).toBe(true)
  await told.waitFor({ state: 'detached' })

  // Who types on scrolls nothing, sees that it waits there, and has it in its place, whoever brings the clause back.
  const text = (page: Page) => clauseText(page, /^Activity: Cold water/, 'Activity')
  await text(a).click()
  await text(a).press('Control+End')
  await text(a).press('Control+ArrowLeft')
  const scrolled = () => a.evaluate(() => scrollY)
  const removeOnB = async () => {
    await b
      .getByRole('group', { name: /^Activity: Cold water/ })
      .getByRole('button', { name: 'More for' })
      .click()
    await b
      .getByRole('group', { name: /^Activity: Cold water/ })
      .getByRole('button', { name: 'Remove' })
      .click()
    await eventually(() => told.evaluate(row => row === document.activeElement)).toBe(true)
    return scrolled()
  }
  const before = await removeOnB()
  await a.keyboard.type('or sox ')
  await a.keyboard.press('Backspace')
  for (const key of ['x', 'Backspace', ' ', 'ArrowDown', 'End', 'Enter']) await a.keyboard.press(key)
  await told.getByText('What you type now waits here and comes back with it: or sox ').waitFor()
  expect(await scrolled()).toBe(before)
  await told.getByRole('button', { name: 'Bring it back' }).press('Enter')
  await eventually(() => written(text(b))).toBe('Cold water on face and wrists, or sox twice')
  await a.keyboard.type('not ')
  await eventually(() => written(text(b))).toBe('Cold water on face and wrists, or sox not twice')
  for (let letter = 0; letter < 'or sox not '.length; letter++) await a.keyboard.press('Backspace')
  await eventually(() => written(text(b))).toBe('Cold water on face and wrists, twice')
  await removeOnB()
  await a.keyboard.type('or ')
  await told.getByText('comes back with it: or ').waitFor()
  await b.locator('#pauses').getByRole('button', { name: 'Bring it back' }).click()
  await eventually(() => written(text(b))).toBe('Cold water on face and wrists, or twice')
  await a.keyboard.press('Backspace')
  await a.keyboard.press('Backspace')
  await a.keyboard.press('Backspace')
  await eventually(() => written(text(b))).toBe('Cold water on face and wrists, twice')

  // The other way round: the row goes when the partner brings it back, and whoever stood on its key stands on the clause.
  await back(a)
    .getByRole('button', { name: /^More for/ })
    .click()
  await back(a).getByRole('button', { name: 'Remove' }).click()
  const own = a.getByRole('listitem').filter({ hasText: '“Cold water on face and wrists, twice” is removed.' })
  await own.getByRole('button', { name: 'Bring it back' }).waitFor()
  await b
    .getByRole('status')
    .filter({ hasText: 'Mei removed “Cold water' })
    .getByRole('button', { name: 'Bring it back' })
    .click()
  await back(a).waitFor()
  await own.waitFor({ state: 'detached' })
  await eventually(() => back(a).evaluate(clause => clause === document.activeElement)).toBe(true)
})

test('[AGR8] minutes that cannot stand together are left out, and the message names those that can', async () => {
  const { a, b } = phones()
  const minutes = (page: Page, name: string) => page.getByRole('spinbutton', { name: `${name} pause (minutes)` })
  const say = async (name: string, value: string) => {
    await minutes(a, name).fill(value)
    await minutes(a, name).press('Enter')
  }
  await say('Shortest', '5')
  await a.getByText('From 20 to 25 minutes here. Never under 20, and not over the usual pause.').waitFor()
  await say('Usual', '300')
  await a.getByText('From 20 to 240 minutes here. Between the shortest and the longest pause.').waitFor()
  await say('Longest', '1441')
  await a.getByText('From 25 to 1440 minutes here. Not under the usual pause, and never over 1440.').waitFor()
  const all = (page: Page) => Promise.all(['Shortest', 'Usual', 'Longest'].map(name => minutes(page, name).inputValue()))
  await say('Usual', '1e2')
  // What was typed stays beside its message; what is in force stays as it was.
  expect(await all(a)).toEqual(['5', '1e2', '1441'])
  expect(await a.getByText(/^From \d+ to \d+ minutes here/).count()).toBe(3)
  expect(await all(b)).toEqual(['20', '25', '240'])
  await minutes(a, 'Shortest').press('Escape')
  await say('Usual', '25')
  expect(await all(a)).toEqual(['20', '25', '1441'])
  expect(await a.getByText(/^From \d+ to \d+ minutes here/).count()).toBe(1)

  await say('Longest', '1440')
  await eventually(() => all(b)).toEqual(['20', '25', '1440'])
  await b.getByRole('button', { name: 'More: Usual pause (minutes)' }).click()
  await eventually(() => all(a)).toEqual(['20', '30', '1440'])
  await a.getByRole('button', { name: 'Undo', exact: true }).click()
  await eventually(() => all(b)).toEqual(['20', '30', '240'])
})

test('[AGR8] minutes that were refused are written once the others let them, and are not called saved before', async () => {
  const { a, b } = phones()
  const minutes = (page: Page, name: string) => page.getByRole('spinbutton', { name: `${name} pause (minutes)` })
  const all = (page: Page) => Promise.all(['Shortest', 'Usual', 'Longest'].map(name => minutes(page, name).inputValue()))
  const saved = a.getByText('Saved on both devices')
  await eventually(() => all(a)).toEqual(['20', '30', '240'])
  await saved.waitFor()
  await minutes(a, 'Usual').fill('300')
  await a.getByText('Not saved yet.', { exact: true }).waitFor()
  await minutes(a, 'Usual').press('Tab')
  await a.getByText('Some minutes are not saved.').waitFor()
  expect(await saved.count()).toBe(0)
  await minutes(a, 'Longest').fill('400')
  await minutes(a, 'Longest').press('Tab')
  await eventually(() => all(b)).toEqual(['20', '300', '400'])
  expect(await all(a)).toEqual(['20', '300', '400'])
  expect(await a.locator('input[aria-invalid]').count()).toBe(0)
  await saved.waitFor()
  await a.getByRole('button', { name: 'Undo', exact: true }).click()
  await eventually(() => all(b)).toEqual(['20', '30', '240'])

  await minutes(a, 'Usual').fill('300')
  await minutes(a, 'Usual').press('Enter')
  await a.getByText('From 20 to 240 minutes here.').waitFor()
  await a.reload()
  await eventually(() => all(a)).toEqual(['20', '300', '240'])
  await a.getByText('From 20 to 240 minutes here.').waitFor()
  await minutes(b, 'Longest').fill('500')
  await minutes(b, 'Longest').press('Enter')
  await eventually(() => all(b)).toEqual(['20', '300', '500'])
  await saved.waitFor()
})

test('[AGR9] a text takes no line end and no more than fits, typed or pasted', async () => {
  const { a, b } = phones()
  const [wordAtMei, wordAtJonas] = [a, b].map(page => clauseText(page, /^Signal: Feather/, 'Word')) as [Locator, Locator]
  await typeAtEnd(wordAtMei, '')
  await wordAtMei.press('Enter')
  await paste(a, 'Two\r\nlines\u2028here')
  await eventually(() => written(wordAtJonas)).toBe('FeatherTwo lines here')
  await paste(a, 'x'.repeat(500))
  expect((await written(wordAtMei)).length).toBe(80)
  await a.keyboard.type('y')
  expect((await written(wordAtMei)).length).toBe(80)

  const [atMei, atJonas] = [a, b].map(page => clauseText(page, /^Signal: Feather/, 'Meaning')) as [Locator, Locator]
  await typeAtEnd(atMei, '')
  await paste(a, '\r\nand\rmore')
  await eventually(() => written(atJonas)).toBe('Speak softer. and more')
  await atJonas.press('Enter')
  await typeAtEnd(atJonas, '     !')
  await eventually(() => written(atMei)).toBe('Speak softer. and more   !')
})

test('[AGR22] a pasted text that does not fit says how much of it, and one tap takes back what came; near the limit the rest is counted', async () => {
  const { a } = phones()
  const text = clauseText(a, /^Signal: Lighthouse/, 'Meaning')
  const field = a.getByRole('group', { name: /^Signal: Lighthouse/ })
  const before = await written(text)
  await typeAtEnd(text, ' ')
  await paste(a, 'x'.repeat(600 - before.length - 1))
  await field.getByRole('status').filter({ hasText: '200 characters did not fit.' }).waitFor({ state: 'attached' })
  expect((await written(text)).length).toBe(400)
  await field.getByRole('button', { name: 'Undo' }).click()
  await eventually(() => written(text)).toBe(`${before} `)
  expect(await field.getByText('did not fit').count()).toBe(0)
  expect(await text.evaluate(element => element === document.activeElement)).toBe(true)

  await a.keyboard.insertText('y'.repeat(379 - before.length))
  await field.getByText('20 left', { exact: true }).first().waitFor({ state: 'attached' })
  await a.keyboard.insertText('y'.repeat(20))
  await field.getByText('No room left').first().waitFor({ state: 'attached' })
  await a.keyboard.type('zz')
  await field.getByText('2 characters did not fit.').first().waitFor({ state: 'attached' })
  await a.getByRole('button', { name: 'Undo', exact: true }).click()
})

test('[AGR23] going back by keyboard at 1280 px, no control comes to lie under the heads of the columns', async () => {
  const { a } = phones()
  const before = a.viewportSize()
  await a.setViewportSize({ width: 1280, height: 800 })
  await a.getByRole('button', { name: 'Add promise' }).focus()
  const covered: string[] = []
  for (let step = 0; step < 60; step++) {
    await a.keyboard.press('Shift+Tab')
    const under = await a.evaluate(() => {
      const here = document.activeElement
      if (!here?.closest('[id="our-words"], [id="coming-back"], [id="pauses"]')) return null
      const { left, top, width, height } = here.getBoundingClientRect()
      const seen = [0.1, 0.5, 0.9].some(part => {
        const there = document.elementFromPoint(left + width / 2, top + height * part)
        return there !== null && (here.contains(there) || there.contains(here))
      })
      return seen ? null : (here.textContent ?? here.tagName)
    })
    if (under !== null) covered.push(under)
  }
  expect(covered).toEqual([])
  if (before) await a.setViewportSize(before)
})

const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate(pasted => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    clipboardData.setData('text/html', `<b style="font-size:90px">${pasted}</b>`)
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)

test('[AGR16] the emoji of a signal takes a few emoji and no words, and says so; a long word is told to be one', async () => {
  const { a } = phones()
  const feather = () => a.getByRole('group', { name: /^Signal: Feather/ })
  const emoji = clauseText(a, /^Signal: Feather/, 'Emoji')
  const before = await written(emoji)
  await typeAtEnd(emoji, 'no')
  await feather().getByRole('alert').getByText('Only emoji fit here').waitFor()
  expect(await written(emoji)).toBe(before)
  await a.keyboard.insertText('🪶')
  await feather().getByRole('alert').waitFor({ state: 'detached' })
  expect(await written(emoji)).toBe(`${before}🪶`)
  await a.keyboard.press('Backspace')
  await feather().getByText('Short words are easier on a hard evening.').waitFor()
  expect(await a.getByRole('group', { name: 'Signal: Lighthouse' }).getByText('Short words').count()).toBe(0)
})
