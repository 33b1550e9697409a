import type { Locator, Page } from 'playwright-core'
import type { PageTime } from './page-time.ts'

/** The alert over any screen: "Mei sent Lighthouse". */
export const alertOn = (page: Page): Locator => page.getByRole('alertdialog')

/** Answers what is over the screen with the first of its answers, and closes it. */
export const answerFirst = async (page: Page): Promise<void> => {
  await alertOn(page).getByRole('region', { name: 'Answer with one tap' }).getByRole('button').first().click()
  await key(page, 'Done').click()
  await alertOn(page).waitFor({ state: 'detached' })
}

/** Reads the answer to an own signal, on its screen. */
export const readAnswer = (page: Page): Promise<void> => key(page, 'Thank you. Got it.').click()

/** The delivery of the last own signal, line by line, as it is read. */
export const deliveryOn = (page: Page): Promise<string[]> =>
  page.getByRole('list', { name: 'Delivery' }).getByRole('listitem').locator('b').allTextContents()

export const key = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) })

export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, name, ...(typeof name === 'string' && { exact: true }) })

/** Goes to Now and waits until a signal can be pressed and goes out at once. */
export const openNow = async (page: Page): Promise<void> => {
  await page.goto(new URL('/', page.url()).href)
  await ready(page)
}

/** The same by the app's own way, without loading it once more. */
export const backToNow = async (page: Page): Promise<void> => {
  if (new URL(page.url()).pathname !== '/') await page.getByRole('link', { name: 'Holdfast, now' }).click()
  await ready(page)
}

const ready = async (page: Page): Promise<void> => {
  await page.getByRole('status').filter({ hasText: 'Signals ready' }).waitFor()
  await key(page, 'Send Lighthouse').first().waitFor()
}

/** Phones on which Now has little room. */
export const LOW_PHONES = [
  { width: 390, height: 844 },
  { width: 390, height: 664 },
  { width: 320, height: 640 },
]

/** What is found on each of these sizes of the screen, once it is drawn so; the page keeps the last. */
export const atEach = async <T>(
  page: Page,
  sizes: readonly { width: number; height: number }[],
  find: (size: { width: number; height: number }) => Promise<T>,
): Promise<T[]> => {
  const found: T[] = []
  for (const size of sizes) {
    await page.setViewportSize(size)
    await page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
    })
    found.push(await find(size))
  }
  return found
}

/** The signals on Now that are seen, and of which a part stands under the pause or nearer to it than 16 px, at the top of the page. */
export const signalsCutOn = async (page: Page, sizes: { width: number; height: number }[]): Promise<string[]> => {
  const before = page.viewportSize()
  const found: string[] = []
  for (const { width, height } of sizes) {
    await page.setViewportSize({ width, height })
    const cut = await page.evaluate(async () => {
      scrollTo(0, 0)
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
      const keys = [...document.querySelectorAll('main button')].map(one => {
        const opacity = Math.min(...[one, one.parentElement].map(seen => (seen ? Number(getComputedStyle(seen).opacity) : 1)))
        return { text: one.textContent ?? '', opacity, box: one.getBoundingClientRect() }
      })
      const pause = keys.find(({ text }) => text === 'Pause us now')?.box.top ?? 0
      const isCut = ({ top, bottom }: DOMRect) => top < innerHeight && bottom > pause - 16
      const signals = keys.filter(({ text, opacity, box }) => text.startsWith('Send ') && opacity > 0 && isCut(box))
      return signals.map(({ text, box }) => `${text} ends at ${box.bottom}, the pause begins at ${pause}`)
    })
    found.push(...cut.map(one => `${width} x ${height}: ${one}`))
  }
  if (before) await page.setViewportSize(before)
  return found
}

interface MoreBelow {
  /** What the hint says at the top of the page, and at its end. */
  atTop: string | null
  atEnd: string | null
  /** On the way down: where it does not say how many signals are not there, stands on one, takes a press for one, or moves one. */
  faults: string[]
}

/** What Now says of the signals below, while one scrolls down all of it. */
export const moreBelowOn = (page: Page): Promise<MoreBelow> =>
  page.evaluate(async () => {
    const hint = [...document.querySelectorAll<HTMLElement>('main p')].find(one => one.textContent?.endsWith('more below'))
    const saysNow = () => (hint?.checkVisibility() ? (hint.textContent ?? '') : null)
    const keys = [...document.querySelectorAll('main fieldset button')]
    const places = () => keys.map(key => Math.round(key.getBoundingClientRect().top + scrollY)).join()
    const at = async (top: number): Promise<string | null> => {
      scrollTo(0, top)
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
      return saysNow()
    }
    const atTop = await at(0)
    const placed = places()
    const end = document.documentElement.scrollHeight - innerHeight
    const faults: string[] = []
    // Where a signal ends under the pause, between it and where a hint begins, and above that.
    const pause = hint?.parentElement?.querySelector('button')?.getBoundingClientRect().top ?? 0
    const bottoms = keys.map(key => key.getBoundingClientRect().bottom - pause)
    const tops = bottoms.flatMap(bottom => [-6, 18, 26].map(above => Math.round(bottom + above)))
    for (const top of new Set([0, ...tops.filter(one => one > 0 && one < end), end].sort((one, other) => one - other))) {
      const says = await at(top)
      const seen = keys.filter(key => Number(getComputedStyle(key).opacity) > 0)
      const hidden = keys.length - seen.length
      if (says !== (hidden > 0 ? `${hidden} more below` : null)) faults.push(`at ${top}: “${says}”, and ${hidden} are hidden`)
      if (places() !== placed) faults.push(`at ${top}: a key has moved`)
      if (!hint || says === null) continue
      const box = hint.getBoundingClientRect()
      const under = seen.filter(
        key => key.getBoundingClientRect().bottom > box.top && key.getBoundingClientRect().top < box.bottom,
      )
      faults.push(...under.map(key => `at ${top}: it stands on ${key.textContent}`))
      if (document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)?.closest('button'))
        faults.push(`at ${top}: a press on it is a key's`)
    }
    const atEnd = await at(end)
    scrollTo(0, 0)
    return { atTop, atEnd, faults }
  })

/** Seconds that the pause's timer shows. */
export const timeLeftOn = async (page: Page): Promise<number> => {
  const text = (await page.getByRole('timer', { name: 'Time left' }).textContent()) ?? ''
  return text.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0)
}

/** The heading of a running pause. */
export const BACK_AT = /^Back at \d{1,2}:\d\d/
export const backAt = (page: Page): Promise<string | null> => heading(page, BACK_AT).textContent()

/** Waits for the screen on which one rests. */
export const restingOn = (page: Page): Promise<void> => page.getByRole('list', { name: 'Your own list' }).waitFor()

const FLOOR_MS = 20 * 60_000

/** The pause that stands on these pages runs until one may come back from it; both do. */
export const bothComeBack = async (time: PageTime, ...pages: Page[]): Promise<void> => {
  for (const page of pages) await heading(page, BACK_AT).waitFor()
  await time.forward(FLOOR_MS, ...pages)
  for (const page of pages) await key(page, "I'm back").click()
  for (const page of pages) await heading(page, "You're both back.").waitFor()
}

/** Both are back already: each goes on to Now. */
export const leaveReunion = async (...pages: Page[]): Promise<void> => {
  for (const page of pages) {
    await heading(page, "You're both back.").waitFor()
    await key(page, 'Done').click()
  }
}

/** Both come back from the pause that stands on these pages, and go on to Now. */
export const endPause = async (time: PageTime, ...pages: Page[]): Promise<void> => {
  await bothComeBack(time, ...pages)
  await leaveReunion(...pages)
}
