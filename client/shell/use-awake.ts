import { useEffect } from 'react'

/** Keeps the screen lit while it is held up, also when one comes back to it, where the device allows it. */
export const useAwake = (): void => {
  useEffect(() => {
    let lock: Promise<WakeLockSentinel | null> | undefined
    const ask = (): void => {
      if (document.visibilityState === 'visible') lock = navigator.wakeLock?.request('screen').catch(() => null)
    }
    ask()
    document.addEventListener('visibilitychange', ask)
    return () => {
      document.removeEventListener('visibilitychange', ask)
      void lock?.then(held => held?.release()).catch(() => undefined)
    }
  }, [])
}
