import * as Y from 'yjs'
import { hasWordsOfOthers, isRemoved } from './clauses.ts'
import { isDeadStep } from './dead-steps.ts'

/** With a step of undo that was pressed: what was in the document then, by inner client id. */
const KNOWN = Symbol('known when it was pressed')

type Step = Y.UndoManager['undoStack'][number]

/**
 * Undo and redo may hide a clause again (its adding, its removal, its coming back). They never hide what somebody else has
 * written since the step was pressed: such a clause is shown, also when those words arrive later. What no press would change
 * anything by is no step any more.
 */
export class TakenBack {
  readonly #undoManager: Y.UndoManager
  readonly #clauses: Y.Map<unknown>
  readonly #own: ReadonlySet<number>
  readonly #show: (clause: Y.Map<unknown>) => void
  /** Hidden by the step that is being undone or redone. */
  readonly #hiding = new Set<string>()
  readonly #hidden = new Map<string, ReadonlyMap<number, number>>()

  /** `own`: inner client ids of this page. */
  constructor(
    undoManager: Y.UndoManager,
    clauses: Y.Map<unknown>,
    own: ReadonlySet<number>,
    byHand: symbol,
    show: (clause: Y.Map<unknown>) => void,
  ) {
    this.#undoManager = undoManager
    this.#clauses = clauses
    this.#own = own
    this.#show = show
    undoManager.on('stack-item-added', ({ stackItem, origin }) => {
      if (origin === byHand) stackItem.meta.set(KNOWN, Y.decodeStateVector(Y.encodeStateVector(undoManager.doc)))
    })
    undoManager.on('stack-item-popped', ({ stackItem, type }) =>
      this.#popped(stackItem, (type === 'undo' ? undoManager.redoStack : undoManager.undoStack).at(-1)),
    )
  }

  /** A clause was shown or hidden, by whomever. */
  changed(id: string, byUndo: boolean): void {
    if (!isRemoved(this.#clauses.get(id))) this.#hidden.delete(id)
    else if (byUndo) this.#hiding.add(id)
  }

  /** Words may have come. */
  showWhatOthersWrote(): void {
    for (const [id, known] of this.#hidden) {
      const clause = this.#clauses.get(id)
      if (!(clause instanceof Y.Map) || !hasWordsOfOthers(clause, this.#own, known)) continue
      this.#hidden.delete(id)
      this.#show(clause)
    }
  }

  /** Steps of which nothing is left to do, down to the first of which there is. What the partner did may leave such. */
  dropDeadSteps(): void {
    const { undoStack, redoStack } = this.#undoManager
    for (const stack of [undoStack, redoStack])
      for (let step = stack.at(-1); step && this.#isDead(step); step = stack.at(-1)) {
        stack.pop()
        // What is typed next is no part of the step beneath.
        this.#undoManager.stopCapturing()
      }
  }

  #isDead(step: Step): boolean {
    const known = step.meta.get(KNOWN) ?? new Map()
    return isDeadStep(this.#undoManager, step, ({ parent, parentSub }) => {
      const isShown = parentSub === 'removed' && parent instanceof Y.Map && parent.parent === this.#clauses && !isRemoved(parent)
      return isShown && hasWordsOfOthers(parent, this.#own, known)
    })
  }

  #popped(step: Step, opposite: Step | undefined): void {
    const known: ReadonlyMap<number, number> | undefined = step.meta.get(KNOWN)
    if (known) opposite?.meta.set(KNOWN, known)
    for (const id of this.#hiding) this.#hidden.set(id, known ?? new Map())
    this.#hiding.clear()
    this.showWhatOthersWrote()
    this.dropDeadSteps()
  }
}
