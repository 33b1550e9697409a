import { useEffect, useState } from 'react'

const IN_MS = 4_000
const BREATH_MS = 10_000
export type Breath = 'in' | 'out'

/** Which half of a breath it is, and whether motion is reduced. Counted from the same start as the float, so that it never drifts. */
export const useBreath = (): { breath: Breath; still: boolean } => {
  const [breath, setBreath] = useState<Breath>('in')
  const [still, setStill] = useState(() => matchMedia('(prefers-reduced-motion: reduce)').matches)
  useEffect(() => {
    const start = performance.now()
    let timer = 0
    const turn = (): void => {
      const at = (performance.now() - start) % BREATH_MS
      setBreath(at < IN_MS ? 'in' : 'out')
      timer = window.setTimeout(turn, (at < IN_MS ? IN_MS : BREATH_MS) - at)
    }
    turn()
    return () => window.clearTimeout(timer)
  }, [])
  useEffect(() => {
    const query = matchMedia('(prefers-reduced-motion: reduce)')
    const changed = () => setStill(query.matches)
    query.addEventListener('change', changed)
    return () => query.removeEventListener('change', changed)
  }, [])
  return { breath, still }
}
