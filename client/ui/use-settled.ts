import { useLayoutEffect } from 'react'

/** So long a press may have been on its way to what stood in that place before, ms. */
const SETTLES_MS = 700

/** From now on the page takes no press for a moment, but Help and Exit do. The keyboard is never held up. */
export const settle = (): void => {
  // On the way out nothing is left of the page.
  const body: HTMLElement | null = document.body
  body?.animate({ pointerEvents: ['none', 'none'] }, SETTLES_MS)
}

/** The page settles when it comes, and whenever its keys change: `subject` names which there are. */
export const useSettled = (subject: string): void => {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the subject is what is waited for
  useLayoutEffect(settle, [subject])
}
