import type { DocumentCipher } from '../../client/sync/outer-document.ts'
import { hashToken } from '../../server/features/access.ts'
import { context } from '../../shared/envelope.ts'
import { type DocumentServerOptions, quick, startDocuments } from './document-server.ts'
import { addCouple, addDevice } from './relay-server.ts'
import { type DeviceOptions, newCipher, openDevice } from './sealed-device.ts'

/** A real server that says soon what it keeps, a couple, and a way to open their devices. */
export const startCouple = async (options: DocumentServerOptions & { cipher?: DocumentCipher } = {}) => {
  const server = await startDocuments({ timing: quick, ...options })
  const couple = await addCouple(server.store)
  const cipher = options.cipher ?? newCipher()
  const space = { url: server.url, spaceId: couple.spaceId, cipher }
  return {
    server,
    couple,
    cipher,
    documentContext: context.document(couple.spaceId, 'agreement', 0),
    anna: (more: Partial<DeviceOptions> = {}) => openDevice({ ...space, seat: 'a', who: couple.a, ...more }),
    ben: (more: Partial<DeviceOptions> = {}) => openDevice({ ...space, seat: 'b', who: couple.b, ...more }),
    /** Another couple of the same server; its devices open with the same key. */
    another: () => addCouple(server.store),
    further: async (seat: 'a' | 'b', more: Partial<DeviceOptions> = {}) =>
      openDevice({ ...space, seat, who: await addDevice(server.store, couple.spaceId, seat), ...more }),
    /** As another data folder: the server knows nothing of this token, until what is given is called. */
    forget: async (token: string): Promise<() => Promise<void>> => {
      const token_hash = hashToken(token) ?? ''
      const set = (from: string, to: string) =>
        server.store.write(async tx => {
          await tx.updateTable('devices').set({ token_hash: to }).where('token_hash', '=', from).execute()
        })
      await set(token_hash, 'another')
      return () => set('another', token_hash)
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
