import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openAgreementPage, phrase, putAtEnd, typeAtEnd, written } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { eventually } from '../support/browser.ts'

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
