import type { Locator, Page } from 'playwright-core'

/** The alert over any screen: "Mei sent Lighthouse". */
export const alertOn = (page: Page): Locator => page.getByRole('alertdialog')

/** The delivery of the last own signal, line by line, as it is read. */
export const deliveryOn = (page: Page): Promise<string[]> =>
  page.getByRole('list', { name: 'Delivery' }).getByRole('listitem').locator('b').allTextContents()

export const key = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })

export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, name, ...(typeof name === 'string' && { exact: true }) })

/** Goes to Now and waits until a signal can be pressed and goes out at once. */
export const openNow = async (page: Page): Promise<void> => {
  await page.goto(new URL('/', page.url()).href)
  await page.getByRole('status').filter({ hasText: 'Signals ready' }).waitFor()
  await key(page, 'Send Lighthouse').first().waitFor()
}

/** Phones on which Now has little room. */
export const LOW_PHONES = [
  { width: 390, height: 844 },
  { width: 390, height: 664 },
  { width: 320, height: 640 },
]

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
