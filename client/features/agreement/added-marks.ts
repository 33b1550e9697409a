import { type Extension, RangeSetBuilder, StateEffect, StateField, type Text } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import { wordDiff } from '../../../shared/word-diff.ts'

/** Places in a text, from and to, that the older words do not have. */
const addedIn = (text: string, older: string): [from: number, to: number][] => {
  const added: [number, number][] = []
  let at = 0
  for (const part of wordDiff(older, text)) {
    if (part.kind === 'removed') continue
    if (part.kind === 'added' && part.text.trim() !== '') added.push([at, at + part.text.length])
    at += part.text.length
  }
  return added
}

/** The look of an added mark: `clause-text.module.css` has it. In nobody's hue: both may have written there. */
const ADDED = 'added'

/** A text that is no editor, with the same marks. */
export const markedNodes = (text: string, older: string | null): Node[] => {
  const nodes: Node[] = []
  let at = 0
  if (older !== null)
    for (const [from, to] of addedIn(text, older)) {
      const mark = document.createElement('span')
      mark.className = ADDED
      mark.textContent = text.slice(from, to)
      nodes.push(document.createTextNode(text.slice(at, from)), mark)
      at = to
    }
  return [...nodes, document.createTextNode(text.slice(at))]
}

const tellOlder = StateEffect.define<string | null>()

/** Marks in an editor what the words that both hold do not have. Only the look changes: nothing moves, and no letter is added. */
export const addedMarks: Extension = StateField.define<{ older: string | null; marks: DecorationSet }>({
  create: () => ({ older: null, marks: Decoration.none }),
  update: (marked, { docChanged, newDoc, effects }) => {
    const told = effects.find(effect => effect.is(tellOlder))
    if (!told && !docChanged) return marked
    const older = told ? told.value : marked.older
    return { older, marks: older === null ? Decoration.none : marksIn(newDoc, older) }
  },
  provide: field => EditorView.decorations.from(field, ({ marks }) => marks),
})

/** From now on the text is held against these words; against none with null. */
export const holdAgainst = (editor: EditorView, older: string | null): void => editor.dispatch({ effects: tellOlder.of(older) })

const marksIn = (doc: Text, older: string): DecorationSet => {
  const marks = new RangeSetBuilder<Decoration>()
  const mark = Decoration.mark({ class: ADDED })
  for (const [from, to] of addedIn(doc.toString(), older)) marks.add(from, to, mark)
  return marks.finish()
}
