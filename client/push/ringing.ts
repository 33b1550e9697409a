import { z } from 'zod/mini'
import type { StoredEvent } from '../../shared/events.ts'
import { EventId, Instant } from '../../shared/ids.ts'
import type { WordlessEvent } from '../../shared/push.ts'
import { mayAlarm, unansweredAlarms } from '../../shared/signal.ts'
import type { LocalStore } from '../sync/local.ts'
import type { Showing } from './device.ts'

/** What rings no sooner than three minutes after it rang last: a partner's program may press as often as it likes. */
type Ringing = 'signal' | 'pause'

/** What rang last. */
const Rang = z.array(z.object({ id: EventId, at: Instant, takenBack: z.boolean() }))
type Rang = z.infer<typeof Rang>

const keyOf = (what: Ringing): string => `push-rang-${what}`

const ringingOf = (event: StoredEvent | WordlessEvent): Ringing | null =>
  event.kind === 'signal' || event.kind === 'pause' ? event.kind : null

/**
 * Whether a notification of this may ring now; if so, that is noted. The call-backs of a pause are the server's own and always do.
 * Where storage fails it rings: a signal that nobody hears is worse than two.
 */
export const takeRing = async ({ store, now, restsUntil }: Showing, event: StoredEvent | WordlessEvent): Promise<boolean> => {
  const what = ringingOf(event)
  if (!what) return true
  const rang = unansweredAlarms(await readRang(store, what), null, now())
  if (!mayAlarm({ alarms: rang, answeredAt: null, quietUntil: restsUntil }, now())) return false
  await writeRang(store, what, [...rang, { id: event.id, at: now(), takenBack: false }])
  return true
}

/** The partner took it back: it holds no other signal back. */
export const noteTakenBack = async (store: Showing['store'], signal: EventId): Promise<void> => {
  const rang = await readRang(store, 'signal')
  if (!rang.some(({ id }) => id === signal)) return
  await writeRang(
    store,
    'signal',
    rang.map(one => (one.id === signal ? { ...one, takenBack: true } : one)),
  )
}

/** This person answered, on whichever device: the next signal rings at once. */
export const ringAnew = (store: Pick<LocalStore, 'writeCache'>): Promise<void> =>
  store.writeCache(keyOf('signal'), null).catch(() => {})

/** Nothing where storage does not say. */
const readRang = async (store: Pick<LocalStore, 'readCache'>, what: Ringing): Promise<Rang> =>
  Rang.safeParse(await store.readCache(keyOf(what)).catch(() => null)).data ?? []

const writeRang = (store: Pick<LocalStore, 'writeCache'>, what: Ringing, rang: Rang): Promise<void> =>
  store.writeCache(keyOf(what), rang).catch(() => {})
