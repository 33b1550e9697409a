import { useCallback, useState, useSyncExternalStore } from 'react'
import type { Seat } from '../../../shared/ids.ts'
import type { Agreement } from '../../documents/agreement.ts'
import { clausesOf } from '../../documents/agreement-reading.ts'
import type { AgreementView, ClauseField, ClauseKind } from '../../documents/agreement-view.ts'
import { alreadyThere, mainTextOf } from '../../documents/library.ts'
import { clauseTitle } from './clause-title.ts'

type Item = Partial<Record<ClauseField, string>> & { readonly situations: readonly string[] }

/** How a draft stands: `alike` can be added, and then has to change; `added` here and now. */
export type DraftStanding = { kind: 'free' } | { kind: 'alike'; title: string } | { kind: 'added' } | { kind: 'there' }

interface Added {
  id: string
  /** The newest step of undo just after; while it is the newest, taking out undoes exactly this. */
  step: unknown
  /** When it was pressed, ms on the clock of events. */
  at: number
}

/** A second press so soon was meant for the first one, ms. */
const SAME_PRESS_MS = 500

/** What the library's drafts are to the agreement as it stands, and the ways in and out again. */
export const useLibrary = (kind: ClauseKind, agreement: Agreement, mySeat: Seat) => {
  const view = useView(agreement)
  const [added, setAdded] = useState<ReadonlyMap<Item, Added>>(new Map())
  const [said, setSaid] = useState<{ what: 'saidAdded' | 'saidTakenOut'; title: string } | null>(null)

  const addedAs = (item: Item): Added | undefined => {
    const found = added.get(item)
    return found && clausesOf(view, kind).some(({ id }) => id === found.id) ? found : undefined
  }
  const standingOf = (item: Item): DraftStanding => {
    if (addedAs(item)) return { kind: 'added' }
    const there = alreadyThere(kind, item, view, mySeat)
    if (!there) return { kind: 'free' }
    return there.by === 'text' ? { kind: 'there' } : { kind: 'alike', title: clauseTitle(there.clause) }
  }
  const add = (item: Item, at: number) => {
    const { situations: _, ...texts } = item
    const id = agreement.addClause(kind, mySeat, texts)
    setAdded(new Map(added).set(item, { id, step: agreement.undoManager.undoStack.at(-1), at }))
    setSaid({ what: 'saidAdded', title: nameOf(kind, item) })
  }
  const takeOut = (item: Item, at: number) => {
    const one = addedAs(item)
    if (!one || at - one.at < SAME_PRESS_MS) return
    if (agreement.undoManager.undoStack.at(-1) === one.step) agreement.undo()
    else agreement.removeClause(one.id)
    setSaid({ what: 'saidTakenOut', title: nameOf(kind, item) })
  }
  return { view, standingOf, add, takeOut, said }
}

/** What a draft is called by. */
export const nameOf = (kind: ClauseKind, item: Item): string => item.when ?? mainTextOf(kind, item)

const useView = (agreement: Agreement): AgreementView => {
  const subscribe = useCallback((changed: () => void) => agreement.subscribe(changed), [agreement])
  return useSyncExternalStore(subscribe, () => agreement.snapshot())
}
