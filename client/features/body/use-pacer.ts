import { useEffect, useEffectEvent, useState } from 'react'
import { type Breath, breathAt, type OutSeconds } from './pacing.ts'

/** The breath of the moment. `turned` is told of each breath in and out while the page is seen. Begins anew with another length. */
export const usePacer = (out: OutSeconds, turned: (phase: Breath['phase']) => void): Breath => {
  const [breath, setBreath] = useState<Breath>(() => breathAt(0, out))
  const tell = useEffectEvent(turned)
  useEffect(() => {
    const start = performance.now()
    let timer = 0
    const count = (): void => {
      const now = breathAt(performance.now() - start, out)
      setBreath(now)
      if (now.count === 1 && document.visibilityState === 'visible') tell(now.phase)
      timer = window.setTimeout(count, now.nextMs)
    }
    count()
    return () => window.clearTimeout(timer)
  }, [out])
  return breath
}
