import type { Page } from 'playwright-core'

/** One clock for a server in this process and for the pages on it: it goes as time does until a test moves or stops it. */
export interface PageTime {
  /** For the server. */
  now: () => number
  /** Time goes by for everybody, without a reload and without waiting. */
  forward(ms: number, ...pages: Page[]): Promise<void>
  /** It stands still for these pages and the server: what must be pressed within seconds is, however busy the machine. */
  stop(...pages: Page[]): Promise<void>
  /** It goes on from where it stood, if it did. */
  goOn(...pages: Page[]): Promise<void>
  /** As it is outside, for pages opened from now on. */
  reset(): void
}

export const pageTime = (): PageTime => {
  let ahead = 0
  let stoppedAt: number | null = null
  const now = (): number => stoppedAt ?? Date.now() + ahead
  return {
    now,
    forward: async (ms, ...pages) => {
      ahead += ms
      if (stoppedAt !== null) stoppedAt += ms
      await Promise.all(
        pages.map(page => (stoppedAt === null ? page.clock.setSystemTime(now()) : page.clock.setFixedTime(now()))),
      )
      // As on a phone that slept: its connection is gone long since, which it would find out at the next press only.
      await Promise.all(pages.map(page => page.evaluate(() => void dispatchEvent(new Event('offline')))))
    },
    stop: async (...pages) => {
      stoppedAt = now()
      await Promise.all(pages.map(page => page.clock.setFixedTime(now())))
    },
    goOn: async (...pages) => {
      if (stoppedAt === null) return
      ahead = stoppedAt - Date.now()
      stoppedAt = null
      await Promise.all(pages.map(page => page.clock.setSystemTime(now())))
    },
    reset: () => {
      ahead = 0
      stoppedAt = null
    },
  }
}
