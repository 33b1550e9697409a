import { useEffect, useState } from 'react'
import { useSessionState } from '../../sync/use-session.ts'

/** A line that is made anew within this long is no news, ms. */
const NEWS_AFTER_MS = 3_000

/** Whether there has been no connection for a while. */
export const useCutOff = (): boolean => {
  const isConnected = useSessionState().connection === 'online'
  const [long, setLong] = useState(false)
  useEffect(() => {
    if (isConnected) return
    const timer = window.setTimeout(() => setLong(true), NEWS_AFTER_MS)
    return () => {
      window.clearTimeout(timer)
      setLong(false)
    }
  }, [isConnected])
  return long && !isConnected
}
