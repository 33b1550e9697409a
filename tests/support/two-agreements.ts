import * as Y from 'yjs'
import { Agreement } from '../../client/documents/agreement.ts'
import { type ChangesSurroundings, ClauseChanges } from '../../client/documents/clause-changes.ts'
import { CHANGES } from '../../client/documents/clauses.ts'
import { OwnWordings } from '../../client/documents/own-wordings.ts'
import { seedStarters } from '../../client/documents/starters.ts'
import { starterTexts } from '../../client/i18n/en/starters.ts'
import { ownedDocumentClock } from './owned-document-clock.ts'

export const PHRASE = 'starter-phrase-1'
/** Longer than any rest. */
export const A_WHILE = 20_000
/** An editor's origin, as it registers itself. */
const editor = Symbol('editor')

/** Two partners' documents that a test joins by hand, each with what it notes of changes. */
export const openTwo = () => {
  const clock = ownedDocumentClock()
  const [a, b] = [openOne('a', clock), openOne('b', clock)]
  const meet = () => {
    for (const [to, from] of [[a, b] as const, [b, a] as const])
      Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), 'met')
  }
  seedStarters(a.doc, starterTexts)
  meet()
  return { a, b, clock, meet }
}

/** What a device keeps over its pages. */
export const ownedLocal = () => {
  const kept = new Map<string, unknown>()
  return {
    readLocal: async <T>(key: string) => kept.get(key) as T | undefined,
    writeLocal: async (key: string, value: unknown) => {
      kept.set(key, structuredClone(value))
    },
  }
}

/** One partner's document, with what their page knows of the other. */
export const openOne = (seat: 'a' | 'b', clock: ReturnType<typeof ownedDocumentClock>) => {
  const doc = new Y.Doc()
  const agreement = new Agreement(doc)
  agreement.undoManager.addTrackedOrigin(editor)
  const at = { partner: 'away' as ReturnType<ChangesSurroundings['partner']>, heardAt: 0, joinerLeftAt: 0 }
  const now = () => 1_700_000_000_000 + clock.now()
  const surroundings = {
    seat,
    now,
    after: clock.after,
    partner: () => at.partner,
    heardAt: () => at.heardAt,
    joinerLeftAt: () => at.joinerLeftAt,
    own: new OwnWordings(ownedLocal()),
  }
  const changes = new ClauseChanges(doc, agreement, surroundings)
  const type = (words: string, id = PHRASE, field: Parameters<Agreement['textOf']>[1] = 'phrase') => {
    const text = agreement.textOf(id, field)
    agreement.undoManager.stopCapturing()
    for (const letter of words) doc.transact(() => text?.insert(text.length, letter), editor)
  }
  const phrase = () => agreement.snapshot().phrases.find(({ id }) => id === PHRASE)?.texts.phrase
  return { doc, agreement, changes, at, now, type, phrase, notes: () => doc.getMap(CHANGES) }
}
