import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, launchBrowser, type Phone } from '../support/browser.ts'
import { openLargeWriter } from '../support/large-agreement.ts'
import { alonePhone } from '../support/ready-phones.ts'
import { startTestServer } from '../support/server.ts'
import { openPhone, succeed, until } from '../support/sessions.ts'

const TEXTS = 50 * (7 + 1 + 1 + 2)
const opening = new AsyncDisposableStack()
let browser: Browser
let phone: Phone
let page: Page

beforeAll(async () => {
  browser = opening.adopt(await launchBrowser(), launched => launched.close())
  const server = opening.use(await startTestServer())
  const mei = opening.use(await alonePhone(browser, server.url))
  await mei.page.goto(server.url)
  const jonas = opening.use(await openPhone(server.url))
  await succeed(jonas.session.join({ fragment: new URL(mei.link).hash.slice(1), name: 'Jonas' }))
  await openLargeWriter(await until(jonas.session, () => jonas.session.documentAccess())).fill()
  await mei.page.goto(`${server.url}/agreement`)
  await mei.page.waitForFunction(count => document.querySelectorAll('[role="textbox"]').length === count, TEXTS)
  phone = mei
  page = mei.page
}, 120_000)
afterAll(() => opening.disposeAsync())

const MOST_OPEN = 120
const editors = () => page.locator('.cm-editor').count()
/** All texts that are to be editors are, and those that are not are none: nothing opens or closes by itself any more. */
const settled = () =>
  page.waitForFunction(most => {
    const near = innerHeight * 0.75
    const isNear = ({ top, bottom }: DOMRect) => bottom >= -near && top <= innerHeight + near
    const cards = [...document.querySelectorAll('[role="group"]')].filter(card => isNear(card.getBoundingClientRect()))
    const still = cards.flatMap(card => [...card.querySelectorAll('[role="textbox"]:not(.cm-content)')])
    return still.length === 0 && document.querySelectorAll('.cm-editor').length <= most
  }, MOST_OPEN)
const texts = (kind: string, at: number) =>
  page
    .getByRole('group', { name: new RegExp(`^${kind}: `) })
    .nth(at)
    .getByRole('textbox')
const isEditor = (kind: string, at: number) =>
  texts(kind, at)
    .last()
    .evaluate(element => element.matches('.cm-content'))

test('[WTG3] of 550 texts those near the window are editors; they close behind one who scrolls on', async () => {
  await eventually(() => isEditor('Signal', 0)).toBe(true)
  expect(await isEditor('Phrase', 25)).toBe(false)
  await page
    .getByRole('group', { name: /^Promise: / })
    .last()
    .scrollIntoViewIfNeeded()
  await eventually(() => isEditor('Promise', 49)).toBe(true)
  for (let at = 0; at < 50; at += 5) {
    await page
      .getByRole('group', { name: /^Signal: / })
      .nth(at)
      .scrollIntoViewIfNeeded()
    await eventually(() => isEditor('Signal', at)).toBe(true)
  }
  await eventually(editors).toBeLessThanOrEqual(MOST_OPEN)
  expect(await isEditor('Promise', 49)).toBe(false)
  expect(await page.getByRole('textbox').count()).toBe(TEXTS)
})

test('[WTG3] a letter changes nothing on the page but its own card and what says how it is saved', async () => {
  await texts('Phrase', 20).click()
  await settled()
  expect(await isEditor('Phrase', 20)).toBe(true)
  const changed = await page.evaluate(async () => {
    const cards = new Set<string>()
    const observer = new MutationObserver(records => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement
        if (element?.closest('[role="toolbar"], [role="status"], nav')) continue
        cards.add(element?.closest('[role="group"]')?.id ?? element?.className.toString() ?? '')
      }
    })
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
    Reflect.set(globalThis, 'changedCards', cards)
    return cards.size
  })
  expect(changed).toBe(0)
  await page.keyboard.type('letters')
  const cards = await page.evaluate(() => [...(Reflect.get(globalThis, 'changedCards') as Set<string>)])
  expect(cards.filter(id => id.startsWith('clause-'))).toHaveLength(1)
})

test('[WTG2] a text far away is found by role and name, and a click and keys write in it where it was clicked', async () => {
  const far = texts('Phrase', 40)
  expect(await far.evaluate(element => element.matches('.cm-content'))).toBe(false)
  const words = (await far.textContent()) ?? ''
  await far.click({ position: { x: 4, y: 4 } })
  await page.keyboard.type('Here: ')
  const now = (await texts('Phrase', 40).textContent()) ?? ''
  expect(now).toMatch(/^.?Here: /)
  expect(now.replace('Here: ', '')).toBe(words)
  await page.keyboard.press('Control+z')

  // By focus alone, as assistive technology and the tab key give it.
  const farther = texts('Activity', 3)
  await farther.focus()
  await page.keyboard.type('Then: ')
  await eventually(async () => await texts('Activity', 3).textContent()).toMatch(/^Then: /)
  await page.keyboard.press('Control+z')
  // As whatever fills in forms: all of it is marked, and put in its place.
  const farthest = texts('Phrase', 3)
  expect(await farthest.evaluate(element => element.matches('.cm-content'))).toBe(false)
  await farthest.fill('All of it')
  expect(await texts('Phrase', 3).textContent()).toBe('All of it')
  await page.keyboard.press('Control+z')
  await page.getByRole('button', { name: 'I have a question' }).first().focus()
  await page.keyboard.press('Shift+Tab')
  expect(await page.evaluate(() => document.activeElement?.matches('.cm-content'))).toBe(true)
  // Whoever writes keeps their editor, wherever the window goes.
  await texts('Activity', 3).focus()
  await page
    .getByRole('group', { name: /^Promise: / })
    .last()
    .scrollIntoViewIfNeeded()
  await page
    .getByRole('group', { name: /^Signal: / })
    .first()
    .scrollIntoViewIfNeeded()
  expect(await page.evaluate(() => document.activeElement?.matches('.cm-content'))).toBe(true)
  expect(phone.faults).toEqual([])

  // The control: a copy of such a text, to which nobody listens, takes no letter.
  const copy = await texts('Activity', 30).evaluateHandle(still => {
    const deaf = still.cloneNode(true) as HTMLElement
    deaf.removeAttribute('contenteditable')
    still.replaceWith(deaf)
    deaf.focus()
    return deaf
  })
  const deaf = await copy.evaluate(element => element.textContent)
  await page.keyboard.type('Then: ')
  expect(await copy.evaluate(element => element.textContent)).toBe(deaf)
})

test('[WTG3] the control: with every card taken for near, the count of editors goes over what it is held to', async () => {
  await page.route('**/*.js', async route => {
    const response = await route.fetch()
    await route.fulfill({ response, body: (await response.text()).replace('75% 0px', '100000% 0px') })
  })
  await page.reload()
  await page.addStyleTag({ content: 'li { content-visibility: visible !important }' })
  // They open while the page has nothing else to do: on a busy machine for as long as the test may last.
  await page.waitForFunction(() => document.querySelectorAll('.cm-editor').length > 120, undefined, { timeout: 0 })
  // No file of the page may still be on its way when the page goes.
  await page.unrouteAll({ behavior: 'wait' })
}, 180_000)
