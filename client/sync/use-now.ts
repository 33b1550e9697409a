import { useEffect, useState } from 'react'
import type { Instant } from '../../shared/ids.ts'

/**
 * The server's clock for a screen that counts, drawn anew on every whole step of it, so that two phones change at the same moment.
 * `everyMs` divides a second evenly; 0 stands still.
 */
export const useNow = (clock: { now(): Instant }, everyMs: number): Instant => {
  const [now, setNow] = useState(() => clock.now())
  useEffect(() => {
    if (everyMs === 0) return
    let timer = 0
    const tick = (): void => {
      window.clearTimeout(timer)
      const instant = clock.now()
      setNow(instant)
      timer = window.setTimeout(tick, everyMs - (instant % everyMs))
    }
    tick()
    document.addEventListener('visibilitychange', tick)
    return () => {
      window.clearTimeout(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }, [clock, everyMs])
  return now
}
