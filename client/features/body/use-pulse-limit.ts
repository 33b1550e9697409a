import { useEffect, useState } from 'react'
import type { Session } from '../../sync/session.ts'
import { USUAL_LIMIT, withinLimits } from './pulse.ts'

const KEY = 'pulse-limit'

/** From which pulse on a pause is suggested to this person; kept on this device alone. */
export const usePulseLimit = (session: Session): [number, (limit: number) => void] => {
  const [limit, setLimit] = useState(USUAL_LIMIT)
  useEffect(() => {
    void session.readLocal<unknown>(KEY).then(kept => {
      if (typeof kept === 'number') setLimit(withinLimits(kept))
    })
  }, [session])
  return [
    limit,
    wanted => {
      const next = withinLimits(wanted)
      setLimit(next)
      void session.writeLocal(KEY, next)
    },
  ]
}
