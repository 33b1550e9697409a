/** A part that is higher than its place is reached with Tab and scrolled with the arrows. */
export const reachByKeyboard = (parts: HTMLElement[]): ResizeObserver => {
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
