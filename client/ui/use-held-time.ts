import { useEffect, useRef, useState } from 'react'

/** After the finger has been lifted, its press may take so long to count, ms. */
const COUNTS_WITHIN_MS = 500

/**
 * `now`, ms, but for as long as a finger is on a key of the page, the time at which it came down: no key goes, and none comes, by the
 * clock alone under a press that has begun.
 */
export const useHeldTime = (now: number): number => {
  const [held, hold] = useState<number | null>(null)
  const drawn = useRef(now)
  useEffect(() => {
    drawn.current = now
  })
  useEffect(() => {
    let timer = 0
    const down = ({ target }: PointerEvent): void => {
      if (!(target instanceof Element && target.closest('button'))) return
      window.clearTimeout(timer)
      hold(drawn.current)
    }
    const up = (): void => {
      window.clearTimeout(timer)
      timer = window.setTimeout(() => hold(null), COUNTS_WITHIN_MS)
    }
    addEventListener('pointerdown', down)
    addEventListener('pointerup', up)
    addEventListener('pointercancel', up)
    return () => {
      window.clearTimeout(timer)
      removeEventListener('pointerdown', down)
      removeEventListener('pointerup', up)
      removeEventListener('pointercancel', up)
    }
  }, [])
  return held ?? now
}
