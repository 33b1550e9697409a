import { sayInTitle } from './page-title.ts'

/** What a whole screen over another needs once it is drawn: the tab's title is not the covered page's, and its parts are reached. */
export const overPage = (parts: HTMLElement[]): (() => void) => {
  const uncover = sayInTitle('covered', name => name)
  const watching = reachByKeyboard(parts)
  return () => {
    uncover()
    watching.disconnect()
  }
}

/** A part that is higher than its place is reached with Tab and scrolled with the arrows. */
const reachByKeyboard = (parts: HTMLElement[]): ResizeObserver => {
  const watching = new ResizeObserver(() => {
    for (const part of parts) {
      const scrolls = part.scrollHeight > part.clientHeight
      part.toggleAttribute('data-scrolls', scrolls)
      if (scrolls) part.tabIndex = 0
      else part.removeAttribute('tabindex')
    }
  })
  for (const part of parts) for (const one of [part, ...part.children]) watching.observe(one)
  return watching
}
