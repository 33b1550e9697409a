import { ofTab, ofWholeTab } from './small-storage.ts'

/** A page of its own, served by us and kept by the service worker, with nothing of Holdfast on it. */
export const PLAIN_PAGE = '/plain.html'
/** Presses of Escape closer together than this count together, ms. */
const ESCAPE_WITHIN_MS = 1_500
const ESCAPES = 3
const KEY = 'holdfast.left'

/**
 * Shows the neutral page at once, in place of this one: the address is replaced, and what was on screen is gone even from the
 * browser's picture of it. Nothing of what the tab kept is left: no invite, no name, nothing just answered. In a frame, the whole
 * window leaves.
 */
export const leave = (): void => {
  document.documentElement.replaceChildren()
  const whole = window.top ?? window
  ofTab.clear()
  ofWholeTab.clear()
  ofWholeTab.write(KEY, 'yes')
  whole.location.replace(PLAIN_PAGE)
}

/** Whether this tab is being left: what a page would keep as it goes is kept no more. */
export const isLeft = (): boolean => ofTab.read(KEY) !== null

/**
 * Whoever comes back with the back button comes to the home page, not to where they were; who opened a link (`invited`), to what that
 * is for. Call before anything is drawn.
 */
export const comeBackHome = (home: string, invited: boolean): void => {
  if (isLeft()) {
    ofTab.remove(KEY)
    if (!invited) history.replaceState(null, '', home)
  }
  addEventListener('pageshow', event => {
    if (event.persisted && isLeft()) location.replace(home)
  })
}

/** Escape three times leaves from anywhere, dialogs included. */
export const leaveOnEscapes = (): void => {
  let presses: number[] = []
  addEventListener(
    'keydown',
    event => {
      if (event.repeat) return
      presses = event.key === 'Escape' ? [...presses, event.timeStamp].slice(-ESCAPES) : []
      const first = presses[0]
      if (presses.length === ESCAPES && first !== undefined && event.timeStamp - first < ESCAPE_WITHIN_MS) leave()
    },
    { capture: true },
  )
}
