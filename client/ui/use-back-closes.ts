import { useEffect, useEffectEvent } from 'react'

/**
 * Under an open sheet lies one more entry of the history with the same address, so that the back button closes the sheet. However
 * else it closes, the entry stays, is used by the next one, and is passed over by whoever goes back or forward.
 */
type Entry = 'under' | 'over' | null

const entryHere = (): Entry => {
  const state: unknown = history.state
  if (typeof state !== 'object' || state === null || !('sheet' in state)) return null
  return state.sheet === 'under' || state.sheet === 'over' ? state.sheet : null
}

const open: (() => void)[] = []
let here = entryHere()

const moved = () => {
  const before = here
  here = entryHere()
  const close = open.at(-1)
  if (before === 'over' && here === 'under') close ? close() : history.back()
  else if (before === 'under' && here === 'over' && !close) history.forward()
}
addEventListener('popstate', moved)
// The router tells of the pages that it leads to by this event.
addEventListener('pushState', () => {
  here = entryHere()
})

/** What else is noted at this entry stays. */
const stateWith = (sheet: Entry): object => {
  const state: unknown = history.state
  return { ...(typeof state === 'object' ? state : {}), sheet }
}

const laidOver = (): void => {
  if (here === 'over') return
  const { scrollRestoration } = history
  history.replaceState(stateWith('under'), '')
  // Going back closes the sheet: the page under it stays where it is.
  history.scrollRestoration = 'manual'
  history.pushState(stateWith('over'), '')
  history.scrollRestoration = scrollRestoration
  here = 'over'
}

/** While `isOpen`, the back button closes what is open, and nothing else. In a frame the history is not its own: there it does not. */
export const useBackCloses = (isOpen: boolean, onClose: () => void): void => {
  const close = useEffectEvent(onClose)
  useEffect(() => {
    if (!isOpen || window.parent !== window) return
    const entry = () => close()
    laidOver()
    open.push(entry)
    return () => {
      open.splice(open.indexOf(entry), 1)
    }
  }, [isOpen])
}
