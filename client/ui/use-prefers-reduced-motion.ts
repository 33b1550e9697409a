import { useSyncExternalStore } from 'react'

const query = matchMedia('(prefers-reduced-motion: reduce)')

const subscribe = (changed: () => void) => {
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

/** Whether this person asked their device for less movement. For what style sheets cannot reach. */
export const usePrefersReducedMotion = (): boolean => useSyncExternalStore(subscribe, () => query.matches)
