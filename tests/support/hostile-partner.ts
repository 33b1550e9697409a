import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { openSealedDocument } from '../../client/sync/sealed-document.ts'
import type { Session } from '../../client/sync/session.ts'
import { sealedBy } from './sealed-device.ts'
import { openPhone, until } from './sessions.ts'

/** A partner who has the keys and no manners: writes into the agreement what no screen of ours would. */
export interface HostilePartner extends AsyncDisposable {
  clauses: Y.Map<unknown>
  pause: Y.Map<unknown>
  /** Any words under any clause. */
  sendSignal: Session['sendSignal']
  clause(id: string): Y.Map<unknown> | null
  text(id: string, field: string): Y.Text | null
  /** Puts another clause in the place of one, all of its texts new, as if both had been made at once: no page takes a text alone (SEA13). */
  exchange(id: string, texts: Record<string, string>): void
  /** Resolves when the condition holds; looked at whenever the document changes. */
  until(condition: () => boolean): Promise<void>
}

const HIGHEST_AUTHOR = 2 ** 32 - 1

/** Joins by an invite link, without a browser. */
export const openHostilePartner = async (url: string, link: string): Promise<HostilePartner> => {
  const { session } = await openPhone(url)
  const joined = await session.join({ fragment: new URL(link).hash.slice(1), name: 'Jonas' })
  if (!joined.ok) throw new Error(`not joined: ${joined.code}`)
  const access = await until(session, () => session.documentAccess())
  const document = openSealedDocument({
    name: 'agreement',
    generation: 0,
    access,
    cipher: sealedBy(access.keyring),
    persist: null,
    connection: { WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket, disableBc: true },
  })
  const { inner } = document
  let author = HIGHEST_AUTHOR - 1_000
  const clauses = inner.getMap('clauses')
  const clause = (id: string) => {
    const found = clauses.get(id)
    return found instanceof Y.Map ? found : null
  }
  return {
    clauses,
    pause: inner.getMap('pause'),
    sendSignal: content => session.sendSignal(content),
    clause,
    text: (id, field) => {
      const found = clause(id)?.get(field)
      return found instanceof Y.Text ? found : null
    },
    exchange: (id, texts) => {
      const another = new Y.Doc()
      // Of what was made at once, what has the highest author stands.
      another.clientID = ++author
      const entries = Object.entries({ ...clause(id)?.toJSON(), removed: false }).map(([key, value]) =>
        clause(id)?.get(key) instanceof Y.Text
          ? ([key, new Y.Text(texts[key] ?? String(value))] as const)
          : ([key, value] as const),
      )
      another.getMap('clauses').set(id, new Y.Map<unknown>(entries))
      Y.applyUpdate(inner, Y.encodeStateAsUpdate(another))
    },
    until: condition =>
      new Promise(resolve => {
        const look = () => {
          if (!condition()) return
          inner.off('update', look)
          resolve()
        }
        inner.on('update', look)
        look()
      }),
    [Symbol.asyncDispose]: async () => {
      await document[Symbol.asyncDispose]()
      await session[Symbol.asyncDispose]()
    },
  }
}
