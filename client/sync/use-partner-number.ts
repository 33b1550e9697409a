import { useEffect, useState } from 'react'
import { readPartnerNumber } from './partner-number.ts'
import type { Session } from './session.ts'

/** The number kept on this device; null while it is read, and when there is none. */
export const usePartnerNumber = (session: Session): string | null => {
  const [number, setNumber] = useState<string | null>(null)
  useEffect(() => {
    let here = true
    void readPartnerNumber(session).then(kept => here && setNumber(kept))
    return () => {
      here = false
    }
  }, [session])
  return number
}
