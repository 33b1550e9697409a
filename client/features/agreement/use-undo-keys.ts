import { useEffect } from 'react'
import type { Agreement } from '../../documents/agreement.ts'
import { undoStepOf } from './undo-step.ts'

/** Ctrl or ⌘ and Z outside the texts, which have their own. Fields with an undo of their own keep it. */
export const useUndoKeys = (agreement: Agreement | null): void => {
  useEffect(() => {
    if (!agreement) return
    const pressed = (event: KeyboardEvent) => {
      const step = undoStepOf(event)
      if (event.defaultPrevented || step === null || isTyping(event.target)) return
      event.preventDefault()
      agreement[step]()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [agreement])
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
