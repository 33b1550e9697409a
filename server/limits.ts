import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** So many actions in so many seconds, for one key. */
export interface Limit {
  points: number
  seconds: number
}

/**
 * How often the HTTP routes may be asked. Secrets have 256 bits, so guessing is hopeless at any speed: the limits keep one
 * caller from filling the disk or the processor, and are far above what a couple, or a test, ever does.
 */
export interface Limits {
  /** New spaces, per address. */
  creation: Limit
  /** Looking at an invite and redeeming one, per address. */
  joining: Limit
  /** Recovery words, per address. */
  recovery: Limit
  /** Requests with a token that change something, per device. */
  device: Limit
  /** Looking at one's push subscription and changing it, per device. */
  push: Limit
  /** Reading the space, per seat with all its devices: the answer may be a thousand times as long as the question. */
  reading: Limit
  /** Undoing, taking an invite back and leaving, per device: a budget that nothing else uses up, so that nobody is kept from it. */
  ending: Limit
}
export const LIMITS: Limits = {
  creation: { points: 3_000, seconds: 3_600 },
  joining: { points: 3_000, seconds: 600 },
  recovery: { points: 300, seconds: 600 },
  device: { points: 600, seconds: 60 },
  push: { points: 120, seconds: 3_600 },
  reading: { points: 600, seconds: 60 },
  ending: { points: 60, seconds: 60 },
}

export interface Limiter {
  /** Counts one action, or as many points as it costs. The time until the next is allowed, ms, or null when this one is. */
  take(key: string, points?: number): Promise<number | null>
}

export const memoryLimiter = ({ points, seconds }: Limit): Limiter => {
  const limiter = new RateLimiterMemory({ points, duration: seconds })
  return {
    take: async (key, cost = 1) => {
      try {
        await limiter.consume(key, cost)
        return null
      } catch (outcome) {
        if (outcome instanceof RateLimiterRes) return Math.max(1, outcome.msBeforeNext)
        throw outcome
      }
    },
  }
}

/** Counts each action by all of them in turn, up to the first that refuses it. */
export const allOf = (...limiters: Limiter[]): Limiter => ({
  take: async key => {
    for (const limiter of limiters) {
      const wait = await limiter.take(key)
      if (wait !== null) return wait
    }
    return null
  },
})

/** Whom a limit counts: the address, for IPv6 its /64, since a household has a whole one. */
export const addressKey = (address: string | undefined): string => {
  if (address === undefined) return 'unknown'
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1]
  if (v4 !== undefined) return v4
  const [head = '', tail] = address.split('::')
  const before = head.split(':').filter(part => part !== '')
  const after = tail === undefined ? [] : tail.split(':').filter(part => part !== '')
  const whole =
    tail === undefined ? before : [...before, ...Array(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after]
  return whole.slice(0, 4).join(':')
}
