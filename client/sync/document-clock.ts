import { soon } from './soon.ts'

/** Time as the sealed documents see it, ms. Tests own it. */
export interface DocumentClock {
  /** Since some beginning; never goes back. */
  now(): number
  /** Runs once after `ms`; the answer calls it off. */
  after(ms: number, run: () => void): () => void
  /** Runs once, as soon as the page had its turn; the answer calls it off. */
  soon(run: () => void): () => void
}

export const systemClock: DocumentClock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  soon,
}

/** Leading edge: the first call runs at once, further ones together at most every `ms`. `now` runs what is waiting. */
export interface Paced {
  call(): void
  now(): void
  stop(): void
}

export const paced = (clock: DocumentClock, ms: number, run: () => void): Paced => {
  let waiting = false
  let cancel: (() => void) | null = null
  const fire = () => {
    waiting = false
    cancel = clock.after(ms, () => {
      cancel = null
      if (waiting) fire()
    })
    run()
  }
  return {
    call: () => {
      if (cancel === null) fire()
      else waiting = true
    },
    now: () => {
      if (!waiting) return
      waiting = false
      run()
    },
    stop: () => {
      cancel?.()
      cancel = null
      waiting = false
    },
  }
}

/** Work that takes less than this is not worth waiting for, ms. */
const CHEAP_MS = 8
/** After longer work the page has so many times as long for itself. */
const REST = 4

/**
 * Runs at once while that is cheap. What took long leaves the page alone for four times as long before it runs again, once for all
 * calls in between: whatever comes in, and however much there is to look through, the page has most of the time for itself.
 */
export const eased = (clock: DocumentClock, run: () => void): { call(): void; stop(): void } => {
  let freeAt = Number.NEGATIVE_INFINITY
  let cancel: (() => void) | null = null
  const fire = () => {
    cancel = null
    const began = clock.now()
    try {
      run()
    } finally {
      const took = clock.now() - began
      if (took >= CHEAP_MS) freeAt = clock.now() + REST * took
    }
  }
  return {
    call: () => {
      if (cancel) return
      const wait = freeAt - clock.now()
      if (wait > 0) cancel = clock.after(wait, fire)
      else fire()
    },
    stop: () => {
      cancel?.()
      cancel = null
    },
  }
}
