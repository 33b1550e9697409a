/** Time as the sealed documents see it, ms. Tests own it. */
export interface DocumentClock {
  now(): number
  /** Runs once after `ms`; the answer calls it off. */
  after(ms: number, run: () => void): () => void
}

export const systemClock: DocumentClock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
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
