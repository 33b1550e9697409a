import { sealing as realSealing, type Sealing } from '../keys/envelope.ts'
import { openApi } from './api.ts'
import { CACHED_CLOCK, HEARD_CLOCK, ServerClock } from './clock.ts'
import { DeviceSession } from './device-session.ts'
import type { LocalStore } from './local.ts'
import { openLocalDatabase } from './local-idb.ts'
import { MemoryStore } from './local-memory.ts'
import type { Profile } from './session.ts'
import type { SessionKeys } from './session-keys.ts'

export interface SessionOptions {
  /** The server's origin; by default this page's. */
  url?: string
  /** By default the profile's own database. Two sessions over one store are two tabs of one device. */
  store?: LocalStore
  /** The device's clock, ms since 1970. */
  deviceNow?: () => number
  /** Counts ms, and nobody changes it; may stand while the device sleeps. */
  steadyNow?: () => number
  /** Tests of absence only: identity in place of sealing. */
  sealing?: Sealing
  /** As `setOffline(true)` from the first moment on. */
  offline?: boolean
  /** Reads what is on this device, and asks, sends and writes nothing by itself. */
  resting?: boolean
  /** What this device is called, by default after system and browser. */
  label?: string
}

/**
 * Opens a profile's session from what is on this device: nothing waits for the network, and what was on its way is taken up
 * again. Never rejects: without local storage it lives as long as the page (`state().storage`). Dispose of it to close it.
 */
export const openSession = async (profile: Profile, options: SessionOptions = {}): Promise<SessionKeys> => {
  const name = `holdfast-${profile}`
  const store = options.store ?? (await openLocalDatabase(name).catch(() => new MemoryStore(name)))
  const local = await store.read().catch(() => ({ identity: null, log: [], outbox: [], cache: new Map() }))
  // What an earlier membership left here is nobody's.
  if (!local.identity && (local.outbox[0] ?? local.cache.size) && !options.resting)
    await store.changeIdentity(now => now).catch(() => null)
  const deviceNow = options.deviceNow ?? Date.now
  const steadyNow = options.steadyNow ?? (() => performance.now())
  const cached = (key: string): number => Number(local.cache.get(key)) || 0
  const url = (options.url ?? globalThis.location?.origin ?? '').replace(/\/$/, '')
  const session = new DeviceSession(
    {
      profile,
      store,
      url,
      sealing: options.sealing ?? realSealing,
      deviceNow,
      steadyNow,
      // A clock that was set back meanwhile: no earlier than what was heard.
      clock: new ServerClock(deviceNow, Math.max(cached(CACHED_CLOCK), cached(HEARD_CLOCK) - deviceNow()), steadyNow),
      label: options.label,
      openApi: isOffline => openApi(url, isOffline),
    },
    local,
  )
  if (options.offline) session.setOffline(true)
  if (!options.resting) session.start()
  return session
}
