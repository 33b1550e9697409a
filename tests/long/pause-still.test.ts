import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { atEach, heading, key, restingOn, timeLeftOn } from '../support/crisis-screens.ts'

const MINUTE_MS = 60_000

const { time, bothOnNow } = crisisStage({ pageClocks: true })

/** Where each key of the own list stands on the screen, and "I'm back" once it is there. */
const places = async (page: Page, ...names: string[]) => {
  const list = page.getByRole('list', { name: 'Your own list' }).getByRole('button')
  const keys = [...(await list.all()), ...names.map(name => key(page, name))]
  return Promise.all(keys.map(one => one.boundingBox()))
}

const SIZES = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
]

test('[SCP18] nothing on the screen of a pause moves by itself, whatever comes, on phones and a wide screen', async () => {
  const { a, b } = await bothOnNow()
  await time.stop(a, b)
  await key(a, 'Pause us now').click()
  await restingOn(b)
  await key(a, 'Take it back').waitFor()
  const listOf = (page: Page) => atEach(page, SIZES, () => places(page, 'Body first'))
  await a.getByText('left for both of you').waitFor()
  const first = await listOf(a)
  const later = () => a.getByRole('region', { name: 'Need longer?' }).getByRole('button').first().boundingBox()
  const named = await atEach(a, SIZES, later)
  await time.forward(6_000, a, b)
  await key(a, 'Take it back').waitFor({ state: 'detached' })
  expect(await atEach(a, SIZES, later), 'when nothing can be taken back any more').toEqual(named)
  await time.goOn(a, b)
  await time.forward(4_000, a, b)
  await a.getByRole('region', { name: 'Breathe' }).waitFor()
  expect(await listOf(a), 'from the first second').toEqual(first)
  const soonOn = b.getByText(/^“I'm back” from about/)
  await soonOn.waitFor()
  const before = await listOf(b)
  for (const keys of before) expect(keys.length).toBeGreaterThan(2)
  const soon = await atEach(b, SIZES, () => soonOn.boundingBox())

  await time.forward((await timeLeftOn(b)) * 1_000 - 6 * MINUTE_MS, a, b)
  await eventually(() => timeLeftOn(b)).toBeLessThanOrEqual(6 * 60)
  expect(await b.getByText('Ten minutes left.').count(), 'a mark that was slept over').toBe(0)
  expect(await key(b, 'More time').count(), 'the own list is the only choice').toBe(0)
  await time.forward(2 * MINUTE_MS, a, b)
  await key(b, "I'm back").waitFor()
  await key(b, 'More time').waitFor()
  const returning = () => places(b, 'Body first', "I'm back", 'More time')
  const withReturn = await atEach(b, SIZES, async ({ height }) => {
    const all = await returning()
    const more = all.at(-1)
    expect((more?.y ?? Number.NaN) + (more?.height ?? 0), 'more time is in sight').toBeLessThanOrEqual(height)
    return all
  })
  expect(withReturn.map((all, size) => all.slice(0, before[size]?.length))).toEqual(before)
  for (const [size, all] of withReturn.entries()) {
    const [back, time] = [all.at(-2), soon[size]]
    expect(time?.y, 'it comes where its time stood').toBeGreaterThanOrEqual(back?.y ?? Number.NaN)
    expect((time?.y ?? 0) + (time?.height ?? 0)).toBeLessThanOrEqual((back?.y ?? 0) + (back?.height ?? 0))
  }
  await key(a, "I'm back").click()
  await b.getByRole('status').filter({ hasText: 'Mei is back. You, not yet.' }).waitFor()
  expect(await atEach(b, SIZES, returning)).toEqual(withReturn)
  const kept = await listOf(a)

  await time.forward(5 * MINUTE_MS, a, b)
  await heading(b, /^It's /).waitFor()
  await heading(a, /^It's /).waitFor()
  expect(await listOf(a), 'the list of who is back').toEqual(kept)
  const backOn = () => atEach(b, SIZES, () => key(b, "I'm back").boundingBox())
  const called = await backOn()
  await time.forward(10 * MINUTE_MS, a, b)
  await b.getByText(/Are you ready\?/).waitFor()
  expect(await backOn()).toEqual(called)
})
