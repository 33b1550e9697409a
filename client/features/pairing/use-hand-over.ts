import { type RefObject, useState } from 'react'

export type HandedOver = 'nothing' | 'copied' | 'selected'

/**
 * Gives a text to another program: the system's share sheet where there is one, else the clipboard. On plain http pages there is
 * neither; then the field is selected, and copied the old way if the browser still can.
 */
export const useHandOver = (text: string, field: RefObject<HTMLInputElement | null>) => {
  const [state, setState] = useState<HandedOver>('nothing')
  const copy = async () => setState((await copied(text, field.current)) ? 'copied' : 'selected')
  const send = async (message: string) => {
    if (!('share' in navigator)) return copy()
    try {
      await navigator.share({ text: message, url: text })
    } catch (error) {
      // Closing the share sheet is a choice, not a failure.
      if (!(error instanceof DOMException && error.name === 'AbortError')) await copy()
    }
  }
  return { state, copy, send }
}

const copied = async (text: string, field: HTMLInputElement | null): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    field?.focus()
    field?.select()
    // The only way to copy on a page without https.
    return document.execCommand('copy')
  }
}
