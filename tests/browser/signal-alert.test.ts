import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import {
  alertOn,
  answerFirst,
  backToNow,
  deliveryOn,
  endPause,
  heading,
  key,
  openNow,
  readAnswer,
} from '../support/crisis-screens.ts'
import { look } from '../support/look.ts'

const { time, sameCouple } = crisisStage({ pageClocks: true, still: true })

/** Several signals of one phone, each sent. */
const send = async (page: Page, ...words: string[]): Promise<void> => {
  for (const word of words) {
    await backToNow(page)
    await key(page, `Send ${word}`).click()
    await heading(page, /Sent to Jonas\.|Not there yet\./).waitFor()
  }
}

test('[SCS5] [SCS15] the alert takes the focus and no stray key: Enter, space and Escape answer and close nothing, Tab goes round inside; at 1280 x 800 no letter of it or of its answer is cut off', async () => {
  const { a, b } = await sameCouple()
  await b.setViewportSize({ width: 1280, height: 800 })
  const hidden = () =>
    alertOn(b)
      .locator('section')
      .evaluateAll(all => Math.max(...all.map(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)))
  await key(b, 'Pause us now').focus()
  await key(a, 'Send Lighthouse').click()
  await alertOn(b).waitFor()
  expect(await alertOn(b).evaluate(dialog => dialog === document.activeElement)).toBe(true)
  expect(await hidden()).toBeLessThanOrEqual(0)
  for (const stray of ['Enter', 'Space', 'Escape', 'a', 'Escape']) await b.keyboard.press(stray)
  expect(await alertOn(b).count()).toBe(1)

  const inside = () => b.evaluate(() => document.activeElement?.closest('[role=alertdialog]') !== null)
  const stops: string[] = []
  for (let press = 0; press < 8; press++) {
    await b.keyboard.press('Tab')
    expect(await inside()).toBe(true)
    stops.push((await b.evaluate(() => document.activeElement?.textContent)) ?? '')
  }
  expect(stops).toContain('Coming. Five minutes.')
  expect(new Set(stops).size).toBeLessThan(stops.length)

  await eventually(() => deliveryOn(a)).toEqual(['Sent', "On Jonas's phone", 'No answer yet'])
  await key(b, 'Coming. Five minutes.').focus()
  await b.keyboard.press('Enter')
  await heading(a, 'Jonas answered.').waitFor()
  await b.getByText('You answered.').waitFor()
  expect(await hidden()).toBeLessThanOrEqual(0)
  await b.keyboard.press('Tab')
  await key(b, 'Done').click()
  await alertOn(b).waitFor({ state: 'detached' })
  await eventually(() => key(b, 'Pause us now').evaluate(pause => pause === document.activeElement)).toBe(true)
  await readAnswer(a)
})

test('[SCS9] nothing covers Help: a signal stands there in a line, Help is reached from under an alert, and the alert comes back on leaving', async () => {
  const { a, b } = await sameCouple()
  await b.getByRole('link', { name: 'Help' }).click()
  await heading(b, 'Help').waitFor()
  await send(a, 'Lighthouse')
  const line = b.getByRole('status').filter({ hasText: 'Mei sent Lighthouse. It is waiting for you.' })
  await line.waitFor()
  expect(await alertOn(b).count()).toBe(0)
  expect(await heading(b, 'Help').evaluate(help => help === document.activeElement)).toBe(true)

  await line.getByRole('button', { name: 'See it' }).click()
  await alertOn(b).getByRole('heading', { name: "I'm flooded. Stay near." }).waitFor()
  await alertOn(b).getByRole('link', { name: 'Help' }).click()
  await heading(b, 'Help').waitFor()
  await alertOn(b).waitFor({ state: 'detached' })
  await line.waitFor()
  await b.goBack()
  await alertOn(b).waitFor()
  await answerFirst(b)
  await readAnswer(a)
})

test('[SCS11] at 320 x 640 words of the greatest length scroll above answers that stay in sight', async () => {
  const { a, b } = await sameCouple()
  await b.setViewportSize({ width: 320, height: 640 })
  await send(a, 'Lighthouse')
  await alertOn(b).waitFor()
  await alertOn(b).evaluate(alert => {
    for (const words of alert.querySelectorAll('h1, [class*=deal] > span')) words.textContent = 'W'.repeat(400)
  })
  const keys = await alertOn(b).getByRole('region').getByRole('button').all()
  expect(keys).toHaveLength(3)
  const isInSight = (box: { y: number; height: number } | null) => box !== null && box.y >= 0 && box.y + box.height <= 640
  // The alert may be rising still.
  for (const answer of keys) await eventually(async () => isInSight(await answer.boundingBox())).toBe(true)
  const words = alertOn(b).locator('main > section').first()
  expect(await words.evaluate(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight)).toBe(true)
  expect(await look(b)).toEqual([])
  await b.keyboard.press('Tab')
  for (let stop = 0; stop < 8 && !(await words.evaluate(part => part === document.activeElement)); stop += 1)
    await b.keyboard.press('Tab')
  await b.keyboard.press('End')
  await eventually(() => words.evaluate(part => part.scrollTop)).toBeGreaterThan(0)
  // The whole screen, to its corners.
  expect(await alertOn(b).evaluate(alert => getComputedStyle(alert).borderRadius)).toBe('0px')
  await answerFirst(b)
  await readAnswer(a)
})

test('[SCS13] a signal taken back is told once: not again on another page, nor after a reload', async () => {
  const { a, b } = await sameCouple()
  await key(a, 'Send Feather').click()
  await eventually(() => deliveryOn(a)).toContain("On Jonas's phone")
  await key(a, 'Take it back').click()
  await alertOn(b).getByRole('heading', { name: 'Mei took it back.' }).waitFor()
  await b.evaluate(
    () => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(drawn)))),
  )
  await openNow(b)
  expect(await alertOn(b).count()).toBe(0)
  // The control: another one taken back is told.
  await send(a, 'Anchor')
  await alertOn(b).getByRole('heading', { name: 'Are we okay?' }).waitFor()
  await answerFirst(b)
  await readAnswer(a)
})

test('[SCS13] [SCS6] "You answered." gives way at once to a pause that begins, and is not back after that, a reload or Exit', async () => {
  const { a, b } = await sameCouple()
  const answered = async () => {
    await key(a, 'Send Lighthouse').click()
    await key(b, "I'm here. I'll stay near.").click()
    await b.getByText('You answered.').waitFor()
  }
  await answered()
  await key(a, 'Pause us now').click()
  await b.waitForURL(/\/pause$/)
  await b.getByText('You answered.').waitFor({ state: 'detached', timeout: 2_000 })
  await key(a, 'Take it back').click()
  await heading(b, 'The pause was taken back.').waitFor()
  expect(await alertOn(b).count()).toBe(0)
  await openNow(b)
  expect(await alertOn(b).count()).toBe(0)

  await answered()
  await alertOn(b).getByRole('button', { name: 'Exit' }).click()
  await b.waitForURL(/plain\.html$/)
  await openNow(b)
  expect(await alertOn(b).count()).toBe(0)

  // One that came and went while the page was being loaded anew.
  await backToNow(a)
  await answered()
  await b.goto(new URL('/plain.html', b.url()).href)
  await key(a, 'Pause us now').click()
  await key(a, 'Take it back').click()
  await key(a, 'Send Feather').waitFor()
  await openNow(b)
  await alertOn(b).waitFor({ state: 'detached' })
})

test('[SCS39] "You answered." stays until Done, and no second tap hits the page that comes from under it', async () => {
  const { a, b } = await sameCouple()
  await send(a, 'Lighthouse')
  await key(b, "I'm here. I'll stay near.").click()
  await b.getByText('You answered.').waitFor()
  await b.clock.fastForward(60_000)
  const done = await key(b, 'Done').boundingBox()
  expect(done).not.toBeNull()
  const [x, y] = [(done?.x ?? 0) + 40, (done?.y ?? 0) + 30]
  // Looked at as soon as the alert is gone, however busy the machine: whatever is there now, a thumb on its way does not press it;
  // Help and Exit it does.
  const reached = b.evaluate(
    at =>
      new Promise<(string | null | undefined)[]>(resolve => {
        const look = () => {
          if (document.querySelector('[role=alertdialog]')) return void requestAnimationFrame(look)
          const help = [...document.querySelectorAll('a')].find(one => one.textContent === 'Help')?.getBoundingClientRect()
          const onHelp = document.elementFromPoint((help?.x ?? 0) + 10, (help?.y ?? 0) + 20)
          resolve([document.elementFromPoint(...at)?.tagName, onHelp?.closest('a')?.textContent])
        }
        look()
      }),
    [x, y] as [number, number],
  )
  await key(b, 'Done').click()
  expect(await reached).toEqual(['HTML', 'Help'])
  // A moment later it takes presses again.
  await key(b, 'Send Feather').click()
  await heading(b, 'Sent to Mei.').waitFor()
  await answerFirst(a)
  await readAnswer(b)
  await readAnswer(a)
})

test('[SCS39] another signal takes the place of "You answered." by itself, and its keys are pressed', async () => {
  const { a, b } = await sameCouple()
  await send(a, 'Lighthouse')
  await key(b, "I'm here. I'll stay near.").click()
  await b.getByText('You answered.').waitFor()
  await send(a, 'Anchor')
  await alertOn(b).getByText('Mei sent Anchor', { exact: true }).waitFor()
  await eventually(async () => (await deliveryOn(a))[1]).toBe("On Jonas's phone")
  await b.getByRole('button', { name: /^Pause\. Back / }).click()
  await b.waitForURL(/\/pause$/)
  await endPause(time, a, b)
})

test('[SCS38] an unanswered signal gives way to a pause that begins: its alert closes, the pause is seen, and the signal waits', async () => {
  const { a, b } = await sameCouple()
  await send(a, 'Lighthouse')
  await alertOn(b).waitFor()
  await key(a, 'Pause us now').click()
  await b.waitForURL(/\/pause$/)
  await alertOn(b).waitFor({ state: 'detached', timeout: 2_000 })
  expect(await heading(b, /^Back at/).evaluate(title => title === document.activeElement)).toBe(true)
  await a.getByText('left for both of you').waitFor()
  const line = b.getByRole('status').filter({ hasText: 'Mei sent Lighthouse. It is waiting for you.' })
  await line.waitFor()
  await b.reload()
  await eventually(
    async () => (await line.getByRole('button', { name: 'See it' }).boundingBox())?.height ?? 0,
  ).toBeGreaterThanOrEqual(72)
  await line.getByRole('button', { name: 'See it' }).click()
  await alertOn(b).getByRole('heading', { name: "I'm flooded. Stay near." }).waitFor()
  await key(b, "I'm here. I'll stay near.").click()
  await key(b, 'Done').click()
  await alertOn(b).waitFor({ state: 'detached' })
  expect(await line.count()).toBe(0)
  await endPause(time, a, b)
})

// The last of the file: what was not answered waits on Now.
test('[SCS7] [SCN7] of several signals one alert shows the newest and counts the others; one answer closes them, and they wait on Now', async () => {
  const { a, b } = await sameCouple()
  await send(a, 'Lighthouse', 'Anchor', 'Feather')
  await alertOn(b).getByRole('heading', { name: 'Speak softer.' }).waitFor()
  await alertOn(b).getByText('and 2 earlier').waitFor()
  await b.reload()
  await key(b, 'Softer now.').click()
  await key(b, 'Done').click()
  await alertOn(b).waitFor({ state: 'detached' })
  // Nothing was in focus before it: nobody is left at the page's start.
  await eventually(() => b.locator('main h1').evaluate(one => one === document.activeElement)).toBe(true)
  await b.getByText('Mei sent Lighthouse').waitFor()
  const newest = b.getByRole('link', { name: /^Mei sent Anchor/ })
  await newest.waitFor()
  // However many cards there are, the pause stays in sight.
  for (const size of [
    { width: 390, height: 844 },
    { width: 320, height: 640 },
  ]) {
    await b.setViewportSize(size)
    for (const top of [0, 10_000]) {
      await b.evaluate(y => scrollTo(0, y), top)
      const pause = await key(b, 'Pause us now').boundingBox()
      const navigation = await b.getByRole('navigation', { name: 'Main' }).boundingBox()
      expect(pause && navigation && pause.y + pause.height <= navigation.y && pause.height >= 72).toBe(true)
    }
  }
  await b.reload()
  await newest.waitFor()
  expect(await alertOn(b).count()).toBe(0)
})
