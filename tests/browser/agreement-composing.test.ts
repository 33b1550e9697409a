import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { fieldLimits } from '../../shared/clause.ts'
import { phrase, putAtEnd, typeAtEnd, written } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { agreeBoth, standsAs, statusOf } from '../support/assent-page.ts'
import { eventually } from '../support/browser.ts'
import { inputMethodOf } from '../support/input-method.ts'

const phones = agreementPhones()

test('[WTG13] letters composed by an input method where the partner writes come whole and once on both phones, and undo takes them back', async () => {
  const { a, b } = phones()
  const [atMei, atJonas] = [phrase(a, 'Take it slo'), phrase(b, 'Take it slo')]
  const method = await inputMethodOf(a)
  await atMei.click()
  await atMei.press('Control+End')
  await method.compose('s')
  await method.compose('sh')
  await eventually(() => written(atJonas)).toBe('Take it slowsh')

  // After it, in the middle of it, and over the letter before it.
  await putAtEnd(atJonas, 'Z')
  for (const key of ['ArrowLeft', 'ArrowLeft', 'Y', 'ArrowLeft', 'ArrowLeft', 'Backspace', 'X']) await atJonas.press(key)
  await a.getByRole('group', { name: 'Phrase: Take it sloXsYhZ' }).waitFor()
  await method.compose('shi')
  expect(await written(atMei)).toBe('Take it slowshi')
  await method.commit('是')
  await eventually(() => written(atMei)).toBe('Take it sloX是YZ')
  await eventually(() => written(atJonas)).toBe('Take it sloX是YZ')

  // The caret stands behind it. All that was composed is one step of undo, and none of the partner's.
  await atMei.evaluate(text => {
    text.blur()
    text.focus()
  })
  await a.keyboard.insertText('!')
  await eventually(() => written(atJonas)).toBe('Take it sloX是!YZ')
  await a.keyboard.press('Control+z')
  await eventually(() => written(atJonas)).toBe('Take it sloX是YZ')
  await a.keyboard.press('Control+z')
  await eventually(() => written(atJonas)).toBe('Take it sloXYZ')
  await a.keyboard.press('Control+Shift+z')
  await eventually(() => written(atMei)).toBe('Take it sloX是YZ')
  // Of two emoji that share a half, one comes for the other whole.
  await atJonas.fill('Take it slow')
  await eventually(() => written(atMei)).toBe('Take it slow')
  await atMei.press('Control+End')
  for (const letters of ['😀', '😁']) await method.compose(letters)
  await method.commit('😁')
  await eventually(() => written(atJonas)).toBe('Take it slow😁')
  await atJonas.fill('Take it slow')
  await eventually(() => written(atMei)).toBe('Take it slow')
})

test('[AST2] while the partner’s words are held back from a text, the words that stand there are not called ours', async () => {
  const { a, b } = phones()
  const [atMei, atJonas] = [a, b].map(page => page.locator('#clause-starter-phrase-4')) as [Locator, Locator]
  await agreeBoth(atMei, atJonas)
  const text = atMei.getByRole('textbox', { name: 'Phrase' })
  const words = await written(text)
  const method = await inputMethodOf(a)
  await text.click()
  await text.press('Control+End')
  await method.compose('k')
  await standsAs(atJonas, 'Changed since ours')
  await atJonas.getByRole('textbox', { name: 'Phrase' }).press('Control+End')
  await b.keyboard.press('Backspace')
  await standsAs(atJonas, 'Ours')
  // The draft is the old one again here too; what stands there is not.
  await a.getByRole('group', { name: `Phrase: ${words}`, exact: true }).waitFor()
  expect([await written(text), await statusOf(atMei)]).toEqual([`${words}k`, 'Changed since ours'])
  await method.commit('k')
  await standsAs(atMei, 'Ours')
  expect(await written(text)).toBe(words)
})

test('[AGR22] near the limit letters are composed that become fewer, and the end of those that do not fit is told of and taken out', async () => {
  const { a, b } = phones()
  const [text, atJonas] = [a, b].map(page => page.locator('#clause-starter-phrase-4 .cm-content')) as [Locator, Locator]
  const words = await written(text)
  const method = await inputMethodOf(a)
  const full = 'z'.repeat(fieldLimits.phrase - 3)
  await text.fill(full)
  await text.press('Control+End')
  for (const letters of ['nih', 'niho', 'nihon']) await method.compose(letters)
  await eventually(() => written(atJonas)).toBe(`${full}nihon`)
  await method.commit('日本')
  await eventually(() => written(atJonas)).toBe(`${full}日本`)

  // A step of undo of its own.
  await text.evaluate(element => {
    element.blur()
    element.focus()
  })
  await method.compose('hell')
  await eventually(() => written(atJonas)).toBe(`${full}日本hell`)
  // The partner's that were held back are shown only then, and stay.
  await atJonas.press('Control+Home')
  await atJonas.press('Shift+ArrowRight')
  await b.keyboard.insertText('a')
  await a.getByRole('group', { name: 'Phrase: az' }).waitFor()
  await method.commit('hello')
  await eventually(() => written(text)).toBe(`a${full.slice(1)}日本h`)
  await eventually(() => written(atJonas)).toBe(`a${full.slice(1)}日本h`)
  await a.getByText('4 characters did not fit').last().waitFor()
  await text.press('Control+z')
  await eventually(() => written(text)).toBe(`a${full.slice(1)}日本`)
  await text.press('Control+Shift+z')
  await eventually(() => written(atJonas)).toBe(`a${full.slice(1)}日本h`)
  await text.fill(words)
  await eventually(() => written(atJonas)).toBe(words)
})

test('[WTG13] on a phone whose keyboard composes each word, the partner’s letters wait for the word, and no longer than the writer rests in it', async () => {
  const { a, b, mei } = phones()
  await using opened = new AsyncDisposableStack()
  const page = opened.adopt(await mei.context.newPage(), made => made.close())
  const method = await inputMethodOf(page, { android: true })
  const pass = await ownTimeOf(page)
  await page.goto(a.url())
  const [atMei, atJonas] = [phrase(page, 'Take it slow'), phrase(b, 'Take it slow')]
  await typeAtEnd(atMei, ' ')
  expect(await atMei.evaluate(text => Reflect.get(text, 'editContext')), 'as in Chrome on Android').not.toBeNull()
  await method.compose('hel')
  await eventually(() => written(atJonas)).toBe('Take it slow hel')
  await putAtEnd(atJonas, '!')
  await atJonas.press('Control+Home')
  await b.keyboard.insertText('Yes. ')
  await page.getByRole('group', { name: 'Phrase: Yes. Take it slow hel!' }).waitFor()
  await pass(1_000)
  await method.compose('hell')
  expect(await written(atMei)).toBe('Take it slow hell')
  await method.commit('hello')
  await eventually(() => written(atMei)).toBe('Yes. Take it slow hello!')
  // One step of undo, however long it took.
  await atMei.press('Control+z')
  await eventually(() => written(atMei)).toMatch(/^Yes\. Take it slow ?!$/)
  await atMei.press('Control+Shift+z')
  await eventually(() => written(atJonas)).toBe('Yes. Take it slow hello!')
  await atMei.press('Control+End')
  await atMei.press('ArrowLeft')

  await method.compose(' a')
  await putAtEnd(atJonas, ' Good.')
  await page.getByRole('group', { name: 'Phrase: Yes. Take it slow hello a! Good.' }).waitFor()
  expect(await written(atMei)).toBe('Yes. Take it slow hello a!')
  await pass(5_000)
  await eventually(() => written(atMei)).toBe('Yes. Take it slow hello a! Good.')
  await method.compose('nd')
  await method.commit('nd you')
  await eventually(() => written(atMei)).toBe('Yes. Take it slow hello and you! Good.')
  await eventually(() => written(atJonas)).toBe('Yes. Take it slow hello and you! Good.')

  // One's own undo does not wait, and what it took back does not come again with the next letter.
  await method.compose(' zz')
  await putAtEnd(atJonas, '?')
  await page.getByRole('group', { name: 'Phrase: Yes. Take it slow hello and you zz! Good.?' }).waitFor()
  expect(await written(atMei)).toBe('Yes. Take it slow hello and you zz! Good.')
  await page.getByRole('button', { name: 'Undo', exact: true }).dispatchEvent('click')
  const undone = await written(atMei)
  expect(undone).toMatch(/^Yes\. Take it slow[^z]*! Good\.\?$/)
  await method.commit('q')
  await eventually(async () => (await written(atJonas)).replace('q', '')).toBe(undone)
  await eventually(() => written(atJonas)).toContain('q')
})

/** From its next load on, time passes on this page as the test wants, beside its own. */
const ownTimeOf = async (page: Page): Promise<(ms: number) => Promise<void>> => {
  await page.addInitScript(() => {
    const { now } = Date
    let ahead = 0
    Date.now = () => now() + ahead
    addEventListener('time-passes', event => {
      ahead += Number(Reflect.get(event, 'detail'))
    })
  })
  return ms => page.evaluate(detail => void dispatchEvent(new CustomEvent('time-passes', { detail })), ms)
}
