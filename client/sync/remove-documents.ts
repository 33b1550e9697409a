import type { DeviceId } from '../../shared/ids.ts'
import type { Profile } from './session.ts'
import { documentDatabasePrefix } from './session-keys.ts'

/** Removes the local databases of a device's documents. Best effort: one still open goes when its page closes it. */
export const removeDocumentDatabases = async (profile: Profile, deviceId: DeviceId): Promise<void> => {
  if (typeof indexedDB === 'undefined' || !indexedDB.databases) return
  const prefix = documentDatabasePrefix(profile, deviceId)
  const all = await indexedDB.databases().catch(() => [])
  for (const { name } of all) if (name?.startsWith(prefix)) indexedDB.deleteDatabase(name)
}
