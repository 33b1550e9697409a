import { expect, test } from 'vitest'
import { agreeOnBothSides, starterSignals } from '../support/agreeing.ts'
import { clauseText, openAgreementPage, typeAtEnd } from '../support/agreement-page.ts'
import { eventually, openPhone, setOffline } from '../support/browser.ts'
import { crisisLook } from '../support/crisis-look.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import {
  alertOn,
  answerFirst,
  atEach,
  heading,
  key,
  LOW_PHONES,
  moreBelowOn,
  openNow,
  readAnswer,
  signalsCutOn,
} from '../support/crisis-screens.ts'
import { stubPush, UNASKED } from '../support/push-browser.ts'

/** Of phones that people have, and two wide ones. */
const PHONES = [
  [360, 740],
  [360, 800],
  [375, 667],
  [375, 812],
  [390, 844],
  [412, 915],
  [1024, 768],
  [1280, 800],
] as const

const { time, sameCouple, meiOnNow, alone } = crisisStage({ pageClocks: true, still: true })

test('[SCN1] [SCN7] [TAK2] Now draws the couple’s own words, many too, a gesture with a hand, with the pause above the navigation and no word broken, from local storage before any network answer', async () => {
  const starters = starterSignals()
  const own = starters.map(([id, signal], place) => [id, place === 1 ? { ...signal, word: 'Goose feather' } : signal] as const)
  const again = starters.slice(0, 1).map(([, signal]) => ['fourth', { ...signal, emoji: '', meaning: '' }] as const)
  const bare = { kind: 'signal', emoji: '', gesture: '', meaning: 'Hold me.', helps: '', answer1: '', answer2: '' } as const
  const more = ['Otter', 'Harbour', 'Lantern', 'Pebble', 'Tide'].map((word, at) => [`more-${at}`, { ...bare, word }] as const)
  const wave = ['wave', { ...bare, word: '', gesture: 'Wave twice' }] as const
  const { a } = await meiOnNow({ open: openPhone, before: couple => agreeOnBothSides(couple, [...own, ...more, wave, ...again]) })
  await key(a, 'Send Goose feather').waitFor()
  await a.getByRole('heading', { name: /^Tap to send to Jonas/ }).waitFor()
  expect(await a.getByText(/starters/i).count()).toBe(0)
  await eventually(() => key(a, 'Send Lighthouse').count()).toBe(2)
  const boxes = (name: string) => key(a, name).last().boundingBox()
  const lines = (text: string) =>
    key(a, `Send ${text}`).evaluateAll(
      (all, word) =>
        all.map(one => {
          const range = document.createRange()
          const shown = [...one.querySelectorAll('span')].find(span => span.childElementCount === 0 && span.textContent === word)
          range.selectNodeContents(shown ?? one)
          return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size
        }),
      text,
    )
  const phones = [
    { width: 320, height: 640 },
    { width: 390, height: 844 },
  ]
  await atEach(a, phones, async () => {
    for (const top of [0, 10_000]) {
      await a.evaluate(y => scrollTo(0, y), top)
      const pause = await boxes('Pause us now')
      const navigation = await a.getByRole('navigation', { name: 'Main' }).boundingBox()
      expect(pause && navigation && pause.y + pause.height <= navigation.y && pause.height >= 72).toBe(true)
    }
    const [first, last] = [await boxes('Send Goose feather'), await boxes('Send Lighthouse')]
    expect(last && first && last.width > 1.5 * first.width).toBe(true)
    expect(await lines('Lighthouse')).toEqual([1, 1])
  })
  expect(await key(a, 'Send Wave twice').locator('svg').count()).toBe(1)
  expect(await key(a, 'Send Otter').locator('svg').count()).toBe(0)

  // What the pause keeps from sight is counted above it, for as long as there is any.
  const screens = [...phones, { width: 1280, height: 800 }]
  expect(await atEach(a, screens, () => moreBelowOn(a))).toEqual(
    screens.map(() => ({ faults: [], atTop: expect.stringMatching(/^[1-9] more below$/), atEnd: null })),
  )
  // What is written in the draft is nobody's agreement yet.
  await openAgreementPage(a)
  await typeAtEnd(clauseText(a, 'Signal: Feather', 'Word'), ' light')
  // On both devices where the partner's page, too, has it already.
  await a
    .getByText(/^Saved(\.| on both devices)$/)
    .first()
    .waitFor()
  await a.getByRole('link', { name: 'Now', exact: true }).click()
  await key(a, 'Send Goose feather').waitFor()

  await a.route('**/api/**', route => route.abort())
  await a.routeWebSocket('**', () => {})
  await a.reload()
  await key(a, 'Send Goose feather').waitFor()
  expect(await key(a, 'Send Feather light').count()).toBe(0)
  // The control: with that network nothing else would have come.
  expect(await a.getByRole('status').filter({ hasText: 'Signals ready' }).count()).toBe(0)
})

test('[AGD6] [SCN7] Now says that its words are starters for as long as nothing was ever in force, and whole what is so', async () => {
  const { mei, a } = await meiOnNow({ open: openPhone })
  await stubPush(a, UNASKED)
  await openNow(a)
  await a.getByRole('heading', { name: 'Starters. Tap to send to Jonas' }).waitFor()
  /** How far the signals stand above the pause on the lowest screen, where this is said too. */
  const apartWhere = async (fact: string): Promise<number> => {
    await a.setViewportSize({ width: 320, height: 640 })
    await a.getByRole('status').getByText(fact).waitFor()
    const [signal, pause] = [await key(a, 'Send Anchor').boundingBox(), await key(a, 'Pause us now').boundingBox()]
    await a.setViewportSize({ width: 390, height: 844 })
    return signal && pause ? pause.y - signal.y - signal.height : 0
  }
  /** The sizes at which not all of the signals are there, whole, above the pause. */
  const hiddenAt = async (): Promise<string[]> => {
    const hidden: string[] = []
    for (const [width, height] of PHONES) {
      await a.setViewportSize({ width, height })
      await a.evaluate(() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))))
      const opacities = await a
        .getByRole('button', { name: /^Send / })
        .evaluateAll(all => all.map(one => getComputedStyle(one).opacity))
      if (opacities.some(opacity => opacity !== '1')) hidden.push(`${width} x ${height}`)
    }
    await a.setViewportSize({ width: 390, height: 844 })
    return hidden
  }
  const openThere = 'While the app is open there.'
  // What is offered once stands before it.
  await a.getByRole('button', { name: 'Not now' }).waitFor()
  expect(await apartWhere(openThere)).toBeGreaterThanOrEqual(16)
  expect(await hiddenAt(), 'with notifications offered').toEqual([])
  await a.getByRole('button', { name: 'Not now' }).click()
  await a.getByRole('button', { name: 'Not again' }).waitFor()
  expect(await apartWhere(openThere)).toBeGreaterThanOrEqual(16)
  expect(await hiddenAt(), 'with a drill offered').toEqual([])
  await a.getByRole('button', { name: 'Not again' }).click()
  await a.getByText('They are starters until you both agree.').waitFor()
  expect(await apartWhere(openThere)).toBeGreaterThanOrEqual(16)
  await setOffline(mei.context, true)
  expect(await apartWhere('A signal is kept, and goes later.')).toBeGreaterThanOrEqual(16)
})

test('[SCN6] [SCN7] a last signal that no phone showed is told on Now, and ready again once it is there', async () => {
  const { a, b } = await sameCouple()
  await b.goto('about:blank')
  await key(a, 'Send Lighthouse').click()
  await heading(a, 'Sent to Jonas.').waitFor()
  await a.getByRole('link', { name: 'Holdfast, now' }).click()
  await a.getByRole('status').filter({ hasText: "Can't reach Jonas's phone right now." }).waitFor()
  await a.getByText("Not on Jonas's phone yet.").waitFor()
  expect(await a.getByText('Signals ready').count()).toBe(0)
  await b.goto(new URL('/', a.url()).href)
  await alertOn(b).waitFor()
  await a.getByRole('status').filter({ hasText: 'Signals ready' }).waitFor()
  await a.getByText('No answer yet.').waitFor()
  // Beside the card of an own signal there is room for all of them, on the lowest phone too.
  await a.setViewportSize({ width: 320, height: 640 })
  const opacity = () => key(a, 'Send Anchor').evaluate(one => getComputedStyle(one).opacity)
  await eventually(opacity).toBe('1')
  expect(await signalsCutOn(a, LOW_PHONES)).toEqual([])
  await answerFirst(b)
  await a.getByRole('link', { name: /Jonas answered Lighthouse/ }).click()
  await readAnswer(a)
})

test('[SCN2] [SCN7] a signal that comes over 30 minutes late raises no alarm: it waits on Now as earlier, and is answered there', async () => {
  const { a, b } = await sameCouple()
  await b.goto('about:blank')
  await key(a, 'Send Lighthouse').click()
  await heading(a, 'Not there yet.').waitFor()

  // Half an hour later, by the server's clock and by the phone's.
  await time.forward(31 * 60_000, b)
  await b.goto(new URL('/', a.url()).href)
  await b.getByRole('link', { name: /^Mei sent Lighthouse.*Pressed .*\. It came late\.$/ }).waitFor()
  expect(await alertOn(b).count()).toBe(0)
  expect(await crisisLook(b, 'earlier')).toEqual([])
  for (const size of LOW_PHONES) {
    await b.setViewportSize(size)
    const opacity = () => key(b, 'Send Lighthouse').evaluate(one => getComputedStyle(one).opacity)
    await eventually(opacity).toBe('1')
  }
  await eventually(() => signalsCutOn(b, LOW_PHONES)).toEqual([])
  await a.getByText('It came late, without an alarm.').waitFor()
  const here = key(b, "I'm here. I'll stay near.")
  const isInSight = () => here.evaluate(one => one.getBoundingClientRect().bottom < innerHeight)
  expect(await isInSight(), 'its card is below the keys').toBe(false)
  await b.getByRole('link', { name: /^Mei sent Lighthouse/ }).click()
  await eventually(isInSight).toBe(true)
  await key(b, "I'm here. I'll stay near.").click()
  await readAnswer(a)
})

test('[SCN3] alone, all signals are shown, cannot be pressed, say why, and the invite is one tap away', async () => {
  const page = await alone()
  const signal = key(page, 'Send Lighthouse')
  await signal.waitFor()
  expect(await signal.isDisabled()).toBe(true)
  await page.getByRole('heading', { name: 'Signals start once Jonas is here.' }).waitFor()
  expect(await key(page, 'Pause us now').count()).toBe(0)
  const opacities = () =>
    page.evaluate(() => [...document.querySelectorAll('fieldset button')].map(one => getComputedStyle(one).opacity))
  expect(await atEach(page, [...LOW_PHONES, { width: 390, height: 844 }, { width: 1280, height: 800 }], opacities)).toEqual(
    Array.from({ length: LOW_PHONES.length + 2 }, () => ['1', '1', '1']),
  )
  await page.getByRole('link', { name: /Bring Jonas in/ }).click()
  await page.getByRole('textbox', { name: 'Invite link' }).waitFor()
})
