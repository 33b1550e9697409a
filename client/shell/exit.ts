import { ofTab, ofWholeTab } from './small-storage.ts'

/** A page of its own, served by us and kept by the service worker, with nothing of Holdfast on it. */
export const PLAIN_PAGE = '/plain.html'
/** Presses of Escape closer together than this count together, ms. */
const ESCAPE_WITHIN_MS = 1_500
const ESCAPES = 3
const KEY = 'holdfast.left'

/** Under it a tab keeps what one has just answered, while that is on the screen: leaving forgets it. */
export const keptAnswered = (profile: string): string => `holdfast.answered.${profile}`

/**
 * Shows the neutral page at once, in place of this one: the address is replaced, and what was on screen is gone even from the
 * browser's picture of it. In a frame, the whole window leaves.
 */
export const leave = (): void => {
  document.documentElement.replaceChildren()
  const whole = window.top ?? window
  ofTab.remove(keptAnswered('own'))
  ofWholeTab.write(KEY, 'yes')
  whole.location.replace(PLAIN_PAGE)
}

/** Whoever comes back with the back button comes to the home page, not to where they were. Call before anything is drawn. */
export const comeBackHome = (home: string): void => {
  if (ofTab.read(KEY) !== null) {
    ofTab.remove(KEY)
    history.replaceState(null, '', home)
  }
  addEventListener('pageshow', event => {
    if (event.persisted && ofTab.read(KEY) !== null) location.replace(home)
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
