import { WebSocket } from 'ws'
import type * as Y from 'yjs'
import { Agreement } from '../../client/documents/agreement.ts'
import { type ClauseField, clauseFields, clauseKinds, fieldLimits, MOST_CLAUSES } from '../../client/documents/agreement-view.ts'
import { allClauses } from '../../client/features/agreement/clause-title.ts'
import { IDLE_MS } from '../../client/sync/compaction.ts'
import { openSealedDocument, type SealedDocument } from '../../client/sync/sealed-document.ts'
import type { DocumentAccess } from '../../client/sync/session-keys.ts'
import { memoryRest } from './memory-rest.ts'
import { type OwnedDocumentClock, ownedDocumentClock } from './owned-document-clock.ts'
import { sealedBy } from './sealed-device.ts'

/** Of so many visits one has a network, and lasts until there is nothing left to do. */
const ONLINE_EVERY = 50
const WORDS = 'we sit down and breathe until it is quiet again and then one of us says what was hard '
/** Of three bytes a letter: a clause that is as long as it may be has over 2 KB. */
export const LONG_WORDS = '我们坐下来，一起呼吸，直到安静下来，然后一个人说出刚才什么最难。'

/** A partner's device outside a browser that writes an agreement as large as can be, with the history of a couple of years. */
export const openLargeWriter = (access: DocumentAccess, words = WORDS) => {
  const clock = ownedDocumentClock()
  const rest = memoryRest()
  const open = () => {
    const document = openSealedDocument({
      name: 'agreement',
      generation: 0,
      access,
      cipher: sealedBy(access.keyring),
      persist: rest.open,
      clock,
      connection: { WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket, disableBc: true },
    })
    return { document, agreement: new Agreement(document.inner) }
  }
  return {
    clock,
    /** Fifty clauses of each kind, every text as long as it may be but for room to type in. How many bytes that is. */
    fill: async (): Promise<number> => {
      const { document, agreement } = open()
      await document.whenLoaded
      await until(document, () => agreement.snapshot().signals.length > 0)
      for (const kind of clauseKinds) {
        const there = allClauses(agreement.snapshot()).filter(clause => clause.kind === kind).length
        for (let count = there; count < MOST_CLAUSES; count++) agreement.addClause(kind, count % 2 ? 'a' : 'b')
      }
      const clauses = allClauses(agreement.snapshot())
      for (const [place, { id, kind }] of clauses.entries())
        for (const field of clauseFields[kind])
          fillText(agreement.textOf(id, field), field, `${place} ${field}: ${words.repeat(40)}`)
      await settled(document, clock)
      const texts = allClauses(agreement.snapshot()).flatMap(clause => Object.values(clause.texts))
      await document[Symbol.asyncDispose]()
      return Buffer.byteLength(texts.join(''))
    },
    /** So many visits with so many single edits each, every one an entry of its own. */
    edit: async (visits: number, editsEach: number): Promise<void> => {
      for (let visit = 0; visit < visits; visit++) {
        const { document, agreement } = open()
        // Most pages end before the server has kept what was written on them, and leave that to a later one.
        const isOnline = visit % ONLINE_EVERY === ONLINE_EVERY - 1 || visit === visits - 1
        document.setOffline(!isOnline)
        await document.whenLoaded
        const clauses = allClauses(agreement.snapshot())
        for (let edit = 0; edit < editsEach; edit++) {
          const clause = clauses[(visit * 31 + Math.floor(edit / 40)) % clauses.length]
          const field = clause && clauseFields[clause.kind].at(-1)
          const text = clause && field && agreement.textOf(clause.id, field)
          if (text) typeInto(text, edit)
          clock.advance(100)
          if (isOnline && edit % 200 === 199) await kept(document, clock)
        }
        if (isOnline) await settled(document, clock)
        await document[Symbol.asyncDispose]()
      }
    },
  }
}

const fillText = (text: Y.Text | null, field: ClauseField, words: string) => {
  if (!text) return
  const room = Math.min(fieldLimits[field] - 20, fieldLimits[field])
  text.delete(0, text.length)
  text.insert(0, field === 'emoji' ? '🗼' : words.slice(0, room))
}

/** Mostly letters, and a correction now and then. */
const typeInto = (text: Y.Text, edit: number) => {
  const at = (edit * 7) % text.length
  if (edit % 2 === 1 && text.length > 1) text.delete(at, 1)
  else text.insert(at, 'abcdefghij '.charAt(edit % 11))
}

const until = (document: SealedDocument, holds: () => boolean): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = () => {
    if (!holds()) return
    stop()
    document.inner.off('update', look)
    resolve()
  }
  const stop = document.subscribe(look)
  document.inner.on('update', look)
  look()
  return promise
}

const kept = async (document: SealedDocument, clock: OwnedDocumentClock) => {
  clock.advance(100)
  await until(document, () => document.status().saved !== 'saving' && document.status().saved !== 'here')
}

/** Everything is kept, and what is to be compacted when idle is. */
const settled = async (document: SealedDocument, clock: OwnedDocumentClock) => {
  for (let round = 0; round < 3; round++) {
    await kept(document, clock)
    clock.advance(IDLE_MS)
  }
  await kept(document, clock)
}
