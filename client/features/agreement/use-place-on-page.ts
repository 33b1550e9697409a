import { useEffect } from 'react'
import { z } from 'zod/mini'

/** Which clause stood where in the window, px from its top. */
const Place = z.object({ clause: z.string(), top: z.number() })
type Place = z.infer<typeof Place>
const Entry = z.object({ place: Place })

/** The page rests when nobody has scrolled for so long, ms. */
const AT_REST_MS = 150
/** What comes late above the clause (who agreed, what is in force) has come by then, ms. */
const SETTLED_MS = 10_000
/** Under what stands still at the top of the window, px. */
const UNDER_TOP = 160

const CLAUSES = '[role="group"][id^="clause-"]'
/** Whoever does one of these goes where they want to. */
const BY_HAND = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

/** Where the page was left for one of those that belong to it: their own way back is a new entry of the history. */
let left: Place | null = null

/**
 * A reload, going back, and the way back from what belongs to the agreement find the same clause in the same place. `ready`: the
 * clauses are there. An address that leads into a section is followed when it is new.
 */
export const usePlaceOnPage = (ready: boolean): void => {
  useEffect(() => {
    history.scrollRestoration = 'manual'
    return () => {
      // By now the entry is that of the page that comes.
      history.scrollRestoration = 'auto'
      if (!/\/agreement\/./.test(location.pathname)) left = null
    }
  }, [])
  useEffect(() => {
    if (!ready) return
    const place = Entry.safeParse(history.state).data?.place ?? (location.hash === '' ? left : null)
    left = place
    const stop = place ? hold(place) : null
    const stopNoting = note()
    return () => {
      stop?.()
      stopNoting()
    }
  }, [ready])
}

/** Keeps the place while the page comes to its height, and until someone moves it. */
const hold = (place: Place): (() => void) => {
  const put = () => {
    const clause = document.getElementById(place.clause)
    if (clause) window.scrollBy({ top: clause.getBoundingClientRect().top - place.top, behavior: 'instant' })
  }
  const observer = new ResizeObserver(put)
  const stop = () => {
    observer.disconnect()
    clearTimeout(timer)
    for (const kind of BY_HAND) removeEventListener(kind, stop)
  }
  const timer = setTimeout(stop, SETTLED_MS)
  for (const kind of BY_HAND) addEventListener(kind, stop, { passive: true })
  put()
  observer.observe(document.body)
  return stop
}

/** Notes the place at this entry of the history whenever the page has come to rest. */
const note = (): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const write = () => {
    timer = undefined
    left = placeNow()
    const state: unknown = history.state
    history.replaceState({ ...(typeof state === 'object' ? state : {}), place: left ?? undefined }, '')
  }
  const scrolled = () => {
    clearTimeout(timer)
    timer = setTimeout(write, AT_REST_MS)
  }
  const leaving = () => {
    if (timer !== undefined) write()
  }
  addEventListener('scroll', scrolled, { passive: true })
  addEventListener('pagehide', leaving)
  return () => {
    clearTimeout(timer)
    removeEventListener('scroll', scrolled)
    removeEventListener('pagehide', leaving)
  }
}

/** Null at the very top: there the page begins anyway. */
const placeNow = (): Place | null => {
  if (window.scrollY === 0) return null
  for (const clause of document.querySelectorAll(CLAUSES)) {
    const { top, bottom } = clause.getBoundingClientRect()
    if (bottom > UNDER_TOP) return { clause: clause.id, top }
  }
  return null
}
