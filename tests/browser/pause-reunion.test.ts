import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { clauseText, openAgreementPage, typeAtEnd } from '../support/agreement-page.ts'
import { eventually, setOffline } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import {
  alertOn,
  BACK_AT,
  bothComeBack,
  heading,
  key,
  LOW_PHONES,
  leaveReunion,
  restingOn,
  signalsCutOn,
} from '../support/crisis-screens.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const FLOOR_MS = 20 * MINUTE_MS
const REST = 'What we pause on rests until tomorrow'

const { time, bothOnNow, sameCouple } = crisisStage({ pageClocks: true, still: true, couple: { mei: { keepsApp: true } } })

const comeTogether = async (a: Page, b: Page): Promise<void> => {
  await key(a, 'Pause us now').click()
  await bothComeBack(time, a, b)
}

const words = (page: Page) => page.getByRole('region', { name: 'Words you can say' }).getByRole('button')
const firstWords = async (page: Page): Promise<string> => (await words(page).first().innerText()).split('\n')[0] ?? ''

test('[SCP34] what a calm day followed stands first at the next reunion, on both phones; the order holds while one looks', async () => {
  const { a, b } = await sameCouple()
  await comeTogether(a, b)
  const usual = await firstWords(a)
  await words(a).filter({ hasText: 'Take it slow' }).click()
  await key(b, 'Thank you. Got it.').click()
  expect([usual, await firstWords(a), await firstWords(b)]).toEqual([usual, usual, usual])
  expect(usual).not.toBe('Take it slow')
  await leaveReunion(a, b)
  for (const page of [a, b]) await key(page, 'Send Lighthouse').waitFor()

  await time.forward(25 * HOUR_MS, a, b)
  await comeTogether(a, b)
  for (const page of [a, b]) expect(await firstWords(page)).toBe('Take it slow')
  await leaveReunion(a, b)
})

test('[SCP35] the first three minutes fill a line without figures, and nothing happens when they are over', async () => {
  const { a, b } = await sameCouple()
  await comeTogether(a, b)
  const line = a.getByRole('status').filter({ hasText: 'The first three minutes' })
  await line.waitFor()
  expect(await line.innerText()).not.toMatch(/\d/)
  const filled = () => line.locator('..').evaluate(one => Number(getComputedStyle(one).getPropertyValue('--gone')))
  const before = await filled()
  await time.forward(90_000, a, b)
  await eventually(filled).toBeGreaterThan(before + 0.4)
  await time.forward(2 * MINUTE_MS, a, b)
  await a.getByRole('status').filter({ hasText: 'There is no hurry.' }).waitFor()
  expect(await heading(a, "You're both back.").count()).toBe(1)
  await leaveReunion(a, b)
})

test('[SCS39] a second tap on "I’m back" says no phrase that comes under the finger', async () => {
  const { a, b } = await sameCouple()
  await key(a, 'Pause us now').click()
  await heading(b, BACK_AT).waitFor()
  await time.forward(FLOOR_MS, a, b)
  await key(a, "I'm back").click()
  // Looked at as soon as the phrase is drawn, however busy the machine: whether a press would reach it.
  const reached = b.evaluate(
    () =>
      new Promise<boolean>(resolve => {
        const look = () => {
          const phrase = [...document.querySelectorAll('main button')].find(one => one.textContent?.startsWith('I am here'))
          const place = phrase?.getBoundingClientRect()
          if (!place?.width) return void requestAnimationFrame(look)
          const under = document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2)
          resolve(phrase?.contains(under) ?? false)
        }
        look()
      }),
  )
  await key(b, "I'm back").click()
  expect(await reached).toBe(false)
  // The control: a moment later a press says it.
  await words(b).filter({ hasText: 'Take it slow' }).click()
  await alertOn(a).getByRole('heading', { name: 'Take it slow' }).waitFor()
  expect(
    await words(b)
      .filter({ hasText: /Sent|On Mei/ })
      .count(),
  ).toBe(1)
  await key(a, 'Thank you. Got it.').click()
  await leaveReunion(a, b)
})

test('[SCP36] [SCN7] what they paused on rests until tomorrow: said once, then on both phones, and no more the next day', async () => {
  const { a, b } = await sameCouple()
  await comeTogether(a, b)
  await key(a, REST).click()
  await alertOn(b).getByRole('heading', { name: REST }).waitFor()
  await a.getByRole('button', { name: REST }).getByText("On Jonas's phone").waitFor()
  await key(b, 'Thank you. Got it.').click()
  for (const page of [a, b]) {
    await key(page, 'Done').click()
    await page.getByText('What you paused on rests until tomorrow.').waitFor()
  }
  // Now keeps its keys whole beside it.
  await eventually(() => signalsCutOn(a, LOW_PHONES)).toEqual([])
  expect(await a.getByText('What you paused on rests until tomorrow.').isVisible()).toBe(true)
  await b.reload()
  await b.getByText('What you paused on rests until tomorrow.').waitFor()
  await time.forward(25 * HOUR_MS, a, b)
  for (const page of [a, b]) await page.getByText('What you paused on rests until tomorrow.').waitFor({ state: 'detached' })
})

test('[SCP37] [SCP41] the journal, and new words in the agreement, rest for both while a pause runs; opened anyway on one it tells nobody, and after one’s own return it is open', async () => {
  const { a, b } = await bothOnNow()
  await key(a, 'Pause us now').click()
  await restingOn(b)
  const resting = (page: Page) => page.getByRole('status').filter({ hasText: 'The journal rests until the pause is over' })
  for (const page of [a, b]) {
    await key(page, 'Other pages').click()
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Journal' }).click()
    await resting(page).waitFor()
  }
  const sent: string[] = []
  const record = (payload: string | Buffer) => {
    if (String(payload).includes('"send"')) sent.push(String(payload))
  }
  b.on('websocket', socket => socket.on('framesent', ({ payload }) => record(payload)))
  await b.reload()
  await resting(b).waitFor()
  await key(b, 'Open anyway').click()
  await resting(b).waitFor({ state: 'detached' })
  expect(sent).toEqual([])
  expect(await resting(a).count()).toBe(1)

  await openAgreementPage(a)
  const offers = ['Add signal', 'Add promise', 'From the library: signals']
  const rested = (page: Page) => Promise.all(offers.map(name => key(page, name).isDisabled()))
  await eventually(() => rested(a)).toEqual([true, true, true])
  expect(await a.getByText('A pause is running. New words can wait until it is over.').count()).toBe(4)
  const why = (offer: string) => key(a, offer).evaluate(one => (one.ariaDescribedByElements ?? []).map(by => by.textContent))
  for (const offer of offers) expect(await why(offer)).toEqual(['A pause is running. New words can wait until it is over.'])
  // Whoever is in the middle of a word goes on.
  await typeAtEnd(clauseText(a, 'Signal: Feather', 'Word'), ' light')
  await eventually(() => clauseText(a, 'Signal: Feather light', 'Word').innerText()).toContain('Feather light')
  await a.goto(new URL('/journal', a.url()).href)
  await resting(a).waitFor()

  await time.forward(FLOOR_MS, a, b)
  // The control: what does go to the partner is seen here.
  await b.goto(new URL('/pause', b.url()).href)
  await key(b, "I'm back").click()
  await eventually(() => sent.length).toBeGreaterThan(0)
  await b.getByRole('status').filter({ hasText: 'You are back. Mei, not yet.' }).waitFor()
  await b.goto(new URL('/journal', b.url()).href)
  await b.getByText('This part is still being built.').waitFor()
  expect([await resting(b).count(), await resting(a).count()]).toEqual([0, 1])
  await openAgreementPage(b)
  await eventually(() => rested(b)).toEqual([false, false, false])
})

test('[SCP31] who comes back without a connection reads that the other phone does not have it yet, and that it goes by itself', async () => {
  const { mei, a, b } = await sameCouple()
  await key(a, 'Pause us now').click()
  await restingOn(b)
  await time.forward(FLOOR_MS, a, b)
  await key(b, "I'm back").click()
  await a.getByRole('status').filter({ hasText: 'Jonas is back. You, not yet.' }).waitFor()
  await setOffline(mei.context, true)
  await key(a, "I'm back").click()
  const told = a.getByRole('status').filter({ hasText: 'Not with Jonas yet. It goes by itself.' })
  await told.waitFor()
  expect(await heading(b, "You're both back.").count()).toBe(0)
  await setOffline(mei.context, false)
  await heading(b, "You're both back.").waitFor()
  await told.waitFor({ state: 'detached' })
  await leaveReunion(a, b)
})
