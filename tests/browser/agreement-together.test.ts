import type { CDPSession, Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { clauseText, phrase, putAtEnd, typeAtEnd, written } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { eventually } from '../support/browser.ts'
import { look } from '../support/look.ts'

const phones = agreementPhones({ jonasKeepsApp: true })
/** What a page without a network says: a note of what was changed before may still wait to go out. */
const CUT_OFF = /^(No connection right now\.|Saved here\. It goes out)/

test('[WTG4] both phones say who changed a clause last, and when, once it has rested', async () => {
  const { a, b } = phones()
  await putAtEnd(clauseText(a, /^Activity: Walk/, 'Activity'), ', slowly')
  await a
    .getByRole('group', { name: /^Activity: Walk/ })
    .getByText(/^Last changed by you, \d+:\d\d$/)
    .waitFor()
  await b
    .getByRole('group', { name: /^Activity: Walk/ })
    .getByText(/^Last changed by Mei, \d+:\d\d$/)
    .waitFor()
  expect(await b.getByText(/^Last changed/).count()).toBe(1)
  await b.getByRole('button', { name: 'More: Usual pause (minutes)' }).click()
  await a
    .getByRole('group', { name: 'Pause rule: how long' })
    .getByText(/^Last changed by Jonas, \d+:\d\d$/)
    .waitFor()
})

test('[WTG9] the partner’s shape stands on the card in which they write, in words for who listens there, and is not announced', async () => {
  const { a, b } = phones()
  const card = (name: string) => a.getByRole('group', { name })
  await phrase(b, 'We are okay').click()
  const here = card('Phrase: We are okay').getByText('Jonas is here')
  await here.waitFor({ state: 'attached' })
  expect(await here.evaluate(element => element.closest('[role="status"], [aria-live]'))).toBe(null)
  await phrase(b, 'Take it slow').click()
  await card('Phrase: Take it slow').getByText('Jonas is here').waitFor({ state: 'attached' })
  await here.waitFor({ state: 'detached' })
  await phrase(b, 'Take it slow').evaluate(element => element.blur())
  await card('Phrase: Take it slow').getByText('Jonas is here').waitFor({ state: 'detached' })
  // Mei's caret is where the test before has left it.
  expect(
    await b
      .getByRole('group', { name: /^Activity: Walk/ })
      .getByText('Mei is here')
      .count(),
  ).toBe(1)
})

test('[WTG6] what both changed while apart is shown on both phones in both wordings, until either decides', async () => {
  const { a, b, network } = phones()
  await b.getByText('Saved on both devices').waitFor()
  network.block(true)
  await b.getByText(CUT_OFF).waitFor()
  await putAtEnd(phrase(b, "I won't leave"), ' the house')
  await putAtEnd(phrase(a, "I won't leave"), ' you')
  // Of another clause each writes in a field of their own.
  await putAtEnd(clauseText(b, 'Signal: Anchor', 'Gesture'), ', lightly')
  await putAtEnd(clauseText(a, 'Signal: Anchor', 'What helps'), ' Or two.')
  await b.getByText('Saved here. It goes out when there is a connection.').waitFor()
  expect(await a.getByText('while apart').count()).toBe(0)
  network.block(false)
  const hint = (page: Page, clause: string | RegExp = /^Phrase: I won't leave/) =>
    page.getByRole('group', { name: clause }).getByRole('group', { name: 'You both changed this while apart' })
  await hint(a).waitFor()
  await hint(b).waitFor()
  const anchor = (page: Page) => hint(page, 'Signal: Anchor')
  const told = (page: Page) => eventually(() => anchor(page).locator('p, button').allTextContents())
  const standing = ['Both stand as you wrote them.', 'Keep it as it is']
  await told(a).toEqual([
    'You both changed this while apart.',
    ...['Gesture', expect.stringMatching(/Jonas wrote$/), 'Two fingers on the wrist, lightly'],
    ...['What helps', expect.stringMatching(/You wrote$/), 'One honest line, soon. Or two.'],
    ...standing,
  ])
  await told(b).toEqual([
    'You both changed this while apart.',
    ...['Gesture', expect.stringMatching(/You wrote$/), 'Two fingers on the wrist, lightly'],
    ...['What helps', expect.stringMatching(/Mei wrote$/), 'One honest line, soon. Or two.'],
    ...standing,
  ])
  await eventually(() =>
    hint(a)
      .getByText(/wrote$|^I won/)
      .allTextContents(),
  ).toEqual([
    expect.stringMatching(/You wrote$/),
    "I won't leave you",
    expect.stringMatching(/Jonas wrote$/),
    "I won't leave the house",
  ])
  await eventually(() =>
    hint(b)
      .getByText(/wrote$|^I won/)
      .allTextContents(),
  ).toEqual([
    expect.stringMatching(/You wrote$/),
    "I won't leave the house",
    expect.stringMatching(/Mei wrote$/),
    "I won't leave you",
  ])
  await a.setViewportSize({ width: 320, height: 640 })
  await a.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  expect(await look(a)).toEqual([])
  await a.setViewportSize({ width: 390, height: 844 })
  await anchor(b).getByRole('button', { name: 'Keep it as it is' }).click()
  await anchor(a).waitFor({ state: 'detached' })
  const merged = await written(phrase(a, "I won't leave"))
  await hint(b).getByRole('button', { name: "Take Mei's" }).press('Enter')
  await hint(a).waitFor({ state: 'detached' })
  await hint(b).waitFor({ state: 'detached' })
  expect(await b.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe("Phrase: I won't leave you")
  await eventually(() => written(phrase(a, "I won't leave"))).toBe("I won't leave you")
  await b.keyboard.press('Control+z')
  await hint(a).waitFor()
  await eventually(() => written(phrase(a, "I won't leave"))).toBe(merged)
  await hint(a).getByRole('button', { name: 'Keep it as it is' }).click()
  await hint(b).waitFor({ state: 'detached' })
  expect(await written(phrase(b, "I won't leave"))).toBe(merged)
})

test('[WTG6] a page that ends right after a letter written apart, and before it has rested, has kept that it was', async () => {
  const { a, b, network } = phones()
  const field = (page: Page) => phrase(page, 'Take it slow')
  const card = (page: Page) => page.getByRole('group', { name: /^Phrase: .*Take it slow/ })
  await b.getByText('Saved on both devices').waitFor()
  network.block(true)
  await b.getByText(CUT_OFF).waitFor()
  await putAtEnd(field(a), ' with me')
  await typeAtEnd(field(b), ' now', 300)
  // No page may rely on being told of its end: this one hears of none, and loses what it would write then.
  await b.evaluate(() => {
    for (const type of ['pagehide', 'visibilitychange']) addEventListener(type, event => event.stopImmediatePropagation(), true)
  })
  await b.getByText('Saved here. It goes out when there is a connection.').waitFor()
  await b.reload()
  await eventually(() => written(field(b))).toBe('Take it slow now')
  await card(b)
    .getByText(/^Last changed by you, \d+:\d\d$/)
    .waitFor()
  network.block(false)
  const hint = (page: Page) => card(page).getByRole('group', { name: 'You both changed this while apart' })
  await hint(b).waitFor()
  await hint(a).waitFor()
  expect(
    await hint(a)
      .getByText(/^Take it slow/)
      .allTextContents(),
  ).toEqual(['Take it slow with me', expect.stringMatching(/^Take it slow n(ow?)?$/)])
  await hint(a).getByRole('button', { name: 'Keep it as it is' }).click()
  await hint(b).waitFor({ state: 'detached' })
})

test('[WTG7] neither typing nor pasting puts in what cannot be seen; what joins letters and emoji stays', async () => {
  const { a, b } = phones()
  const meaning = clauseText(a, 'Signal: Lighthouse', 'Meaning')
  await meaning.click()
  await a.keyboard.press('Control+a')
  await paste(a, 'la\u202ent\u200be\u00adrn\ufeff 👩‍👩‍👧 می‌خواهم')
  await a.keyboard.insertText('\u2066 and\u200f')
  await a.keyboard.insertText('\u3164')
  await a.keyboard.insertText(' می‌')
  await a.keyboard.insertText('خ')
  await eventually(() => written(clauseText(b, 'Signal: Lighthouse', 'Meaning'))).toBe('lantern 👩‍👩‍👧 می‌خواهم and می‌خ')
})

const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate(pasted => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)

const signals = (page: Page) =>
  page.getByRole('group', { name: /^Signal: / }).evaluateAll(all => all.map(one => one.getAttribute('aria-label')?.slice(8)))
const handle = (page: Page, word: string) => page.getByRole('group', { name: `Signal: ${word}` }).locator('[data-move]')
/** Where it is in the window, which is not scrolled for it. */
const placeOf = async (of: Locator) => {
  const box = await of.boundingBox()
  if (!box) throw new Error('it is not on the screen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width, height: box.height }
}
/** Takes a clause by its handle and moves it as a hand does: with an eye on the page, up or down, until it says that it is there. */
const dragTo = async (page: Page, word: string, place: number) => {
  const told = () => page.getByRole('status').allTextContents()
  await handle(page, word).hover()
  const { x, y: from } = await placeOf(handle(page, word))
  await page.mouse.down()
  let y = from
  for (let step = 0; step < 300; step++) {
    const at = Number((await told()).flatMap(text => /^Place (\d) of 3\.$/.exec(text)?.[1] ?? [])[0] ?? 0)
    if (at === place) return
    y += at > place ? -20 : 20
    await page.mouse.move(x, y)
    await page.evaluate(() => new Promise(requestAnimationFrame))
  }
  throw new Error(`taken at ${Math.round(from)}, never at place ${place}: ${(await told()).join(' | ')}`)
}
/** All signals in one window, far from its edges: there a drag would scroll it. At rest: a page glides on after a swipe. */
const showSignals = async (page: Page) => {
  await page.setViewportSize({ width: 390, height: 2_000 })
  await page.evaluate(() => {
    const { promise, resolve } = Promise.withResolvers<void>()
    let quiet = 0
    const look = () => {
      quiet = scrollY === 0 ? quiet + 1 : 0
      scrollTo(0, 0)
      if (quiet === 10) resolve()
      else requestAnimationFrame(look)
    }
    look()
    return promise
  })
}

test('[WTG8] a clause is dragged by its handle with the mouse, says where it is, and undo takes it back', async () => {
  const { a, b } = phones()
  await showSignals(a)
  const grip = await placeOf(handle(a, 'Lighthouse'))
  expect([grip.width, grip.height]).toEqual([44, 44])
  await dragTo(a, 'Lighthouse', 2)
  await a.mouse.up()
  await eventually(() => signals(b)).toEqual(['Feather', 'Lighthouse', 'Anchor'])
  expect(await signals(a)).toEqual(['Feather', 'Lighthouse', 'Anchor'])
  await a
    .getByRole('status')
    .filter({ hasText: /^Lighthouse: place 2 of 3\.$/ })
    .waitFor({ state: 'attached' })
  await a.getByRole('button', { name: 'Undo', exact: true }).click()
  await eventually(() => signals(b)).toEqual(['Lighthouse', 'Feather', 'Anchor'])

  // Cards of other heights make room as well: none lies over another while one is held.
  await a.getByRole('button', { name: 'More for Feather' }).click()
  await dragTo(a, 'Lighthouse', 3)
  const gaps = () =>
    a.getByRole('group', { name: /^Signal: / }).evaluateAll(all => {
      const entries = all.flatMap(one => one.closest('li') ?? [])
      const still = entries.filter(entry => !entry.hasAttribute('data-dragged')).map(entry => entry.getBoundingClientRect())
      const isMoving = entries.some(entry => entry.getAnimations().length > 0)
      return isMoving ? null : still.slice(1).map((box, place) => Math.round(box.top - (still[place]?.bottom ?? 0)))
    })
  await eventually(gaps).toEqual([14])
  await a.keyboard.press('Escape')
  await a.mouse.up()
  expect(await signals(a)).toEqual(['Lighthouse', 'Feather', 'Anchor'])

  // In its text the mouse marks letters and moves nothing.
  const words = await placeOf(clauseText(a, 'Signal: Feather', 'Meaning'))
  await a.mouse.move(words.x - words.width / 2 + 12, words.y - 4)
  await a.mouse.down()
  await a.mouse.move(words.x, words.y + 2, { steps: 6 })
  await a.mouse.up()
  expect(await a.evaluate(() => getSelection()?.toString().length)).toBeGreaterThan(2)
  expect(await signals(a)).toEqual(['Lighthouse', 'Feather', 'Anchor'])
  await a.setViewportSize({ width: 390, height: 844 })
})

test('[WTG8] a finger on the handle moves the clause; anywhere else on the card it scrolls the page', async () => {
  const { a, b } = phones()
  await showSignals(a)
  const finger = await a.context().newCDPSession(a)
  const text = await placeOf(clauseText(a, 'Signal: Lighthouse', 'Meaning'))
  await swipe(finger, { x: text.x, y: text.y + 300 }, { x: text.x, y: text.y })
  await eventually(() => a.evaluate(() => scrollY)).toBeGreaterThan(100)
  expect(await signals(a)).toEqual(['Lighthouse', 'Feather', 'Anchor'])

  await showSignals(a)
  const held = await placeOf(handle(a, 'Feather'))
  await swipe(finger, held, { x: held.x, y: (await placeOf(handle(a, 'Lighthouse'))).y })
  await eventually(() => signals(b)).toEqual(['Feather', 'Lighthouse', 'Anchor'])
  expect(await a.evaluate(() => scrollY)).toBe(0)
  await a.getByRole('button', { name: 'Undo', exact: true }).click()
  await eventually(() => signals(b)).toEqual(['Lighthouse', 'Feather', 'Anchor'])

  // The control: where a finger on the handle scrolls as everywhere, nothing is moved.
  await a.addStyleTag({ content: '[data-move] { touch-action: auto !important }' })
  await showSignals(a)
  const loose = await placeOf(handle(a, 'Feather'))
  await swipe(finger, loose, { x: loose.x, y: loose.y - 300 })
  await eventually(() => a.evaluate(() => scrollY)).toBeGreaterThan(100)
  expect(await signals(a)).toEqual(['Lighthouse', 'Feather', 'Anchor'])
  await a.setViewportSize({ width: 390, height: 844 })
})

type Point = { x: number; y: number }

/** A finger that goes from one place to another and rests there a moment, as fingers do. */
const swipe = async (finger: CDPSession, from: Point, to: Point): Promise<void> => {
  const at = ({ x, y }: Point) => [{ x: Math.round(x), y: Math.round(y) }]
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(from) })
  for (let step = 1; step <= 12; step++) {
    const part = step / 12
    const point = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
    await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(point) })
  }
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}
