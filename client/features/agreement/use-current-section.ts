import { useEffect, useState } from 'react'
import { type SectionId, sectionIds } from './sections.ts'

const fromAddress = (): SectionId | null => sectionIds.find(id => `#${id}` === location.hash) ?? null

/** Whichever section lies under the top of the window. `ready`: the page has its full height, so that an address can lead into it. */
export const useCurrentSection = (ready: boolean): SectionId => {
  const [current, setCurrent] = useState<SectionId>(() => fromAddress() ?? 'signals')
  useEffect(() => {
    if (!ready) return
    const wanted = fromAddress()
    if (wanted) document.getElementById(wanted)?.scrollIntoView()
  }, [ready])
  useEffect(() => {
    let frame = 0
    const look = () => {
      frame = 0
      setCurrent(sectionInView())
    }
    const scrolled = () => {
      if (frame === 0) frame = requestAnimationFrame(look)
    }
    const led = () => {
      const wanted = fromAddress()
      if (wanted) requestAnimationFrame(() => requestAnimationFrame(() => setCurrent(wanted)))
    }
    addEventListener('scroll', scrolled, { passive: true })
    addEventListener('hashchange', led)
    return () => {
      cancelAnimationFrame(frame)
      removeEventListener('scroll', scrolled)
      removeEventListener('hashchange', led)
    }
  }, [])
  return current
}

/** At the very bottom it is the last one, however short that is. */
const sectionInView = (): SectionId => {
  const { scrollHeight, clientHeight, scrollTop } = document.documentElement
  if (scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 2) return 'our-words'
  const line = clientHeight * 0.35
  const above = sectionIds.filter(id => (document.getElementById(id)?.getBoundingClientRect().top ?? Infinity) <= line)
  return above.at(-1) ?? 'signals'
}
