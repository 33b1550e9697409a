import { vi } from 'vitest'

/** How much sooner than outside every timer of this process goes off, while the machine keeps up. */
const TIMES_SOONER = 40
const TICK_MS = 5

/**
 * Time-outs, pauses and lags of this process, the app's and the test's alike, pass 40 times sooner; clocks (`Date`) go on as they do.
 * Each turn is worth the same, so that on a busy machine, where turns come late, the timers wait as well.
 */
export const fastTimers = (): Disposable => {
  const { setInterval: every, clearInterval: stop } = globalThis
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const ticking = every(() => vi.advanceTimersByTime(TICK_MS * TIMES_SOONER), TICK_MS)
  return {
    [Symbol.dispose]: () => {
      stop(ticking)
      vi.useRealTimers()
    },
  }
}
