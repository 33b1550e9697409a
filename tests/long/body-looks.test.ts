import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from '../support/browser.ts'
import { crisisLooks } from '../support/crisis-look.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { heading, key } from '../support/crisis-screens.ts'

const { sameCouple } = crisisStage({ pageClocks: true, still: true })

const openedAtTop = (page: Page): Promise<{ focus: string | null | undefined; scrolled: number }> =>
  page.evaluate(() => ({ focus: document.activeElement?.closest('h1')?.textContent, scrolled: scrollY }))

test('[BOD7] every view of the body page measures up, and opens at its top with its heading in focus', async () => {
  const { a } = await sameCouple()
  await a.goto(new URL('/body', a.url()).href)
  await heading(a, 'Body first.').waitFor()
  const faults = await crisisLooks(a, 'breathe')
  for (const [way, title] of [
    ['Look around', 'Five things you see.'],
    ['Name it', 'My alarm is on.'],
    ['Tap your pulse', 'Tap your pulse.'],
    ['Cold water, walking', 'Cold water, walking.'],
  ] as const) {
    // Where the keys are below the screen, the view that follows opens at its top all the same.
    await a.setViewportSize({ width: 320, height: 640 })
    await key(a, way).click()
    await heading(a, title).waitFor()
    await eventually(() => openedAtTop(a)).toEqual({ focus: title, scrolled: 0 })
    faults.push(...(await crisisLooks(a, way)))
    await key(a, 'Breathe').click()
    await eventually(() => openedAtTop(a)).toEqual({ focus: 'Body first.', scrolled: 0 })
  }
  expect(faults).toEqual([])
  await a.emulateMedia({ reducedMotion: 'reduce' })
})
