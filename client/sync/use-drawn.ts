import { useEffect, useEffectEvent } from 'react'

/**
 * Calls back once what the component shows was really drawn on a visible page: two frames after it is there, since the first
 * runs before the paint. On a hidden page it waits until someone looks. `subject` names what is shown.
 */
export const useDrawn = (subject: string, drawn: () => void): void => {
  const report = useEffectEvent(drawn)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another subject is another drawing
  useEffect(() => {
    let frame = 0
    const look = (): void => {
      cancelAnimationFrame(frame)
      if (document.visibilityState !== 'visible') return
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(report)
      })
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      cancelAnimationFrame(frame)
      document.removeEventListener('visibilitychange', look)
    }
  }, [subject])
}
