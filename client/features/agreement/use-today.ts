import { useSyncExternalStore } from 'react'
import type { Instant } from '../../../shared/ids.ts'

const DAY_MS = 86_400_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setTimeout> | undefined

/** The start of this device's day. Changes at midnight: what was today is yesterday then. One timer for all who ask. */
export const useToday = (): Instant => useSyncExternalStore(subscribe, startOfDay)

const startOfDay = (): Instant => new Date().setHours(0, 0, 0, 0)

const tell = () => {
  for (const changed of [...listeners]) changed()
  wait()
}

const wait = () => {
  clearTimeout(timer)
  timer = listeners.size > 0 ? setTimeout(tell, Math.max(1_000, startOfDay() + DAY_MS - Date.now())) : undefined
}

const subscribe = (changed: () => void) => {
  listeners.add(changed)
  if (listeners.size === 1) {
    document.addEventListener('visibilitychange', tell)
    wait()
  }
  return () => {
    listeners.delete(changed)
    if (listeners.size > 0) return
    document.removeEventListener('visibilitychange', tell)
    wait()
  }
}
