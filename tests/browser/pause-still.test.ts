import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { BACK_AT, heading, key, restingOn, timeLeftOn } from '../support/crisis-screens.ts'

const MINUTE_MS = 60_000

const { time, bothOnNow } = crisisStage({ pageClocks: true })

/** Where each key of the own list stands on the screen, and "I'm back" once it is there. */
const places = async (page: Page, ...names: string[]) => {
  const list = page.getByRole('list', { name: 'Your own list' }).getByRole('button')
  const keys = [...(await list.all()), ...names.map(name => key(page, name))]
  return Promise.all(keys.map(one => one.boundingBox()))
}

/** How far down the page lines that come over it keep clear of what stands there, px. */
const keptClear = (page: Page): Promise<number> =>
  page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--kept-clear')))

/** [SCS21] The keys by which one takes a pause back, names a later time or comes back stand where no line covers them. */
const standClear = async (page: Page, names: (string | RegExp)[]) => {
  for (const name of names) {
    const box = await page.getByRole('button', { name }).last().boundingBox()
    await eventually(() => keptClear(page)).toBeGreaterThanOrEqual((box?.y ?? Number.NaN) + (box?.height ?? 0))
  }
}

test.each([
  [320, 640],
  [390, 844],
  [1280, 800],
])(
  '[SCP18] [SCS21] nothing on the screen of a pause moves by itself or lies over its keys, whatever comes: %i x %i',
  async (width, height) => {
    const size = { width, height }
    const { a, b } = await bothOnNow({ mei: size, jonas: size })
    await key(a, 'Pause us now').click()
    await restingOn(b)
    await key(a, 'Take it back').waitFor()
    await standClear(a, ['Take it back', BACK_AT])
    const first = await places(a, 'Body first')
    await time.forward(10_000, a, b)
    await a.getByRole('region', { name: 'Breathe' }).waitFor()
    expect(await places(a, 'Body first'), 'from the first second').toEqual(first)
    await b.getByText(/^“I'm back” from about/).waitFor()
    const before = await places(b, 'Body first')
    expect(before.length).toBeGreaterThan(2)
    const soon = await b.getByText(/^“I'm back” from about/).boundingBox()

    await time.forward((await timeLeftOn(b)) * 1_000 - 6 * MINUTE_MS, a, b)
    await eventually(() => timeLeftOn(b)).toBeLessThanOrEqual(6 * 60)
    expect(await b.getByText('Ten minutes left.').count(), 'a mark that was slept over').toBe(0)
    expect(await key(b, 'More time').count(), 'the own list is the only choice').toBe(0)
    await time.forward(2 * MINUTE_MS, a, b)
    await key(b, "I'm back").waitFor()
    await key(b, 'More time').waitFor()
    await standClear(b, ['More time', "I'm back"])
    const withReturn = await places(b, 'Body first', "I'm back", 'More time')
    expect(withReturn.slice(0, before.length)).toEqual(before)
    const [back, more] = withReturn.slice(-2)
    expect((more?.y ?? Number.NaN) + (more?.height ?? 0), 'more time is in sight').toBeLessThanOrEqual(height)
    expect(soon?.y, 'it comes where its time stood').toBeGreaterThanOrEqual(back?.y ?? Number.NaN)
    expect((soon?.y ?? 0) + (soon?.height ?? 0)).toBeLessThanOrEqual((back?.y ?? 0) + (back?.height ?? 0))
    await key(a, "I'm back").click()
    await b.getByRole('status').filter({ hasText: 'Mei is back. You, not yet.' }).waitFor()
    expect(await places(b, 'Body first', "I'm back", 'More time')).toEqual(withReturn)
    const kept = await places(a, 'Body first')

    await time.forward(5 * MINUTE_MS, a, b)
    await heading(b, /^It's /).waitFor()
    await heading(a, /^It's /).waitFor()
    expect(await places(a, 'Body first'), 'the list of who is back').toEqual(kept)
    const called = await key(b, "I'm back").boundingBox()
    await time.forward(10 * MINUTE_MS, a, b)
    await b.getByText(/Are you ready\?/).waitFor()
    expect(await key(b, "I'm back").boundingBox()).toEqual(called)
  },
)
