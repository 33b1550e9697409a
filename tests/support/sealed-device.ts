import { WebSocket } from 'ws'
import { open, seal } from '../../client/keys/envelope.ts'
import type { Keyring } from '../../client/keys/keyring.ts'
import { newSpaceKeyring } from '../../client/keys/new-epoch.ts'
import type { PlanCompaction } from '../../client/sync/compaction.ts'
import type { DocumentClock } from '../../client/sync/document-clock.ts'
import type { DocumentCipher } from '../../client/sync/outer-document.ts'
import { openSealedDocument, type SealedDocument } from '../../client/sync/sealed-document.ts'
import type { Seat, SpaceId } from '../../shared/ids.ts'
import { type MemoryRest, memoryRest } from './memory-rest.ts'
import type { Credentials } from './relay-client.ts'

export const sealedBy = (keyring: Keyring): DocumentCipher => ({
  seal: (context, bytes) => seal(keyring, context, bytes),
  open: (context, envelope) => {
    const opened = open(keyring, context, envelope)
    return opened.ok ? opened.value : null
  },
})

export const newCipher = (): DocumentCipher => sealedBy(newSpaceKeyring())

/** The control: sealing that hides nothing. */
export const identity: DocumentCipher = { seal: (_, bytes) => bytes.slice(), open: (_, bytes) => bytes }

export interface DeviceOptions {
  url: string
  spaceId: SpaceId
  seat: Seat
  who: Credentials
  cipher: DocumentCipher
  rest?: MemoryRest
  clock?: DocumentClock
  plan?: PlanCompaction
}

export interface SealedDevice extends AsyncDisposable {
  document: SealedDocument
  rest: MemoryRest
  /** A text of the agreement both write. */
  words(): string
  type(words: string, at?: number): void
  /** Resolves when the condition holds; looked at whenever something happens in the document or to its status. */
  until(condition: () => boolean): Promise<void>
}

/** One device's page with the agreement open, against a real server. */
export const openDevice = (options: DeviceOptions): SealedDevice => {
  const rest = options.rest ?? memoryRest()
  const document = openSealedDocument({
    name: 'agreement',
    generation: 0,
    access: { url: options.url, profile: 'own', spaceId: options.spaceId, seat: options.seat, ...options.who },
    cipher: options.cipher,
    persist: rest.open,
    ...(options.clock && { clock: options.clock }),
    ...(options.plan && { plan: options.plan }),
    connection: {
      disableBc: true,
      // Its events lack what only pages need.
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    },
  })
  const text = document.inner.getText('words')
  return {
    document,
    rest,
    words: () => text.toString(),
    type: (words, at = text.length) => text.insert(at, words),
    until: condition => until(document, rest, condition),
    [Symbol.asyncDispose]: () => document[Symbol.asyncDispose](),
  }
}

const until = (document: SealedDocument, rest: MemoryRest, condition: () => boolean): Promise<void> => {
  if (condition()) return Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  const check = () => {
    if (!condition()) return
    stop()
    document.inner.off('afterTransaction', check)
    document.awareness.off('change', check)
    rest.outer.off('afterTransaction', check)
    resolve()
  }
  const stop = document.subscribe(check)
  document.inner.on('afterTransaction', check)
  document.awareness.on('change', check)
  rest.outer.on('afterTransaction', check)
  return promise
}
