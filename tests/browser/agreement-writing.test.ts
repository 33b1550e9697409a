import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { fieldLimits } from '../../shared/clause.ts'
import { openAgreementPage, phrase, putAtEnd, typeAtEnd, written } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { agreeBoth, standsAs, statusOf } from '../support/assent-page.ts'
import { eventually } from '../support/browser.ts'
import { inputMethodOf } from '../support/input-method.ts'

const phones = agreementPhones()

test('[AGR6] a starter says that it is one until its words are touched, on both phones', async () => {
  const { a, b } = phones()
  expect(await a.getByText('Starter', { exact: true }).count()).toBe(12)
  expect(await a.getByRole('group', { name: 'Phrase: I am here' }).getByRole('status').textContent()).toBe('Being written')
  await putAtEnd(phrase(b, 'I am here'), ' now')
  await eventually(() => a.getByText('Starter', { exact: true }).count()).toBe(11)
  const mine = a.getByRole('group', { name: 'Phrase: I am here now' })
  expect(await mine.getByText('Starter', { exact: true }).count()).toBe(0)
  expect(await b.getByText('Starter', { exact: true }).count()).toBe(11)
})

test('[AGR1] both type in one clause at once: every letter of both is there, in its order, the same on both phones', async () => {
  const { a, b } = phones()
  const [atMei, atJonas] = [phrase(a, 'I am here'), phrase(b, 'I am here')]
  await eventually(() => written(atMei)).toBe('I am here now')
  await atMei.click()
  await atMei.press('Control+End')
  await atJonas.click()
  await atJonas.press('Control+Home')
  const [mine, theirs] = ['ABCDEFGHIJKLM', 'nopqrstuv 0123456789']
  await Promise.all([atMei.pressSequentially(mine, { delay: 7 }), atJonas.pressSequentially(theirs, { delay: 5 })])
  await eventually(() => written(atMei)).toBe(`${theirs}I am here now${mine}`)
  await eventually(() => written(atJonas)).toBe(`${theirs}I am here now${mine}`)

  // At the very same place, too.
  await atJonas.press('Control+End')
  await Promise.all([atMei.pressSequentially('111111', { delay: 7 }), atJonas.pressSequentially('222222', { delay: 5 })])
  await eventually(async () => [...(await written(atMei)).slice(-12)].toSorted().join('')).toBe('111111222222')
  await eventually(async () => (await written(atJonas)) === (await written(atMei))).toBe(true)
})

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

test('[AGR2] the partner’s caret stands where they write, with their name, and goes when they leave', async () => {
  const { a, b } = phones()
  await putAtEnd(phrase(b, 'We are okay'), ' now')
  const text = phrase(a, 'We are okay')
  const caret = text.locator('.cm-partnerCaret')
  await caret.waitFor({ state: 'attached' })
  const drawn = () =>
    caret.evaluate(bar => {
      const tag = getComputedStyle(bar, '::after')
      return { name: tag.content, shown: tag.display !== 'none', hue: getComputedStyle(bar).backgroundColor }
    })
  await eventually(() => caret.getAttribute('data-tag')).toBe('end')
  expect(await drawn()).toEqual({ name: '"Jonas"', shown: true, hue: await hueOf(a, '--b') })
  // The name is drawn, and is not part of the text.
  expect(await text.textContent()).toBe('We are okay now')

  // Inside a line the name stands for two seconds; the bar stays.
  await phrase(b, 'We are okay').press('Control+Home')
  await eventually(() => caret.getAttribute('data-tag')).toBe('above')
  await eventually(() => caret.getAttribute('data-tag')).toBe('none')
  expect((await drawn()).shown).toBe(false)
  // Whoever writes there is named anew, though the letter behind the caret stays the same; what Mei writes in that line is hers.
  await putAtEnd(text, '-')
  await eventually(() => written(phrase(b, 'We are okay'))).toBe('We are okay now-')
  expect(await caret.getAttribute('data-tag')).toBe('none')
  await b.keyboard.insertText('+')
  await eventually(() => caret.getAttribute('data-tag')).toBe('above')
  expect(await text.textContent()).toBe('+We are okay now-')
  // At the right end of the first line, where their shape stands on the card's edge, the name stands clear of it.
  await text.fill('We are okay now')
  await phrase(b, 'We are okay').press('Control+End')
  const room = () =>
    caret.evaluate(bar => {
      const content = bar.closest('.cm-content')
      // Just drawn anew.
      if (!content) return { letters: Number.POSITIVE_INFINITY, line: 0, clear: false }
      const { left, top } = bar.getBoundingClientRect()
      const { right, top: first } = content.getBoundingClientRect()
      const tag = getComputedStyle(bar, '::after')
      const shape = bar.closest('[role="group"]')?.querySelector('[class*="here"]')?.getBoundingClientRect()
      const end = left + Number.parseFloat(tag.left) + Number.parseFloat(tag.width)
      const isAbove = Number.parseFloat(tag.top) < 0
      const isClear = end <= right && (!isAbove || end < (shape?.left ?? 0))
      return { letters: right - left, line: top - first, clear: tag.display === 'none' || isClear }
    })
  for (let at = 'We are okay now'.length; (await room()).letters > 12 && at < 60; at += 1) {
    await b.keyboard.insertText('.')
    await eventually(async () => (await written(text)).length).toBe(at + 1)
  }
  const atEdge = await room()
  expect(atEdge.line, 'on the first line').toBeLessThan(10)
  expect(atEdge.letters, 'at its end').toBeLessThanOrEqual(12)
  await eventually(async () => (await room()).clear).toBe(true)
  await b.keyboard.press('ArrowLeft')
  await eventually(() => caret.getAttribute('data-tag')).toBe('above')
  await eventually(async () => (await room()).clear).toBe(true)
  await text.fill('We are okay now')

  await phrase(b, 'We are okay').evaluate(element => element.blur())
  await caret.waitFor({ state: 'detached' })
  await b.getByRole('link', { name: 'Now', exact: true }).click()
  await a.getByText('Jonas is here').waitFor({ state: 'detached' })
  await b.getByRole('link', { name: 'Agreement', exact: true }).click()
  await a.getByText('Jonas is here').waitFor({ state: 'attached' })
})

const hueOf = (page: Page, token: string): Promise<string> =>
  page.evaluate(name => {
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.backgroundColor = `var(${name})`
    const hue = getComputedStyle(probe).backgroundColor
    probe.remove()
    return hue
  }, token)

test('[AGR3] undo and redo take back and bring back one’s own steps, never the partner’s', async () => {
  const { a, b } = phones()
  // A page begins with nothing to undo.
  await openAgreementPage(a)
  const [atMei, atJonas] = [phrase(a, 'Take it slow'), phrase(b, 'Take it slow')]
  const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true })
  expect(await undo(a).getAttribute('aria-disabled')).toBe('true')
  await putAtEnd(atMei, ' mine')
  await eventually(() => written(atJonas)).toBe('Take it slow mine')
  await putAtEnd(atJonas, ' theirs')
  await eventually(() => written(atMei)).toBe('Take it slow mine theirs')

  await atMei.press('Control+z')
  await eventually(() => written(atMei)).toBe('Take it slow theirs')
  await eventually(() => undo(a).getAttribute('aria-disabled')).toBe('true')
  await atMei.press('Control+z')
  expect(await written(atMei)).toBe('Take it slow theirs')
  await a.getByRole('button', { name: 'Redo', exact: true }).click()
  await eventually(() => written(atJonas)).toBe('Take it slow mine theirs')
  await undo(b).click()
  await eventually(() => written(atMei)).toBe('Take it slow mine')
  // Outside the texts as well.
  await a.getByRole('heading', { name: 'Coming back' }).click()
  await a.keyboard.press('Control+z')
  await eventually(() => written(atJonas)).toBe('Take it slow')
})

test('[AGR3] with Caps Lock on, Shift still means redo, in a text and outside', async () => {
  const { a } = phones()
  const text = phrase(a, 'I am here')
  await text.click()
  const before = await written(text)
  await putAtEnd(text, ' today')
  await eventually(() => written(text)).toBe(`${before} today`)
  // As the key comes with Caps Lock on: a small letter beside Shift.
  const redo = () =>
    a.evaluate(() => {
      const press = { key: 'z', code: 'KeyZ', keyCode: 90, ctrlKey: true, shiftKey: true, bubbles: true, cancelable: true }
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', press))
    })
  for (const outside of [false, true]) {
    await a.getByRole('button', { name: 'Undo', exact: true }).click()
    await eventually(() => written(text)).toBe(before)
    if (outside) await a.getByRole('heading', { name: 'Coming back' }).click()
    else await text.click()
    await redo()
    await eventually(() => written(text)).toBe(`${before} today`)
  }
})

test('[AGR10] two tabs of one phone write in one agreement, and neither is taken for the partner', async () => {
  const { a, b, mei } = phones()
  const second = await mei.context.newPage()
  await second.goto(a.url())
  await putAtEnd(phrase(second, 'We are okay'), ' twice')
  await eventually(() => written(phrase(a, 'We are okay'))).toBe('We are okay now twice')
  await eventually(() => written(phrase(b, 'We are okay'))).toBe('We are okay now twice')
  await putAtEnd(phrase(a, 'We are okay'), ' over')
  await eventually(() => written(phrase(second, 'We are okay'))).toBe('We are okay now twice over')
  expect(await a.getByText('Mei is here').count()).toBe(0)
  await second.close()
})

test('[AGR14] a keystroke is on the partner’s screen at once', async () => {
  const { a, b } = phones()
  const text = phrase(b, 'I am here')
  await text.evaluate(element => {
    const at: number[] = []
    new MutationObserver(() => at.push(performance.timeOrigin + performance.now())).observe(element, {
      childList: true,
      subtree: true,
      characterData: true,
    })
    Reflect.set(globalThis, 'drawnAt', at)
  })
  await a.evaluate(() => {
    addEventListener('keydown', event => Reflect.set(globalThis, 'pressedAt', performance.timeOrigin + event.timeStamp), true)
  })
  await typeAtEnd(phrase(a, 'I am here'), '')
  const waits: number[] = []
  for (let key = 0; key < 7; key++) {
    const seen = await b.evaluate(() => Reflect.get(globalThis, 'drawnAt').length)
    await a.keyboard.press('k')
    const pressedAt = await a.evaluate(() => Number(Reflect.get(globalThis, 'pressedAt')))
    await b.waitForFunction(count => Reflect.get(globalThis, 'drawnAt').length > count, seen)
    waits.push((await b.evaluate(count => Reflect.get(globalThis, 'drawnAt')[count], seen)) - pressedAt)
  }
  const median = waits.toSorted((one, other) => one - other)[3] ?? Number.NaN
  console.log(`keystroke to the partner's screen: ${median.toFixed(1)} ms at the median`)
  expect(await written(phrase(b, 'I am here'))).toMatch(/k{7}$/)
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
