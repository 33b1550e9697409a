import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { LocalStore } from '../../client/sync/local.ts'
import { openSession } from '../../client/sync/open-session.ts'
import { eventually } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { alertOn, answerFirst, atEach, backToNow, key, leaveReunion, restingOn, timeLeftOn } from '../support/crisis-screens.ts'
import { goTo } from '../support/drill-phones.ts'
import { lighthouse } from '../support/sessions.ts'

const MINUTE_MS = 60_000
let store: LocalStore | undefined
const { time, sameCouple } = crisisStage({
  pageClocks: true,
  still: true,
  couple: {
    before: async couple => {
      store = couple.a.store
    },
  },
})

/** Whether something else is drawn over any part of it: looked at in a grid of points. */
const isCovered = (what: Locator): Promise<boolean> =>
  what.evaluate(element => {
    const { left, top, width, height } = element.getBoundingClientRect()
    const points = [0.02, 0.25, 0.5, 0.75, 0.98].flatMap(x => [0.05, 0.5, 0.95].map(y => [left + x * width, top + y * height]))
    return points.some(([x = 0, y = 0]) => {
      const found = document.elementFromPoint(x, y)
      return !found || !(element.contains(found) || found.contains(element))
    })
  })

const PHONES = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
]

test('[DRL7] [DRL15] a test that stands covers no mark, heading, time or key of practice, and the line of practice no key of the body page', async () => {
  const { a, b } = await sameCouple()
  await a.getByRole('link', { name: /Signals ready/ }).click()
  await a.getByRole('button', { name: /^Send a test/ }).click()
  const line = b.getByRole('status').filter({ hasText: 'Test. Mei tried whether signals get here.' })
  await line.waitFor()
  await backToNow(a)
  await goTo('done', { a, b, time }, async ({ name }) => {
    await line.waitFor()
    for (const size of PHONES) {
      await b.setViewportSize(size)
      const keys = name === 'done' ? [] : await b.locator('main section').last().getByRole('button').all()
      const timers = await b.getByRole('timer').all()
      for (const what of [
        b.getByText('Practice. Nothing of it is real.'),
        b.getByRole('heading', { level: 1 }),
        ...timers,
        ...keys,
      ])
        await eventually(() => isCovered(what)).toBe(false)
    }
    if (name !== 'calm') return
    await b.goto(new URL('/more', b.url()).href)
    const practice = b.getByText('Practice. It is your turn.')
    await practice.waitFor()
    await b.evaluate(() => history.pushState(null, '', '/body'))
    await key(b, 'Tap your pulse').click()
    await key(b, 'Beat').waitFor()
    for (const stays of [practice, line]) expect(await stays.count()).toBe(0)
    expect(await isCovered(key(b, 'Beat'))).toBe(false)
    await b.goto(new URL('/drill', b.url()).href)
  })
  await line.getByRole('button', { name: 'Got it' }).click()
})

/** Whether the line stands below or beside all of the page, reached by scrolling, at each of these sizes. */
const hidesNothing = (page: Page, line: Locator) =>
  atEach(page, [...PHONES, { width: 1280, height: 800 }], async () => {
    const [over, all] = [await line.boundingBox(), await page.locator('main').boundingBox()]
    return over !== null && all !== null && (over.y >= all.y + all.height || over.x >= all.x + all.width)
  })

test('[SCS21] a signal that waits hides nothing of a pause, and neither it nor an answer covers the line that leads to it', async () => {
  const { a, b } = await sameCouple()
  await key(a, 'Send Lighthouse').click()
  await alertOn(b).waitFor()
  await key(a, 'Pause us now').click()
  await restingOn(b)
  const waits = b.getByRole('status').filter({ hasText: 'It is waiting for you.' })
  await waits.waitFor()
  expect(await hidesNothing(b, waits), 'while it begins').toEqual([true, true, true])
  await time.forward((await timeLeftOn(b)) * 1_000 - 4 * MINUTE_MS, a, b)
  for (const name of ["I'm back", 'More time']) await key(b, name).waitFor()
  expect(await hidesNothing(b, waits), 'with its keys').toEqual([true, true, true])
  const standAs = (position: string) =>
    b.evaluate(value => document.querySelector<HTMLElement>('[data-at="/pause"]')?.style.setProperty('position', value), position)
  await standAs('fixed')
  expect(await hidesNothing(b, waits), 'the control: over the page').toEqual([false, false, true])
  await standAs('')
  await key(b, 'See it').click()
  await alertOn(b).getByRole('region', { name: 'Answer with one tap' }).getByRole('button').first().click()
  for (const path of ['/more', '/agreement']) {
    await a.goto(new URL(path, a.url()).href)
    await a.getByRole('status').filter({ hasText: 'Jonas answered.' }).waitFor()
    const paused = a.getByRole('link', { name: /^Paused\. Back at/ })
    await paused.waitFor()
    await atEach(a, PHONES, async () => {
      // The one that comes later moves the other.
      for (const what of [paused, a.getByRole('link', { name: 'Help' })]) await eventually(() => isCovered(what)).toBe(false)
    })
  }

  // No screen sends a signal while a pause runs: it comes from a page that does not know of it yet.
  await using other = await openSession('own', { url: new URL(a.url()).origin, ...(store && { store }) })
  await other.sendSignal({ ...lighthouse, word: 'Anchor' })
  // [SCS39] What may not break into the pause so soon is told where one is.
  await alertOn(b).getByRole('status').filter({ hasText: 'Mei sent Anchor. It is waiting for you.' }).waitFor()
  await alertOn(b).getByText('You answered.').waitFor()
  await key(b, 'Done').click()
  await restingOn(b)
  await waits.waitFor()
  await key(b, "I'm back").click()
  await b.getByRole('status').filter({ hasText: 'You are back. Mei, not yet.' }).waitFor()
  expect(await hidesNothing(b, waits), 'after the return').toEqual([true, true, true])
  await key(b, 'See it').click()
  await answerFirst(b)
  await a.getByRole('link', { name: /^Paused\. Back at/ }).click()
  await key(a, "I'm back").click()
  await leaveReunion(a, b)
})
