import { type RefObject, useEffect } from 'react'

/**
 * While something in a clause is `refused`: tells once what stands there is right, with whatever is drawn or written in it. `isRight`
 * reads the screen.
 */
export const useRighted = (
  clause: RefObject<HTMLElement | null>,
  refused: boolean,
  isRight: (clause: HTMLElement) => boolean,
  righted: () => void,
): void => {
  // With every drawing: a number on the screen is no change of the page's nodes.
  useEffect(() => {
    const { current } = clause
    if (!refused || !current) return
    const look = () => {
      if (isRight(current)) righted()
    }
    look()
    const watch = new MutationObserver(look)
    watch.observe(current, { subtree: true, childList: true, characterData: true })
    return () => watch.disconnect()
  })
}
