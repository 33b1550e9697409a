import { type Extension, RangeSetBuilder, StateEffect, StateField, type Text } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import { wordDiff } from '../../../shared/word-diff.ts'

/** What the words on the table are held against, and whose hue marks what came. */
export interface OlderWords {
  text: string
  by: 'a' | 'b' | null
}

/** Places in a text, from and to, that the older words do not have. */
const addedIn = (text: string, older: OlderWords): [from: number, to: number][] => {
  const added: [number, number][] = []
  let at = 0
  for (const part of wordDiff(older.text, text)) {
    if (part.kind === 'removed') continue
    if (part.kind === 'added' && part.text.trim() !== '') added.push([at, at + part.text.length])
    at += part.text.length
  }
  return added
}

/** The look of an added mark: `clause-text.module.css` has it. */
const addedClass = ({ by }: OlderWords): string => `added added-${by ?? 'nobody'}`

/** A text that is no editor, with the same marks. */
export const markedNodes = (text: string, older: OlderWords | null): Node[] => {
  const nodes: Node[] = []
  let at = 0
  if (older)
    for (const [from, to] of addedIn(text, older)) {
      const mark = document.createElement('span')
      mark.className = addedClass(older)
      mark.textContent = text.slice(from, to)
      nodes.push(document.createTextNode(text.slice(at, from)), mark)
      at = to
    }
  return [...nodes, document.createTextNode(text.slice(at))]
}

const tellOlder = StateEffect.define<OlderWords | null>()

/** Marks in an editor what the words that both hold do not have. Only the look changes: nothing moves, and no letter is added. */
export const addedMarks: Extension = StateField.define<{ older: OlderWords | null; marks: DecorationSet }>({
  create: () => ({ older: null, marks: Decoration.none }),
  update: (marked, { docChanged, newDoc, effects }) => {
    const told = effects.find(effect => effect.is(tellOlder))
    if (!told && !docChanged) return marked
    const older = told ? told.value : marked.older
    return { older, marks: older ? marksIn(newDoc, older) : Decoration.none }
  },
  provide: field => EditorView.decorations.from(field, ({ marks }) => marks),
})

/** From now on the text is held against these words; against none with null. */
export const holdAgainst = (editor: EditorView, older: OlderWords | null): void =>
  editor.dispatch({ effects: tellOlder.of(older) })

const marksIn = (doc: Text, older: OlderWords): DecorationSet => {
  const marks = new RangeSetBuilder<Decoration>()
  const mark = Decoration.mark({ class: addedClass(older) })
  for (const [from, to] of addedIn(doc.toString(), older)) marks.add(from, to, mark)
  return marks.finish()
}
