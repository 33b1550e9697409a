import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { clauseText, openAgreementPage, typeAtEnd, written } from '../support/agreement-page.ts'
import { launchBrowser, openPhone } from '../support/browser.ts'
import { openHostilePartner } from '../support/hostile-partner.ts'
import { look } from '../support/look.ts'
import { makeSpaceOnPhone, type PairedPhones, pairPhones } from '../support/pair-phones.ts'
import { type RecordingProxy, startRecordingProxy } from '../support/recording-proxy.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let browser: Browser
/** The way of Jonas's phone to the server. */
let network: RecordingProxy
let phones: PairedPhones
/** Mei's page and Jonas's, both with the agreement open. Each test writes in texts of its own. */
let a: Page
let b: Page
let opened: AsyncDisposableStack
beforeAll(async () => {
  opened = new AsyncDisposableStack()
  server = await startTestServer()
  browser = await launchBrowser()
  network = await startRecordingProxy(server.url)
  phones = await pairPhones(browser, server.url, { jonasUrl: network.url })
  a = phones.mei.page
  b = phones.jonas.page
  await openAgreementPage(a)
  await openAgreementPage(b)
  await a.getByText('Jonas is here').waitFor({ state: 'attached' })
  await b.getByText('Mei is here').waitFor({ state: 'attached' })
})
afterEach(() => {
  expect([...phones.mei.faults.splice(0), ...phones.jonas.faults.splice(0)]).toEqual([])
})
afterAll(async () => {
  await opened?.disposeAsync()
  await browser?.close()
  await network?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
})

/** Looks again until it is so; the machine may be busy. */
const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 20_000 })

/** The phrase that began as these words. */
const phrase = (page: Page, words: string) => clauseText(page, new RegExp(`^Phrase: .*${words}`), 'Phrase')

test('[AGR11] the texts stand there before their editors, and nothing moves when those come', async () => {
  const page = await phones.mei.context.newPage()
  await page.addInitScript(() => {
    let moved = 0
    let before: { editors: number; heights: number[] } | null = null
    const heights = () =>
      [...document.querySelectorAll('[role="group"][id^="clause-"]')].map(card => Math.round(card.getBoundingClientRect().height))
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) moved += Number(Reflect.get(entry, 'value'))
    }).observe({ type: 'layout-shift', buffered: true })
    // A font that comes late moves texts by itself.
    const font = document.createElement('style')
    font.textContent = '* { font-family: serif !important }'
    new MutationObserver(() => {
      if (document.head && !font.isConnected) document.head.append(font)
      if (!before && heights().length > 0)
        before = { editors: document.querySelectorAll('.cm-editor').length, heights: heights() }
    }).observe(document, { childList: true, subtree: true })
    Reflect.set(globalThis, 'measured', () => ({ moved, before, after: heights() }))
  })
  await page.goto(a.url())
  await page.getByRole('textbox', { name: 'I will say' }).last().waitFor()
  const { moved, before, after } = await page.evaluate(() => Reflect.get(globalThis, 'measured')())
  expect(before.editors).toBe(0)
  expect(after.slice(0, before.heights.length)).toEqual(before.heights)
  expect(moved).toBeLessThan(0.01)
  await page.close()
})

test('[AGR6] a starter says that it is one until its words are touched, on both phones', async () => {
  expect(await a.getByText('Starter', { exact: true }).count()).toBe(12)
  expect(await a.getByRole('group', { name: 'Phrase: I am here' }).getByRole('status').textContent()).toBe('Being written')
  await typeAtEnd(phrase(b, 'I am here'), ' now')
  await eventually(() => a.getByText('Starter', { exact: true }).count()).toBe(11)
  const mine = a.getByRole('group', { name: 'Phrase: I am here now' })
  expect(await mine.getByText('Starter', { exact: true }).count()).toBe(0)
  expect(await b.getByText('Starter', { exact: true }).count()).toBe(11)
})

test('[AGR1] both type in one clause at once: every letter of both is there, in its order, the same on both phones', async () => {
  const [atMei, atJonas] = [phrase(a, 'I am here'), phrase(b, 'I am here')]
  await eventually(() => written(atMei)).toBe('I am here now')
  await atMei.click()
  await atMei.press('Control+End')
  await atJonas.click()
  await atJonas.press('Control+Home')
  const [mine, theirs] = ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'nopqrstuvwxyzabcdefghijklm 0123456789']
  await Promise.all([atMei.pressSequentially(mine, { delay: 7 }), atJonas.pressSequentially(theirs, { delay: 5 })])
  await eventually(() => written(atMei)).toBe(`${theirs}I am here now${mine}`)
  await eventually(() => written(atJonas)).toBe(`${theirs}I am here now${mine}`)

  // At the very same place, too.
  await atJonas.press('Control+End')
  await Promise.all([atMei.pressSequentially('1111111111', { delay: 7 }), atJonas.pressSequentially('2222222222', { delay: 5 })])
  await eventually(async () => [...(await written(atMei)).slice(-20)].toSorted().join('')).toBe('11111111112222222222')
  await eventually(async () => (await written(atJonas)) === (await written(atMei))).toBe(true)
})

test('[AGR2] the partner’s caret stands where they write, with their name, and goes when they leave', async () => {
  await typeAtEnd(phrase(b, 'We are okay'), ' now')
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

  await phrase(b, 'We are okay').evaluate(element => element.blur())
  await caret.waitFor({ state: 'detached' })
  await b.getByRole('link', { name: 'Now', exact: true }).click()
  await a.getByText('Jonas is here').waitFor({ state: 'detached' })
  await openAgreementPage(b)
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
  // A page begins with nothing to undo.
  await openAgreementPage(a)
  const [atMei, atJonas] = [phrase(a, 'Take it slow'), phrase(b, 'Take it slow')]
  const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true })
  expect(await undo(a).getAttribute('aria-disabled')).toBe('true')
  await typeAtEnd(atMei, ' mine')
  await eventually(() => written(atJonas)).toBe('Take it slow mine')
  await typeAtEnd(atJonas, ' theirs')
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

test('[AGR4] what is typed without a network is kept, says so, and goes out by itself, with what was typed meanwhile', async () => {
  const [atMei, atJonas] = [phrase(a, "I won't leave"), phrase(b, "I won't leave")]
  const activity = (page: Page) => clauseText(page, /^Activity: Walk/, 'Activity')
  await b.getByText('Saved on both devices').waitFor()
  network.block(true)
  await typeAtEnd(atJonas, ' you')
  await b.getByText('Saved here. It goes out when there is a connection.').waitFor()
  await typeAtEnd(activity(a), ' twice')
  // The server has it, the partner has not: the stronger claim is not made.
  await a.getByText('Saved.', { exact: true }).waitFor()
  expect(await written(atMei)).toBe("I won't leave")

  network.block(false)
  await eventually(() => written(atMei)).toBe("I won't leave you")
  await eventually(() => written(activity(b))).toContain(' twice')
  await a.getByText('Saved on both devices').waitFor()
  await b.getByText('Saved on both devices').waitFor()
})

test('[AGR7] clauses are added, moved and removed with the keyboard alone, and a removed one comes back whole', async () => {
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
  await typeAtEnd(clauseText(b, 'Signal: Harbour', 'Meaning'), 'Come in')
  await eventually(() => written(clauseText(a, 'Signal: Harbour', 'Meaning'))).toBe('Come in')
})

test('[AGR8] minutes that cannot stand together are left out, and the message names those that can', async () => {
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

test('[AGR9] a one-line text takes no line end and no more than fits, typed or pasted; a long one keeps its lines', async () => {
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
  await eventually(() => written(atJonas)).toBe('Speak softer.\nand\nmore')
  await typeAtEnd(atJonas, '!')
  await eventually(() => written(atMei)).toBe('Speak softer.\nand\nmore!')
})

const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate(pasted => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    clipboardData.setData('text/html', `<b style="font-size:90px">${pasted}</b>`)
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)

test('[AGR16] the emoji of a signal takes a few emoji and no words, and says so; a long word is told to be one', async () => {
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

test('[AGR17] on a phone the steps back and a clause’s tools are in reach wherever one writes', async () => {
  const card = a.getByRole('group', { name: 'Activity: ' }).last()
  const more = card.getByRole('button', { name: /^More for/ })
  // The key stands right above the navigation, so that what opens below it would lie behind.
  await more.evaluate(key => {
    const bottom = document.querySelector('nav[aria-label="Main"]')?.getBoundingClientRect().top ?? 0
    scrollBy(0, key.getBoundingClientRect().bottom - bottom + 4)
  })
  await more.press('Enter')
  const remove = await card.getByRole('button', { name: 'Remove' }).boundingBox()
  const navigation = await a.getByRole('navigation', { name: 'Main' }).boundingBox()
  expect(remove && navigation && remove.y + remove.height <= navigation.y).toBe(true)
  const undo = await a.getByRole('button', { name: 'Undo', exact: true }).boundingBox()
  expect(undo && undo.y >= 0 && undo.y < 120).toBe(true)
  await more.press('Enter')
})

test('[AGR10] two tabs of one phone write in one agreement, and neither is taken for the partner', async () => {
  const second = await phones.mei.context.newPage()
  await second.goto(a.url())
  await typeAtEnd(phrase(second, 'We are okay'), ' twice')
  await eventually(() => written(phrase(a, 'We are okay'))).toBe('We are okay now twice')
  await eventually(() => written(phrase(b, 'We are okay'))).toBe('We are okay now twice')
  await typeAtEnd(phrase(a, 'We are okay'), ' over')
  await eventually(() => written(phrase(second, 'We are okay'))).toBe('We are okay now twice over')
  expect(await a.getByText('Mei is here').count()).toBe(0)
  await second.close()
})

test('[AGR12] rights, sections and names are those of the contract, and an address leads into a section', async () => {
  const regions = ['Your rights', 'Signals', 'Pauses', 'Coming back', 'What each of us will say']
  for (const name of regions) expect(await a.getByRole('region', { name, exact: true }).count()).toBe(1)
  expect(await a.getByRole('region', { name: 'Your rights' }).getByRole('textbox').count()).toBe(0)
  for (const name of ['Add signal', 'Add activity', 'Add phrase', 'Add promise', 'Undo', 'Redo', 'Take it along'])
    expect(await a.getByRole('button', { name, exact: true }).count()).toBe(1)
  for (const name of ['Agree to this', 'Put in force', 'Versions']) expect(await a.getByRole('button', { name }).count()).toBe(0)
  const lighthouse = a.getByRole('group', { name: 'Signal: Lighthouse' })
  for (const name of ['Word', 'Emoji', 'Gesture', 'Meaning', 'What helps'])
    expect(await lighthouse.getByRole('textbox', { name, exact: true }).count()).toBe(1)
  const promise = a.getByRole('group', { name: /^Promise: / }).first()
  for (const name of ['When', 'I will say']) expect(await promise.getByRole('textbox', { name, exact: true }).count()).toBe(1)

  await openAgreementPage(a, '#our-words')
  await eventually(() => a.getByRole('link', { name: 'Our words' }).getAttribute('aria-current')).toBe('true')
  expect(await a.getByRole('heading', { name: 'What each of us will say' }).isVisible()).toBe(true)
})

test.each([
  { width: 390, height: 844, dark: false },
  { width: 320, height: 640, dark: true },
  { width: 1280, height: 800, dark: false },
  { width: 1280, height: 800, dark: true },
])('[AGR13] at $width x $height, dark: $dark, axe finds nothing and nothing is wider than the screen', async size => {
  await a.setViewportSize(size)
  await a.emulateMedia({ colorScheme: size.dark ? 'dark' : 'light', reducedMotion: 'reduce' })
  await a.getByRole('button', { name: 'More for Lighthouse' }).click()
  expect(await look(a)).toEqual([])
  await a.getByRole('button', { name: 'More for Lighthouse' }).click()
})

test('[AGR14] a keystroke is on the partner’s screen at once', async () => {
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
  for (let key = 0; key < 15; key++) {
    const seen = await b.evaluate(() => Reflect.get(globalThis, 'drawnAt').length)
    await a.keyboard.press('k')
    const pressedAt = await a.evaluate(() => Number(Reflect.get(globalThis, 'pressedAt')))
    await b.waitForFunction(count => Reflect.get(globalThis, 'drawnAt').length > count, seen)
    waits.push((await b.evaluate(count => Reflect.get(globalThis, 'drawnAt')[count], seen)) - pressedAt)
  }
  const median = waits.toSorted((one, other) => one - other)[7] ?? Number.NaN
  console.log(`keystroke to the partner's screen: ${median.toFixed(1)} ms at the median`)
  expect(await written(phrase(b, 'I am here'))).toMatch(/k{15}$/)
})

test('[AGR5] a reload in the middle of typing loses no letter, with or without a server', async () => {
  await typeAtEnd(phrase(b, "I won't leave"), ' abcdefghij')
  await b.reload()
  await eventually(() => written(phrase(b, "I won't leave"))).toBe("I won't leave you abcdefghij")
  await eventually(() => written(phrase(a, "I won't leave"))).toBe("I won't leave you abcdefghij")

  // From this device's storage alone.
  await b.routeWebSocket('**', () => undefined)
  await b.reload()
  await typeAtEnd(phrase(b, "I won't leave"), ' klm')
  await b.getByText('Saved here.').waitFor()
  await b.reload()
  await eventually(() => written(phrase(b, "I won't leave"))).toBe("I won't leave you abcdefghij klm")

  // The control: with another storage it is not there.
  await b.addInitScript(() => {
    const open = indexedDB.open.bind(indexedDB)
    indexedDB.open = (name, version) => open(name.startsWith('holdfast-document') ? `${name}-elsewhere` : name, version)
  })
  await b.reload()
  await b.getByRole('heading', { name: 'Our agreement' }).waitFor()
  expect(await b.getByText('abcdefghij klm').count()).toBe(0)
})

test('[AGR15] whatever a partner’s page puts into the document, what is text is shown and the rest can be written in', async () => {
  const phone = opened.use(await openPhone(browser, `${server.url}/start`))
  const { page } = phone
  const fragment = await makeSpaceOnPhone(page)
  const hostile = opened.use(await openHostilePartner(server.url, fragment))
  await openAgreementPage(page)
  await hostile.until(() => hostile.text('starter-phrase-4', 'phrase') !== null)
  // While it is open in an editor, and before.
  hostile.text('starter-phrase-1', 'phrase')?.insertEmbed(3, { not: 'text' })
  hostile.text('starter-phrase-2', 'phrase')?.insert(0, 'long '.repeat(20_000))
  hostile.text('starter-phrase-3', 'phrase')?.insert(0, 'two\r\nlines\r')
  hostile.clause('starter-activity-1')?.set('activity', 'no text at all')
  hostile.clause('starter-activity-2')?.set('kind', 'nonsense')
  hostile.clauses.set('foreign', 'nonsense')
  hostile.pause.set('usual', Number.NaN)

  await page.getByText('2 entries are not shown.').waitFor()
  await eventually(() => page.getByText('Too long to write in here. This is how it begins.').count()).toBe(2)
  const last = phrase(page, "I won't leave")
  await typeAtEnd(last, ' you')
  await hostile.until(() => hostile.text('starter-phrase-4', 'phrase')?.toString() === "I won't leave you")
  const lines = phrase(page, 'Take it slow')
  await typeAtEnd(lines, '!')
  await hostile.until(() => hostile.text('starter-phrase-3', 'phrase')?.toString() === 'two\r\nlines\rTake it slow!')
  await page.reload()
  await eventually(() => page.getByText('Too long to write in here. This is how it begins.').count()).toBe(2)
  expect(phone.faults).toEqual([])
})
