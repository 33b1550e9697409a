import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, setOffline } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { alertOn, answerFirst, backToNow, deliveryOn, heading, key, readAnswer } from '../support/crisis-screens.ts'

const { time, sameCouple } = crisisStage({ pageClocks: true, still: true, couple: { mei: { keepsApp: true } } })

test('[SCS1] one press, and each fact is shown when it is one: sent, on the phone named, answered with the words tapped', async () => {
  const { a, b } = await sameCouple()
  await key(a, 'Send Lighthouse').click()
  await heading(a, 'Sent to Jonas.').waitFor()

  const alert = alertOn(b)
  await alert.waitFor()
  expect(await alert.getAttribute('aria-labelledby').then(id => b.locator(`[id="${id}"]`).textContent())).toBe(
    'Mei sent Lighthouse',
  )
  await alert.getByRole('heading', { name: "I'm flooded. Stay near." }).waitFor()
  await alert.getByText('What helps: Sit close. Few words.').waitFor()
  await alert.getByText('Hand flat on my own chest').waitFor()

  await eventually(() => deliveryOn(a)).toEqual(['Sent', "On Jonas's phone", 'No answer yet'])
  await a
    .getByRole('listitem')
    .filter({ hasText: /\d:\d\d, .*Linux/ })
    .waitFor()

  await key(b, "I'm here. I'll stay near.").click()
  await b.getByText('You answered.').waitFor()
  await heading(a, 'Jonas answered.').waitFor()
  expect(await deliveryOn(a)).toEqual(['Sent', "On Jonas's phone", 'Answered'])
  await a.getByRole('blockquote').filter({ hasText: "I'm here. I'll stay near." }).waitFor()

  await key(b, 'Done').click()
  await alert.waitFor({ state: 'detached' })
  await b.getByRole('group', { name: 'Signals' }).waitFor()
  await readAnswer(a)
  await a.getByRole('group', { name: 'Signals' }).waitFor()
})

test('[SCS2] a press without a network says so, outlasts a reload, and arrives by itself once there is one', async () => {
  const { mei, a, b } = await sameCouple()
  await setOffline(mei.context, true)
  await a.getByRole('status').filter({ hasText: 'Not connected' }).waitFor()
  await key(a, 'Send Anchor').click()
  await heading(a, 'Not there yet.').waitFor()
  expect(await deliveryOn(a)).toEqual(['Not sent yet', "Not on Jonas's phone yet", 'No answer yet'])

  // The words held up to who is in the same room need no network, and Back returns.
  await key(a, 'Show this screen').click()
  await heading(a, 'Anchor').waitFor()
  await a.goBack()
  await heading(a, 'Not there yet.').waitFor()
  await a.reload()
  await heading(a, 'Not there yet.').waitFor()

  await setOffline(mei.context, false)
  await alertOn(b).getByRole('heading', { name: 'Are we okay?' }).waitFor()
  await heading(a, 'Sent to Jonas.').waitFor()
  await eventually(() => deliveryOn(a)).toEqual(['Sent', "On Jonas's phone", 'No answer yet'])
  await answerFirst(b)
  await readAnswer(a)
})

test('[SCS3] [SCS54] taken back within five seconds, both phones tell the truth: not arrived, or arrived and taken back', async () => {
  const { mei, jonas, a, b } = await sameCouple()
  // Five seconds pass only if the test says so, however busy the machine is.
  await time.stop(a)
  await key(a, 'Send Feather').click()
  await alertOn(b).waitFor()
  await key(a, 'Take it back').click()
  await heading(a, 'You took it back.').waitFor()
  await a.getByText('It had already arrived. Jonas sees that you took it back.').waitFor()
  await alertOn(b).getByRole('heading', { name: 'Mei took it back.' }).waitFor()
  await key(b, 'Got it').click()
  await alertOn(b).waitFor({ state: 'detached' })

  // The five seconds end while a finger is on the key: that press counts.
  await time.forward(1_000, a)
  await backToNow(a)
  await key(a, 'Send Feather').click()
  await alertOn(b).waitFor()
  await time.forward(1_000, a)
  await key(a, 'Take it back').hover()
  await a.mouse.down()
  await time.forward(6_000, a)
  await a.mouse.up()
  await heading(a, 'You took it back.').waitFor()
  await key(b, 'Got it').click()
  await alertOn(b).waitFor({ state: 'detached' })

  // Pressed twice: both go, and nothing is left that asks.
  await time.forward(1_000, a)
  await backToNow(a)
  await key(a, 'Send Feather').click()
  await alertOn(b).waitFor()
  await a.getByText("On Jonas's phone", { exact: true }).waitFor()
  await time.forward(6_000, a)
  await backToNow(a)
  await key(a, 'Send Feather').click()
  await heading(a, 'Sent to Jonas.').waitFor()
  await time.forward(1_000, a)
  await key(a, 'Take it back').click()
  await a.getByText('It had already arrived.').waitFor()
  await alertOn(b).getByRole('heading', { name: 'Mei took it back.' }).waitFor()
  await key(b, 'Got it').click()
  await alertOn(b).waitFor({ state: 'detached' })

  // What never left this phone says that, and nothing of going out later.
  await backToNow(a)
  await setOffline(mei.context, true)
  await a.getByRole('status').filter({ hasText: 'Not connected' }).waitFor()
  await key(a, 'Send Feather').click()
  await heading(a, 'Not there yet.').waitFor()
  await key(a, 'Take it back').click()
  await a.getByText('It had not arrived.').waitFor()
  expect(await deliveryOn(a)).toEqual(['Not sent', "Not on Jonas's phone", 'Taken back'])
  await setOffline(mei.context, false)

  // Of two signals of the same moment none is the last.
  await time.forward(1_000, a)
  await setOffline(jonas.context, true)
  await b.getByRole('status').filter({ hasText: 'Not connected' }).waitFor()
  await backToNow(a)
  await key(a, 'Send Feather').click()
  await key(a, 'Take it back').click()
  await a.getByText('It may have arrived.').waitFor()
  await setOffline(jonas.context, false)
  await b.getByRole('status').filter({ hasText: 'Signals ready' }).waitFor()
  // The control: a signal after it does come, so what was taken back had its chance to.
  await backToNow(a)
  await key(a, 'Send Anchor').click()
  await alertOn(b).getByRole('heading', { name: 'Are we okay?' }).waitFor()
  expect(await alertOn(b).getByText('Speak softer.').count()).toBe(0)
  expect(await b.getByText('earlier').count()).toBe(0)
  await answerFirst(b)
  await readAnswer(a)
})

test('[SCS39] whenever the keys of the sent screen change, the page takes no press for a moment', async () => {
  const { jonas, a, b } = await sameCouple()
  await setOffline(jonas.context, true)
  await a.evaluate(() => {
    const settled: string[] = []
    Object.assign(window, { settled })
    const animate = document.body.animate
    document.body.animate = (...how) => {
      settled.push([...document.querySelectorAll('main button')].map(({ textContent }) => textContent).join(', '))
      return animate.apply(document.body, how)
    }
  })
  await key(a, 'Send Feather').click()
  await heading(a, 'Not there yet.').waitFor()
  await key(a, 'Back to Now').waitFor()
  const settled: string[] = await a.evaluate(() => Reflect.get(window, 'settled'))
  const ofSignal = settled.filter(now => !now.includes('Send Feather'))
  const keys = ofSignal.map(now => (/Show this screen/.test(now) ? 'shown' : /Take it back/.test(now) ? 'own' : 'other'))
  expect(keys.slice(0, 1)).toEqual(['own'])
  expect(keys.at(-1)).toBe('shown')
  expect(ofSignal.at(-1)).toContain('Back to Now')

  // The card that comes on Now moves the keys below it.
  await key(a, 'Back to Now').click()
  await a.getByText(/^Feather, sent/).waitFor()
  const [onNow] = (await a.evaluate(() => Reflect.get(window, 'settled'))).slice(settled.length).slice(-1)
  expect(onNow).toContain('Send Feather')

  await setOffline(jonas.context, false)
  await answerFirst(b)
  await a.getByRole('link', { name: /Jonas answered Feather/ }).click()
  await readAnswer(a)
})

test('[SCS4] a page nobody sees sends no receipt: it is on the phone only once someone looks', async () => {
  const { a, b } = await sameCouple()
  await setVisibility(b, 'hidden')
  await key(a, 'Send Lighthouse').click()
  await alertOn(b).waitFor()
  await heading(a, 'Not there yet.').waitFor()
  expect(await deliveryOn(a)).toEqual(['Sent', "Not on Jonas's phone yet", 'No answer yet'])
  await setVisibility(b, 'visible')
  await heading(a, 'Sent to Jonas.').waitFor()
  expect(await deliveryOn(a)).toEqual(['Sent', "On Jonas's phone", 'No answer yet'])
  await answerFirst(b)
  await readAnswer(a)
})

/** What the page is told when it goes to the background: a headless browser has none. */
const setVisibility = (page: Page, state: 'hidden' | 'visible'): Promise<void> =>
  page.evaluate(visibility => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)

test('[SCS6] a reload at any step comes back to it: sent, the alert, answered, and nothing is asked twice', async () => {
  const { a, b } = await sameCouple()
  await key(a, 'Send Lighthouse').click()
  await heading(a, 'Sent to Jonas.').waitFor()
  await a.reload()
  await heading(a, 'Sent to Jonas.').waitFor()

  await alertOn(b).waitFor()
  await b.reload()
  await alertOn(b).getByRole('heading', { name: "I'm flooded. Stay near." }).waitFor()
  await key(b, "I'm here. I'll stay near.").click()
  await heading(a, 'Jonas answered.').waitFor()
  await b.reload()
  await alertOn(b).getByText('You answered.').waitFor()
  await alertOn(b).getByRole('heading', { name: "I'm here. I'll stay near." }).waitFor()
  await key(b, 'Done').click()
  await b.reload()
  await key(b, 'Send Lighthouse').waitFor()
  expect(await alertOn(b).count()).toBe(0)

  await a.reload()
  await heading(a, 'Jonas answered.').waitFor()
  await backToNow(a)
  await a.getByRole('link', { name: /Jonas answered Lighthouse/ }).click()
  await readAnswer(a)
  await key(a, 'Send Lighthouse').waitFor()
  await a.getByRole('link', { name: /Jonas answered/ }).waitFor({ state: 'detached' })
})

test('[SCS8] a press is on the partner’s screen at once', async () => {
  const { a, b } = await sameCouple()
  const times: number[] = []
  for (let round = 0; round < 3; round++) {
    await b.evaluate(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('[role=alertdialog]')) return
        observer.disconnect()
        document.body.dataset['alertedAt'] = String(performance.timeOrigin + performance.now())
      }).observe(document.body, { childList: true, subtree: true })
    })
    const pressedAt = await key(a, 'Send Feather').evaluate((button: HTMLButtonElement) => {
      button.click()
      return performance.timeOrigin + performance.now()
    })
    await alertOn(b).waitFor()
    times.push((await b.evaluate(() => Number(document.body.dataset['alertedAt']))) - pressedAt)
    await key(b, 'Softer now.').click()
    await key(b, 'Done').click()
    await alertOn(b).waitFor({ state: 'detached' })
    await readAnswer(a)
  }
  const median = times.toSorted((one, other) => one - other)[1] ?? Number.NaN
  console.log(`press to alert: median ${median.toFixed(0)} ms of ${times.map(time => time.toFixed(0)).join(', ')}`)
  expect(times).toHaveLength(3)
})

test('[SCS14] [SCS43] an answer that comes while one is elsewhere is told there, without taking the focus, until it is read', async () => {
  const { a, b } = await sameCouple()
  await key(a, 'Send Lighthouse').click()
  await a.getByRole('link', { name: 'Holdfast, now' }).click()
  await a.getByRole('link', { name: 'More' }).click()
  await heading(a, 'More').waitFor()
  await key(b, "I'm here. I'll stay near.").click()
  const line = a.getByRole('status').filter({ hasText: 'Jonas answered.' })
  await line.getByText("I'm here. I'll stay near.").waitFor()
  expect(await line.evaluate(told => told.contains(document.activeElement))).toBe(false)
  await a.goto(new URL('/body', a.url()).href)
  await line.waitFor()
  const [told, title] = [await line.boundingBox(), await heading(a, 'Body first.').boundingBox()]
  expect(told && title && (told.y >= title.y + title.height || told.y + told.height <= title.y), '[SCS43]').toBe(true)
  expect((await line.getByRole('button').boundingBox())?.height).toBeGreaterThanOrEqual(72)
  await line.getByRole('button', { name: 'Thank you. Got it.' }).click()
  await line.waitFor({ state: 'detached' })
  await a.reload()
  await heading(a, 'Body first.').waitFor()
  expect(await line.count()).toBe(0)
  await key(b, 'Done').click()
})
