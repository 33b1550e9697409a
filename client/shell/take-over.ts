/** Said by a page to a new version that waits, when a person asked for it. */
export const TAKE_OVER = 'take-over'
