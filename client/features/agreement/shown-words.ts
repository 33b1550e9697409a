import { EditorView } from '@codemirror/view'
import type { WordingParts } from './wording-parts.ts'

/** What stands in the texts and numbers of a clause on the screen, read from the screen itself. */
export const shownWords = (clause: HTMLElement): ReadonlyMap<string, string> => {
  const shown = new Map<string, string>()
  for (const field of clause.querySelectorAll<HTMLElement>('[data-field]')) shown.set(field.dataset['field'] ?? '', textIn(field))
  return shown
}

/** Whether these words and no others are shown, in every part of a clause: nobody signs what they did not see. */
export const isExactly = (shown: ReadonlyMap<string, string>, words: WordingParts): boolean =>
  shown.size === words.size && [...words].every(([part, text]) => shown.get(part) === text)

const textIn = (field: HTMLElement): string => {
  const input = field.querySelector('input')
  if (input) return input.value
  const content = field.querySelector<HTMLElement>('.cm-content')
  const editor = content && EditorView.findFromDOM(content)
  return editor ? editor.state.doc.toString() : (field.querySelector('[data-words]')?.textContent ?? '')
}
