import * as Y from 'yjs'
import { Agreement } from '../../client/documents/agreement.ts'

/** Two partners' documents that a test joins by hand. */
export const openTwo = () => {
  const [a, b] = [new Y.Doc(), new Y.Doc()]
  const meet = () => {
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)), 'met')
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)), 'met')
  }
  return { a: { doc: a, agreement: new Agreement(a) }, b: { doc: b, agreement: new Agreement(b) }, meet }
}
export const type = (agreement: Agreement, id: string, field: Parameters<Agreement['textOf']>[1], words: string) =>
  agreement.textOf(id, field)?.doc?.transact(() => agreement.textOf(id, field)?.insert(0, words), editor)
/** An editor's origin, as it registers itself. */
export const editor = Symbol('editor')
