import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { readDrill } from '../../client/documents/drill.ts'
import type { LocalStore } from '../../client/sync/local.ts'
import { openSession } from '../../client/sync/open-session.ts'
import { isRunning } from '../../shared/drill.ts'
import { eventually } from '../support/browser.ts'
import { crisisLook } from '../support/crisis-look.ts'
import { keysCoveredOn } from '../support/crisis-measures.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import {
  alertOn,
  answerFirst,
  atEach,
  backToNow,
  heading,
  key,
  LOW_PHONES,
  leaveReunion,
  readAnswer,
  restingOn,
  signalsCutOn,
  timeLeftOn,
} from '../support/crisis-screens.ts'
import { goTo } from '../support/drill-phones.ts'
import { tooWide } from '../support/look.ts'
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

/** Goes there by the app's own way. */
const goByApp = (page: Page, path: string) => page.evaluate(to => history.pushState(null, '', to), path)

/** The lines as they come are told aloud: how often each was, from now on. */
const listenTo = (page: Page) =>
  page.evaluate(() => {
    const told: string[] = []
    const tell = (node: Node): void => {
      if (!(node instanceof Element)) return
      for (const line of [node, ...node.querySelectorAll('*')])
        if (line.role === 'status' && line.querySelector('button') && line.ariaLive !== 'off') told.push(line.textContent)
    }
    new MutationObserver(all => {
      for (const { addedNodes } of all) addedNodes.forEach(tell)
    }).observe(document.body, { childList: true, subtree: true })
    Object.assign(globalThis, { told })
  })
const toldOn = (page: Page) => page.evaluate(() => Reflect.get(globalThis, 'told') as string[])

const SIZES = [...LOW_PHONES, { width: 360, height: 740 }, { width: 1280, height: 800 }]

test('[SCN7] [SCS14] [SCS39] [SCS45] of four lines one is seen at a time, in a room of its own; none covers a key of a crisis screen, moves one by going, or is told twice', async () => {
  const { a, b } = await sameCouple()
  await using other = await openSession('own', { url: new URL(a.url()).origin, ...(store && { store }) })
  // Later than words on coming back from the pause before would come full screen.
  await time.forward(180 * MINUTE_MS, a, b)
  await Promise.all([backToNow(a), backToNow(b)])
  await b.getByRole('link', { name: 'Say sorry, and try again' }).click()
  await key(b, 'I fell into the old pattern. I am sorry. Let me try again.').click()
  await key(b, 'Back to Now').click()
  await key(b, 'Send Lighthouse').waitFor()
  await eventually(() => other.state().repairs.length).toBe(1)
  await listenTo(b)
  const lines = b.locator('[data-room] > [role="status"]')
  const lineOf = (text: string) => b.getByRole('status').filter({ hasText: text })
  const comes = async (text: string, send: Promise<unknown>) => {
    await send
    await lineOf(text).waitFor()
    // The newest is the one that is seen.
    expect(await lines.evaluateAll(all => all.filter(one => one.clientWidth > 1).map(one => one.textContent))).toEqual([
      expect.stringContaining(text),
    ])
  }
  await comes('Practice. Mei would like', other.pressDrill({ step: 'invite' }))
  await comes('Test. Mei tried', other.sendTest())
  await comes('Mei said something', other.sayPhrase('Welcome back.'))
  const repair = other.state().repairs[0]
  await comes('Mei answered', other.answer(repair?.id ?? expect.fail('no repair'), 'Not now. '.repeat(22).trim()))
  expect(await lines.count()).toBe(4)

  const sized = (percent: number) =>
    b.evaluate(size => document.documentElement.style.setProperty('font-size', `${size}%`), percent)
  const covered = async () => [...(await keysCoveredOn(b)), ...(await tooWide(b))]
  expect((await atEach(b, SIZES, covered)).flat()).toEqual([])
  await sized(200)
  expect((await atEach(b, PHONES, covered)).flat()).toEqual([])
  await sized(100)
  expect(await signalsCutOn(b, SIZES)).toEqual([])
  expect(await crisisLook(b, 'Now with four lines')).toEqual([])
  // The control: as they would stand over the page, one below the other.
  await b.setViewportSize({ width: 320, height: 640 })
  const over = await b.addStyleTag({
    content:
      '[data-room] { position: fixed !important; z-index: 9; inset: 60px 12px auto } [data-room] > * { position: static !important; clip-path: none !important; height: auto !important }',
  })
  expect(await keysCoveredOn(b)).toContainEqual(expect.stringMatching(/^at 0: Send Lighthouse.* under /))
  await over.evaluate(style => style.parentNode?.removeChild(style))
  await b.setViewportSize({ width: 390, height: 844 })

  // On other pages, and back: they are told no more.
  await goByApp(b, '/more')
  await b.locator('[data-at="/more"] > [role="status"]').nth(3).waitFor()
  await goByApp(b, '/')
  await lines.nth(3).waitFor()
  expect(await toldOn(b)).toEqual(
    ['Practice.', 'Test.', 'Mei said something.', 'Mei answered.'].map(start => expect.stringMatching(`^${start}`)),
  )

  // Once one is closed the next is seen; what goes by itself moves nothing.
  await lineOf('Test. Mei tried').getByRole('button').click()
  await lineOf('Mei said something').getByRole('button').click()
  await alertOn(b).locator('main').getByRole('button').click()
  await alertOn(b).waitFor({ state: 'detached' })
  await lineOf('Mei answered').getByRole('button').click()
  await lineOf('Practice.').getByRole('button').click({ trial: true })
  const place = () => key(b, 'Send Lighthouse').boundingBox()
  const before = await place()
  const drill = readDrill(other, other.state().drill)
  await other.pressDrill({ step: 'stop', drill: (isRunning(drill) && drill.ids[0]) || expect.fail('no drill') })
  await eventually(() => lines.count()).toBe(0)
  expect(await place()).toEqual(before)

  await other.sayPhrase('Are you there?')
  await lines.waitFor()
  await key(b, 'Send Lighthouse').click()
  await heading(b, 'Sent to Mei.').waitFor()
  await lines.waitFor()
  await alertOn(a).waitFor()
  for (const page of [a, b]) {
    expect((await atEach(page, PHONES, () => keysCoveredOn(page))).flat()).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
  }
  await answerFirst(a)
  await readAnswer(b)
})
