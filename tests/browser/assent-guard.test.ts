import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAgreementPage, phrase, written } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { agree, clauseOn, standsAs, statusOf } from '../support/assent-page.ts'
import { eventually, type Phone } from '../support/browser.ts'
import { type HostilePartner, openHostilePartner } from '../support/hostile-partner.ts'
import { inputMethodOf } from '../support/input-method.ts'
import { alonePhone } from '../support/ready-phones.ts'

const phones = agreementPhones()
const MOVED = 'The words changed just now, so nothing was signed. Read them again.'

/** From now on the key is pressed in the very moment in which the next change has arrived, before anything was drawn of it. */
const pressAsItChanges = (page: Page, clauseId: string): Promise<void> =>
  page.evaluate(id => {
    const words = () => document.querySelector(`#clause-${id} [data-field] .cm-content`)?.textContent
    const before = words()
    Reflect.set(globalThis, 'afterMessage', () => {
      if (words() === before) return
      Reflect.deleteProperty(globalThis, 'afterMessage')
      const keys = [...document.querySelectorAll<HTMLElement>(`#clause-${id} button`)]
      keys.find(key => key.textContent === 'Agree to this')?.click()
    })
  }, clauseId)

const watchMessages = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const stock = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage')
    Object.defineProperty(WebSocket.prototype, 'onmessage', {
      ...stock,
      set(this: WebSocket, heard: (event: MessageEvent) => void) {
        stock?.set?.call(this, (event: MessageEvent) => {
          heard.call(this, event)
          Reflect.get(globalThis, 'afterMessage')?.()
        })
      },
    })
  })
}

/** Another couple, of whom one has no manners. */
const opening = new AsyncDisposableStack()
let phone: Phone
let hostile: HostilePartner
beforeAll(async () => {
  const { browser, server } = phones()
  const alone = opening.use(await alonePhone(browser, server.url))
  phone = alone
  await watchMessages(phone.page)
  hostile = opening.use(await openHostilePartner(server.url, alone.link))
  await openAgreementPage(phone.page)
  await hostile.until(() => hostile.text('starter-phrase-4', 'phrase') !== null)
})
afterAll(() => opening.disposeAsync())

test('[AGS3] the partner’s page exchanges the words under a field: a press signs exactly what the screen shows, or nothing', async () => {
  const { page } = phone
  const [here, id] = ['I am here', 'starter-phrase-1']
  const clause = page.locator(`#clause-${id}`)
  await eventually(() => clause.locator('.cm-content').count()).toBe(1)

  // In the moment of the press, by another text in its place, and by other letters in the same.
  await pressAsItChanges(page, id)
  hostile.exchange(id, { phrase: 'I obey' })
  await clause.getByText(MOVED).waitFor()
  expect(await written(phrase(page, 'I obey'))).toBe('I obey')
  expect(await statusOf(clause)).toBe('Being written')
  await pressAsItChanges(page, id)
  hostile.clauses.doc?.transact(() => {
    hostile.text(id, 'phrase')?.delete(2, 4)
    hostile.text(id, 'phrase')?.insert(2, 'am here')
  })
  await eventually(() => written(phrase(page, here))).toBe(here)
  await clause.getByText(MOVED).waitFor()
  expect(await statusOf(clause)).toBe('Being written')

  // With the new words on the screen, they are what is signed, and nothing else is.
  hostile.exchange(id, { phrase: 'I am near' })
  await eventually(() => written(phrase(page, 'I am near'))).toBe('I am near')
  await agree(clause)
  await standsAs(clause, 'You agree. Jonas, not yet.')
  hostile.exchange(id, { phrase: here })
  await standsAs(clause, 'Being written')
  hostile.exchange(id, { phrase: 'I am near' })
  await standsAs(clause, 'You agree. Jonas, not yet.')

  // Held back from a text in which letters are being composed, and shown there once the press takes its focus.
  const method = await inputMethodOf(page)
  const exchangeHeld = async (words: string) => {
    await clause.locator('.cm-content').click()
    await method.compose('k')
    await eventually(() => hostile.text(id, 'phrase')?.toString()).toContain('k')
    const shown = await written(clause)
    hostile.clauses.doc?.transact(() => {
      hostile.text(id, 'phrase')?.delete(0, shown.length)
      hostile.text(id, 'phrase')?.insert(0, words)
    })
    await page.getByRole('group', { name: `Phrase: ${words}` }).waitFor()
    expect(await written(clause), 'held back').toBe(shown)
  }
  const key = clause.getByRole('button', { name: 'Agree to this' })
  await exchangeHeld('I obey')
  await key.hover()
  await page.mouse.down()
  await eventually(() => written(clause)).toBe('I obey')
  await page.mouse.up()
  await clause.getByText(MOVED).waitFor()
  expect(await statusOf(clause)).toBe('Being written')
  // The same by the space bar, which presses when it comes up.
  await exchangeHeld('I go')
  await key.evaluate((button: HTMLElement) => {
    button.focus()
    button.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true }))
  })
  await eventually(() => written(clause)).toBe('I go')
  await key.evaluate((button: HTMLElement) => button.click())
  await clause.getByText(MOVED).waitFor()
  expect(await statusOf(clause)).toBe('Being written')
  await key.press('Enter')
  await standsAs(clause, 'You agree. Jonas, not yet.')
  expect(phone.faults).toEqual([])
})

test('[AGS3] minutes that were typed and do not count are not signed in place of those that do', async () => {
  const { a } = phones()
  const rule = clauseOn(a, 'Pause rule: how long')
  const shortest = rule.getByRole('spinbutton', { name: 'Shortest pause (minutes)' })
  const refusal = rule.getByText('What stands there does not count yet, so nothing was signed.')
  const refused = async () => {
    await shortest.fill('5')
    await shortest.press('Enter')
    await agree(rule)
    await refusal.waitFor()
  }
  await refused()
  expect(await statusOf(rule)).toBe('Being written')
  // Said no longer than it is so: not once it is corrected, and not of what is typed later.
  await shortest.fill('20')
  await shortest.press('Tab')
  await refusal.waitFor({ state: 'detached' })
  await shortest.fill('5')
  await shortest.press('Enter')
  await rule.getByText('From 20 to').waitFor()
  expect(await refusal.count()).toBe(0)
  await refused()
  await shortest.press('Escape')
  await refusal.waitFor({ state: 'detached' })
  await agree(rule)
  await standsAs(rule, 'You agree. Jonas, not yet.')
})

test('[AGS4] what cannot be signed as it is seen is not offered, says why, and says the way out', async () => {
  const { page } = phone
  const clause = (of: string) => page.locator(`#clause-starter-${of}`)
  const offers = (of: string) => clause(of).getByRole('button', { name: 'Agree to this' }).count()

  hostile.text('starter-phrase-4', 'phrase')?.delete(0, "I won't leave".length)
  await clause('phrase-4').getByText('There is not enough here to agree to yet.').waitFor()
  hostile.text('starter-phrase-2', 'phrase')?.insert(0, 'long '.repeat(100))
  await clause('phrase-2').getByText('“Phrase” is too long to agree to. Shorten it first.').waitFor()
  hostile.text('starter-phrase-3', 'phrase')?.insert(4, '\u202e\u200b')
  await clause('phrase-3').getByText('“Phrase” holds signs that cannot be seen.').waitFor()
  for (const place of [2, 3, 4]) expect(await offers(`phrase-${place}`)).toBe(0)
  expect(await offers('activity-1')).toBe(1)

  await clause('phrase-3').getByRole('button', { name: 'Take them out' }).click()
  await hostile.until(() => hostile.text('starter-phrase-3', 'phrase')?.toString() === 'Take it slow')
  await agree(clause('phrase-3'))
  await standsAs(clause('phrase-3'), 'You agree. Jonas, not yet.')
})

test('[AGS21] minutes that nobody signed do not stand under both seals: what both signed stands beside them', async () => {
  const { a, b } = phones()
  const [atMei, atJonas] = [a, b].map(page => clauseOn(page, 'Pause rule: how long')) as [Locator, Locator]
  if ((await statusOf(atMei)) === 'Being written') await agree(atMei)
  await agree(atJonas)
  await standsAs(atMei, 'Ours')
  const longest = atMei.getByRole('spinbutton', { name: 'Longest pause (minutes)' })
  await longest.fill('2000')
  await longest.press('Enter')
  await standsAs(atMei, 'Changed since ours')
  expect(await atMei.getByRole('img', { name: 'Agreed by Mei and Jonas' }).count()).toBe(1)
  await atMei.getByText('240', { exact: false }).first().waitFor()
  expect(await statusOf(atJonas)).toBe('Ours')
  await longest.press('Escape')
  await standsAs(atMei, 'Ours')
})
