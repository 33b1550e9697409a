import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { crisisStage } from '../support/crisis-phones.ts'
import { heading, key, restingOn, timeLeftOn } from '../support/crisis-screens.ts'

const MINUTE_MS = 60_000

const { time, bothOnNow } = crisisStage({ pageClocks: true })

/** Where each key of the own list stands on the screen, and "I'm back" once it is there. */
const places = async (page: Page, ...names: string[]) => {
  const list = page.getByRole('list', { name: 'Your own list' }).getByRole('button')
  const keys = [...(await list.all()), ...names.map(name => key(page, name))]
  return Promise.all(keys.map(one => one.boundingBox()))
}

test.each([
  [320, 640],
  [390, 844],
  [1280, 800],
])('[SCP18] nothing on the screen of a pause moves by itself, whatever comes: %i x %i', async (width, height) => {
  const size = { width, height }
  const { a, b } = await bothOnNow({ mei: size, jonas: size })
  await key(a, 'Pause us now').click()
  await restingOn(b)
  await key(a, 'Take it back').waitFor()
  const first = await places(a, 'Body first', 'More time')
  await time.forward(10_000, a, b)
  await a.getByRole('region', { name: 'Breathe' }).waitFor()
  expect(await places(a, 'Body first', 'More time'), 'from the first second').toEqual(first)
  await b.getByText(/^“I'm back” from about/).waitFor()
  const before = await places(b, 'Body first', 'More time')
  expect(before.length).toBeGreaterThan(2)
  const soon = await b.getByText(/^“I'm back” from about/).boundingBox()

  await time.forward(20 * MINUTE_MS, a, b)
  await key(b, "I'm back").waitFor()
  const withReturn = await places(b, 'Body first', 'More time', "I'm back")
  expect(withReturn.slice(0, -1)).toEqual(before)
  expect(withReturn.at(-1)?.y, 'it comes where its time stood').toBe(soon?.y)

  await time.forward((await timeLeftOn(b)) * 1_000 - 4 * MINUTE_MS, a, b)
  await b.getByRole('status').filter({ hasText: 'Five minutes left.' }).waitFor({ state: 'attached' })
  expect(await places(b, 'Body first', 'More time', "I'm back")).toEqual(withReturn)
  await key(a, "I'm back").click()
  await b.getByRole('status').filter({ hasText: 'Mei is back. You, not yet.' }).waitFor()
  expect(await places(b, 'Body first', 'More time', "I'm back")).toEqual(withReturn)
  const kept = await places(a, 'Body first')

  await time.forward(5 * MINUTE_MS, a, b)
  await heading(b, /^It's /).waitFor()
  await heading(a, /^It's /).waitFor()
  expect(await places(a, 'Body first'), 'the list of who is back').toEqual(kept)
  const called = await key(b, "I'm back").boundingBox()
  await time.forward(10 * MINUTE_MS, a, b)
  await b.getByText(/Are you ready\?/).waitFor()
  expect(await key(b, "I'm back").boundingBox()).toEqual(called)
})
