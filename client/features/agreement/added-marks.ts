import { type Extension, RangeSetBuilder, StateEffect, StateField, type Text } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import { wordDiff } from '../../../shared/word-diff.ts'

/** What the words on the table are held against, and whose hue marks what came. */
export interface OlderWords {
  text: string
  by: 'a' | 'b' | null
}

interface Marked {
  older: OlderWords | null
  marks: DecorationSet
}

const tellOlder = StateEffect.define<OlderWords | null>()

/** Marks in a text what the words that both hold do not have. Only the look changes: nothing moves, and no letter is added. */
export const addedMarks: Extension = StateField.define<Marked>({
  create: () => ({ older: null, marks: Decoration.none }),
  update: (marked, { docChanged, newDoc, effects }) => {
    const told = effects.find(effect => effect.is(tellOlder))
    const older = told ? told.value : marked.older
    if (!told && !docChanged) return marked
    return { older, marks: older ? marksIn(newDoc, older) : Decoration.none }
  },
  provide: field => EditorView.decorations.from(field, ({ marks }) => marks),
})

/** From now on the text is held against these words; against none with null. */
export const holdAgainst = (editor: EditorView, older: OlderWords | null): void =>
  editor.dispatch({ effects: tellOlder.of(older) })

const marksIn = (doc: Text, { text, by }: OlderWords): DecorationSet => {
  const marks = new RangeSetBuilder<Decoration>()
  const mark = Decoration.mark({ tagName: 'span', class: `cm-added cm-added-${by ?? 'nobody'}` })
  let at = 0
  for (const part of wordDiff(text, doc.toString())) {
    if (part.kind === 'removed') continue
    if (part.kind === 'added' && part.text.trim() !== '') marks.add(at, at + part.text.length, mark)
    at += part.text.length
  }
  return marks.finish()
}
