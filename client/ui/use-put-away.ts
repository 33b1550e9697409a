import { type RefObject, useEffect, useRef } from 'react'

/**
 * Escape, or a click elsewhere, puts away what is open. `parts`: what belongs to it, the key that opens it among them. A dialog over
 * the page keeps its own Escape. A click, and not the pointer going down: what is below must not move from under a press.
 */
export const usePutAway = (
  open: boolean,
  parts: readonly RefObject<Element | null>[],
  putAway: (by: 'escape' | 'elsewhere') => void,
): void => {
  const latest = useRef({ parts, putAway })
  useEffect(() => {
    latest.current = { parts, putAway }
  })
  useEffect(() => {
    if (!open) return
    const isInside = (target: EventTarget | null) =>
      target instanceof Node && latest.current.parts.some(({ current }) => current?.contains(target))
    const clicked = ({ target }: MouseEvent) => {
      // What was clicked may be gone by now with what it did.
      if (target instanceof Node && target.isConnected && !isInside(target)) latest.current.putAway('elsewhere')
    }
    const pressed = ({ key, target }: KeyboardEvent) => {
      const isElsewhere = target instanceof Element && target.closest('dialog')
      if (key === 'Escape' && !isElsewhere) latest.current.putAway('escape')
    }
    document.addEventListener('click', clicked)
    document.addEventListener('keydown', pressed)
    return () => {
      document.removeEventListener('click', clicked)
      document.removeEventListener('keydown', pressed)
    }
  }, [open])
}
