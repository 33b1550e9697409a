import { useEffect } from 'react'
import type { Agreement } from '../../documents/agreement.ts'

/** Ctrl or ⌘ and Z outside the texts, which have their own. Fields with an undo of their own keep it. */
export const useUndoKeys = (agreement: Agreement | null): void => {
  useEffect(() => {
    if (!agreement) return
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey) || isTyping(event.target)) return
      const key = event.key.toLowerCase()
      const redo = (key === 'z' && event.shiftKey) || (key === 'y' && !event.shiftKey)
      if (!redo && key !== 'z') return
      event.preventDefault()
      if (redo) agreement.redo()
      else agreement.undo()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [agreement])
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
