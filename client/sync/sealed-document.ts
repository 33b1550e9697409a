import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { DocumentName } from '../../shared/documents.ts'
import type { DeviceId } from '../../shared/ids.ts'
import type { PlanCompaction } from './compaction.ts'
import type { DocumentClock } from './document-clock.ts'
import type { DocumentStatus } from './document-status.ts'
import { OpenDocument } from './open-document.ts'
import type { ConnectionOptions } from './outer-connection.ts'
import type { DocumentCipher } from './outer-document.ts'
import type { OpenPersistence } from './outer-persistence.ts'
import type { DocumentAccess } from './session-keys.ts'

/** Where a document is and who opens it. A session's `DocumentAccess` fits. */
export type DocumentPlace = Pick<DocumentAccess, 'url' | 'profile' | 'spaceId' | 'seat' | 'deviceId' | 'token'>

export interface SealedDocumentOptions {
  name: DocumentName
  generation: number
  access: DocumentPlace
  cipher: DocumentCipher
  /** Null: it rests nowhere on this device. */
  persist: OpenPersistence | null
  clock?: DocumentClock
  connection?: ConnectionOptions
  plan?: PlanCompaction
}

/**
 * A Yjs document that only the two partners can read. `inner` is what screens bind to; it never leaves the page. What travels
 * and rests is its sealed form. Edits made before `whenLoaded` are fine.
 */
export interface SealedDocument extends AsyncDisposable {
  readonly inner: Y.Doc
  /** For the editor: carets and fields of both; sealed on its way. */
  readonly awareness: Awareness
  /** There is something to show: see `DocumentStatus.loaded`. */
  readonly whenLoaded: Promise<void>
  status(): DocumentStatus
  /** An entry was taken out of it at some time: what is missing may have been there, and is not begun anew. */
  wasEverErased(): boolean
  subscribe(changed: () => void): () => void
  /** Seals what was typed and waits for nothing. */
  flush(): void
  /** The device was given a key: tries again what it could not open. */
  reopen(): void
  /** Which devices the partner has now: `both` is said of what one of these told to hold. */
  partnerIs(devices: readonly DeviceId[]): void
  setOffline(offline: boolean): void
  /**
   * This user of the document no longer needs it. After the last one it stays connected until the server has kept what was
   * written here. Resolves when everything is sealed and written to this device.
   */
  close(): Promise<void>
  /** As `close`, but ends the connection at once, kept or not. */
  [Symbol.asyncDispose](): Promise<void>
}

const open = new Map<string, OpenDocument>()

/** Opens a document, once per page however many ask for it. */
export const openSealedDocument = (options: SealedDocumentOptions): SealedDocument => {
  const { access, name, generation } = options
  const key = `${access.url} ${access.profile} ${access.deviceId} ${name}.${generation}`
  const shared = open.get(key) ?? new OpenDocument(options, () => open.delete(key))
  open.set(key, shared)
  shared.users++
  let mine = true
  const release = () => {
    if (mine) shared.users--
    mine = false
  }
  return {
    inner: shared.inner,
    awareness: shared.awareness,
    whenLoaded: shared.whenLoaded,
    status: () => shared.status,
    wasEverErased: () => shared.wasEverErased,
    subscribe: changed => shared.subscribe(changed),
    flush: () => shared.flush(),
    reopen: () => shared.reopen(),
    partnerIs: devices => shared.partnerIs(devices),
    setOffline: offline => shared.setOffline(offline),
    close: () => {
      release()
      return shared.leave()
    },
    [Symbol.asyncDispose]: async () => {
      release()
      await shared.leave()
      if (shared.users === 0) await shared.end()
    },
  }
}
