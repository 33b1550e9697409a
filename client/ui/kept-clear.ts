const kept = new Set<Element>()
let observer: ResizeObserver | undefined

/** How far down the page they reach, px; a page that scrolls takes them further up, never down. */
const measure = (): void => {
  const ends = [...kept].map(element => (element.clientWidth > 0 ? element.getBoundingClientRect().bottom + scrollY : 0))
  document.documentElement.style.setProperty('--kept-clear', `${Math.ceil(Math.max(0, ...ends))}px`)
}

/** As the `ref` of what nothing may cover: lines that come over the pages stand below it. */
export const keptClear = (element: HTMLElement | null): (() => void) | undefined => {
  if (!element) return undefined
  observer ??= new ResizeObserver(measure)
  kept.add(element)
  observer.observe(element)
  return () => {
    kept.delete(element)
    observer?.unobserve(element)
    measure()
  }
}
