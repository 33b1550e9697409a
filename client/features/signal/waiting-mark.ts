/** A plain disc: it says that something waits, and nothing of what or where. */
const WAITING_ICON = '/waiting.svg'

/**
 * The tab's title and icon say that something waits, for whoever has other tabs open. Gives back what takes it away again: the
 * title and icon as they were, whichever were chosen for this browser.
 */
export const markWaiting = (titled: (title: string) => string): (() => void) => {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  const before = { title: document.title, icon: icon?.getAttribute('href') ?? null }
  const title = titled(before.title)
  document.title = title
  icon?.setAttribute('href', WAITING_ICON)
  return () => {
    if (document.title === title) document.title = before.title
    if (before.icon !== null) icon?.setAttribute('href', before.icon)
  }
}
