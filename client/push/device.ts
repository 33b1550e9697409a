import { z } from 'zod/mini'
import type { Instant } from '../../shared/ids.ts'
import { sealing } from '../keys/envelope.ts'
import { type Api, openApi } from '../sync/api.ts'
import { CACHED_CLOCK } from '../sync/clock.ts'
import type { Member } from '../sync/identity.ts'
import type { MemberStore } from '../sync/local.ts'
import { openLocalDatabase } from '../sync/local-idb.ts'
import { LocalLease } from '../sync/local-lease.ts'
import { OpenedEvents } from '../sync/opened-events.ts'
import { joinTabs } from '../sync/tabs.ts'
import { CHOICES, choicesOf, type PushChoices, RESTS, restsUntilOf } from './choices.ts'
import { type Ending, readEndings, readNewest } from './log-here.ts'

/** A push that finds storage closed shows itself without it after so long, ms: nothing is not an answer. */
const OPEN_WITHIN_MS = 4_000

/** The device as a service worker finds it, with no page open. Dispose of it when the event is done. */
export interface Device extends AsyncDisposable {
  store: MemberStore
  member: Member
  choices: PushChoices
  /** Until when the person let sound and vibration rest, by the server's clock. */
  restsUntil: Instant | null
  opened: OpenedEvents
  api: Api
  deviceNow: () => number
  /** The server's clock, as an earlier page reckoned it, ms. */
  now: () => number
  /** False where no page ever heard the server's time: then `now` is the device's own. */
  isTimeKnown: boolean
  /** Events of a kind after `seq` in this device's log, as they lie there. May reject. */
  logged(kind: Ending, seq: number): Promise<unknown[]>
  /** The newest entry of this device's log, as it lies there. May reject. */
  newestLogged(): Promise<unknown>
  /** Open pages take up what came into the outbox, and tell what was refused. */
  tellPages(): void
}

/** What showing a push reads and writes of the device. */
export type Showing = Omit<Device, 'store'> & { store: Pick<MemberStore, 'readCache' | 'writeCache' | 'readOutbox'> }

/** The device as far as its storage answers until it is `late`. What is asked then, or not answered by then, rejects. */
export const inTime = (device: Device, late: Promise<void>): Showing => {
  const { store, logged, newestLogged } = device
  const over = late.then(() => Promise.reject(new Error('storage did not answer in time')))
  over.catch(() => {})
  const within = <T>(done: Promise<T>): Promise<T> => Promise.race([done, over])
  return {
    ...device,
    store: {
      readCache: key => within(store.readCache(key)),
      writeCache: (key, value) => within(store.writeCache(key, value)),
      readOutbox: () => within(store.readOutbox()),
    },
    logged: (kind, seq) => within(logged(kind, seq)),
    newestLogged: () => within(newestLogged()),
  }
}

/** Pages of the profile look at what is kept anew. */
export const tellPages = (name: string): void => {
  using tabs = joinTabs(name, () => {})
  tabs.tell({ kind: 'outbox' })
  tabs.tell({ kind: 'cache' })
}

/** Null when there is no space on this device, or its storage does not open. */
export const openDevice = async (origin: string): Promise<Device | null> => {
  const opening = open(origin)
  const { promise: late, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), OPEN_WITHIN_MS)
  const device = await Promise.race([opening.catch(() => null), late])
  clearTimeout(timer)
  // Should it open after all, nobody waits for it.
  if (!device) void opening.then(opened => opened?.[Symbol.asyncDispose]()).catch(() => {})
  return device
}

const open = async (origin: string): Promise<Device | null> => {
  const store = await openLocalDatabase('holdfast-own')
  try {
    const identity = await store.readIdentity()
    const choices = choicesOf(await store.readCache(`local:${CHOICES}`))
    const restsUntil = restsUntilOf(await store.readCache(`local:${RESTS}`))
    const offset = z.number().safeParse(await store.readCache(CACHED_CLOCK)).data
    if (identity?.kind !== 'member' || identity.endedBy) {
      await store[Symbol.asyncDispose]()
      return null
    }
    return {
      // Should storage become another's meanwhile, this one is done.
      store: new LocalLease(store, identity.deviceId),
      member: identity,
      choices,
      restsUntil,
      opened: new OpenedEvents(sealing),
      api: openApi(origin, () => false),
      deviceNow: Date.now,
      now: () => Math.max(0, Math.round(Date.now() + (offset ?? 0))),
      isTimeKnown: offset !== undefined,
      logged: (kind, seq) => readEndings(store.name, kind, seq),
      newestLogged: () => readNewest(store.name),
      tellPages: () => tellPages(store.name),
      [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
    }
  } catch (fault) {
    await store[Symbol.asyncDispose]()
    throw fault
  }
}
