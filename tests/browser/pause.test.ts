import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { TAKE_BACKS_APART_MS } from '../../server/features/event-room.ts'
import { eventually, setOffline } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import {
  alertOn,
  BACK_AT,
  backAt,
  backToNow,
  deliveryOn,
  endPause,
  heading,
  key,
  leaveReunion,
  readAnswer,
  restingOn,
  timeLeftOn,
} from '../support/crisis-screens.ts'
import { look } from '../support/look.ts'

const MINUTE_MS = 60_000
const FLOOR_MS = 20 * MINUTE_MS
/** The first screen, for who pressed. */
const STARTING_MS = 10_000

const keepsApp = { keepsApp: true }
const { time, sameCouple } = crisisStage({ pageClocks: true, still: true, couple: { mei: keepsApp, jonas: keepsApp } })

test('[SCP1] one tap, and both phones come to the same pause by themselves, equal to the second, without a word of who or why', async () => {
  const { a, b } = await sameCouple()
  await b.getByRole('link', { name: 'More' }).click()
  await key(a, 'Pause us now').click()
  await a.getByText('It has started. You can put the phone down.').waitFor()
  await heading(b, BACK_AT).waitFor()
  expect(new URL(b.url()).pathname).toBe('/pause')
  expect(await backAt(a)).toBe(await backAt(b))
  expect(await b.locator('main').innerText()).not.toContain('Mei')

  const left = await timeLeftOn(b)
  await time.forward(STARTING_MS, a, b)
  await restingOn(a)
  // Each draws the time that went by with its next second.
  for (const page of [a, b]) await eventually(() => timeLeftOn(page)).toBeLessThanOrEqual(left - STARTING_MS / 1_000)
  const difference = async () => {
    const [mine, theirs] = await Promise.all([timeLeftOn(a), timeLeftOn(b)])
    return Math.abs(mine - theirs)
  }
  const differences: number[] = []
  for (let look = 0; look < 5; look++) differences.push(await difference())
  expect(Math.max(...differences)).toBeLessThanOrEqual(1)
  for (const page of [a, b]) {
    await page.getByRole('region', { name: 'Breathe' }).waitFor()
    await page.getByRole('list', { name: 'Your own list' }).getByRole('button').nth(2).waitFor()
  }
  await key(a, 'Cold water on face and wrists').click()
  await a.getByRole('region', { name: 'Breathe' }).getByText('This is enough for now.').waitFor()
  await endPause(time, a, b)
})

test('[SCP14] what one does meanwhile stands inside the circle, or beside it, on each phone that people have', async () => {
  const { a, b } = await sameCouple()
  await key(a, 'Pause us now').click()
  await restingOn(b)
  await insideTheCircle(b)
  await key(b, 'Cold water on face and wrists').click()
  await b.getByRole('region', { name: 'Breathe' }).getByText('This is enough for now.').waitFor()
  await insideTheCircle(b)
  await time.forward(FLOOR_MS, a, b)
  await key(b, "I'm back").waitFor()
  await insideTheCircle(b)
  for (const page of [a, b]) await key(page, "I'm back").click()
  await leaveReunion(a, b)
})

const insideTheCircle = async (page: Page): Promise<void> => {
  const found: string[] = []
  for (const [width, height] of [
    [390, 844],
    [320, 640],
    [320, 568],
  ] as const) {
    await page.setViewportSize({ width, height })
    found.push(...(await outsideTheCircle(page)).map(fault => `${width} x ${height}: ${fault}`))
  }
  expect(found).toEqual([])
}

/** No word or icon lies on another, and none passes the inner disc: at its width, or beside the whole circle. */
const outsideTheCircle = (page: Page): Promise<string[]> =>
  page.getByRole('region', { name: 'Breathe' }).evaluate(async region => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
    const boxOf = (one: Element | Range) => one.getBoundingClientRect()
    const disc = region.querySelectorAll('circle')[1]
    const circle = region.querySelector('svg')
    const text = circle?.nextElementSibling
    if (!disc || !circle || !text) return ['no circle or no words']
    const pieces = [...text.querySelectorAll('*'), text].flatMap(element =>
      element.tagName === 'svg'
        ? [boxOf(element)]
        : [...element.childNodes]
            .filter(node => node.nodeType === Node.TEXT_NODE)
            .map(node => {
              const range = document.createRange()
              range.selectNode(node)
              return boxOf(range)
            }),
    )
    // Only whole elements lie over each other: path elements of an icon have no text.
    const apart = pieces.every((one, at) =>
      pieces.every((other, place) => place <= at || one.bottom <= other.top + 1 || other.bottom <= one.top + 1),
    )
    const around = boxOf(circle)
    const beside = pieces.every(piece => piece.left >= around.right)
    const width = (84 / 150) * around.width
    const middle = around.left + around.width / 2
    const inside = pieces.every(piece => piece.left >= middle - width / 2 && piece.right <= middle + width / 2)
    const { left, right } = boxOf(region)
    const within = pieces.every(piece => piece.left >= left && piece.right <= right)
    return [
      apart ? [] : ['on top of each other'],
      beside || inside ? [] : ['past the disc'],
      within ? [] : ['past the margin'],
    ].flat()
  })

test('[SCP4] [SCP9] [SCP40] taken back within five seconds, after a reload too, it is over on both phones, in one line, and one key leads back; a third start takes nobody from there, nor from Now', async () => {
  const { a, b } = await sameCouple()
  await b.getByRole('link', { name: 'More' }).click()
  await time.stop(a, b)
  for (const isReloaded of [false, true]) {
    await key(a, 'Pause us now').click()
    await heading(b, BACK_AT).waitFor()
    if (isReloaded) await a.reload()
    await key(a, 'Take it back').click()
    await key(a, 'Send Lighthouse').waitFor()
    await heading(b, 'The pause was taken back.').waitFor()
    await eventually(() => b.evaluate(() => document.activeElement?.textContent)).toBe('The pause was taken back.')
    expect(await b.locator('main').innerText()).not.toContain('Mei')
    await time.forward(TAKE_BACKS_APART_MS, a, b)
  }
  await b.reload()
  await heading(b, 'The pause was taken back.').waitFor()
  await key(a, 'Pause us now').click()
  await key(b, /^Paused\. Back at/).waitFor()
  await heading(b, 'The pause was taken back.').waitFor()
  await key(a, 'Take it back').click()
  await key(b, /^Paused\. Back at/).waitFor({ state: 'detached' })
  await key(b, 'Back to where you were').click()
  await eventually(() => new URL(b.url()).pathname).toBe('/more')

  await backToNow(b)
  await key(a, 'Pause us now').click()
  const line = b.getByRole('status').filter({ hasText: 'Paused. Back at' })
  await line.waitFor()
  // It is on this phone as any other is.
  await a.getByText('It has started. You can put the phone down.').waitFor()
  await b.reload()
  await line.waitFor()
  await key(b, 'Send Lighthouse').waitFor()
  expect(new URL(b.url()).pathname).toBe('/')
  expect(await look(b)).toEqual([])
  await line.getByRole('button', { name: 'See it' }).click()
  await heading(b, BACK_AT).waitFor()
  await endPause(time, a, b)
})

test('[SCP7] without a network a pause starts here at once and says where it is not yet; then both phones show one time', async () => {
  const { mei, a, b } = await sameCouple()
  await setOffline(mei.context, true)
  await a.getByRole('status').filter({ hasText: 'Not connected' }).waitFor()
  await key(a, 'Pause us now').click()
  await a.getByRole('status').filter({ hasText: "Not on Jonas's phone yet" }).waitFor()
  expect(await heading(b, BACK_AT).count()).toBe(0)
  await time.forward(STARTING_MS, a, b)
  await restingOn(a)
  await a.getByRole('status').filter({ hasText: "Not on Jonas's phone yet" }).waitFor()
  await setOffline(mei.context, false)
  await heading(b, BACK_AT).waitFor()
  await a.getByText('left for both of you').waitFor()
  expect(await backAt(a)).toBe(await backAt(b))
  await endPause(time, a, b)
})

test('[SCP8] [SCS53] a pause is the answer to a signal with one tap, taken back together, and a reload in the middle of it comes back to it', async () => {
  const { a, b } = await sameCouple()
  const byPause = alertOn(b).getByRole('button', { name: /^Pause\. Back at/ })
  await key(a, 'Send Lighthouse').click()
  await byPause.click()
  await heading(a, BACK_AT).waitFor()
  await key(b, 'Take it back').click()
  await byPause.waitFor()
  await key(a, 'Back to where you were').click()
  await eventually(() => deliveryOn(a)).toEqual(['Sent', "On Jonas's phone", 'No answer yet'])
  // The time that is offered is that of the press: none of the clock's five minutes goes by between.
  await time.stop(a, b)
  const offered = await byPause.textContent()
  await byPause.click()
  await heading(a, BACK_AT).waitFor()
  await heading(b, BACK_AT).waitFor()
  expect(offered).toBe(`Pause. ${await backAt(b)}.`)
  await a.reload()
  await b.goto(new URL('/', b.url()).href)
  for (const page of [a, b]) {
    await heading(page, BACK_AT).waitFor()
    expect(new URL(page.url()).pathname).toBe('/pause')
  }
  await a.goto(new URL('/signal', a.url()).href)
  await heading(a, 'Jonas answered.').waitFor()
  await readAnswer(a)
  await endPause(time, a, b)
})

test('[SCP16] while a pause runs /signal leads to it and offers no start, and calm pages say it in one line', async () => {
  const { a, b } = await sameCouple()
  await key(a, 'Send Lighthouse').click()
  await heading(a, 'Sent to Jonas.').waitFor()
  await key(a, 'Pause us now').click()
  // Until its own screen has shown it, a page is led to a pause.
  await Promise.all([a, b].map(page => heading(page, BACK_AT).waitFor()))
  const line = `Paused. ${await backAt(b)}`
  await a.goto(new URL('/signal', a.url()).href)
  await key(a, line).waitFor()
  expect(await key(a, 'Pause us now').count()).toBe(0)
  await key(a, line).click()
  await heading(a, BACK_AT).waitFor()
  for (const path of ['/agreement', '/more']) {
    await a.goto(new URL(path, a.url()).href)
    await a.getByRole('link', { name: line, exact: true }).waitFor()
    await a.getByRole('heading', { level: 1 }).waitFor()
    expect(await look(a)).toEqual([])
  }
  await a.getByRole('link', { name: line, exact: true }).click()
  await heading(a, BACK_AT).waitFor()
  expect(await a.getByRole('link', { name: line, exact: true }).count()).toBe(0)
  expect(await backAt(a)).toBe(await backAt(b))
  await endPause(time, a, b)
})

test('[SCP16] pressed by both at once it is one pause, with later times on both screens and no taking back', async () => {
  const { mei, jonas, a, b } = await sameCouple()
  await time.stop(a, b)
  for (const { context } of [mei, jonas]) await setOffline(context, true)
  for (const page of [a, b]) await key(page, 'Pause us now').click()
  for (const page of [a, b]) await key(page, 'Take it back').waitFor()
  for (const { context } of [mei, jonas]) await setOffline(context, false)
  for (const page of [a, b]) {
    await page.getByText('left for both of you').waitFor()
    await key(page, 'Take it back').waitFor({ state: 'detached' })
    await page.getByRole('region', { name: 'Need longer?' }).getByRole('button', { name: BACK_AT }).first().waitFor()
  }
  expect(await backAt(a)).toBe(await backAt(b))
  await endPause(time, a, b)
})

test('[SCP15] the pause is said to be left for both only once the partner’s phone has drawn it', async () => {
  const { jonas, a, b } = await sameCouple()
  await b.goto('about:blank')
  await key(a, 'Pause us now').click()
  await a.getByRole('status').filter({ hasText: "Not on Jonas's phone yet" }).waitFor()
  await time.forward(STARTING_MS, a)
  await restingOn(a)
  expect(await a.getByText('left for both of you').count()).toBe(0)
  await jonas.page.goto(a.url())
  await heading(b, BACK_AT).waitFor()
  await a.getByText('left for both of you').waitFor()
  expect(await a.getByText("Not on Jonas's phone yet").count()).toBe(0)
  await endPause(time, a, b)
})
