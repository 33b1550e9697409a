/** So many letters are held at most: nobody types more without looking up. */
const MOST_TYPED = 500

/** Keys that mean a text, and would scroll or press something where there is none. */
const OF_A_TEXT = new Set([' ', 'Enter', 'Backspace', 'Delete', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'])

interface Key extends Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'> {
  preventDefault(): void
}

/** What has been typed with this key as well. One that means a text does nothing else. */
export const typedWith = (typed: string, event: Key): string => {
  const { key } = event
  if (event.ctrlKey || event.metaKey || event.altKey) return typed
  const isLetter = [...key].length === 1
  if (!isLetter && !OF_A_TEXT.has(key)) return typed
  event.preventDefault()
  if (key === 'Backspace') return [...typed].slice(0, -1).join('')
  return isLetter && typed.length < MOST_TYPED ? typed + key : typed
}
