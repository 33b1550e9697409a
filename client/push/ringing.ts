import type { StoredEvent } from '../../shared/events.ts'
import { Instant } from '../../shared/ids.ts'
import type { WordlessEvent } from '../../shared/push.ts'
import { mayAlarm } from '../../shared/signal.ts'
import type { LocalStore } from '../sync/local.ts'
import type { Device } from './device.ts'

/** What rings no sooner than three minutes after it rang last: a partner's program may press as often as it likes. */
type Ringing = 'signal' | 'pause'

const keyOf = (what: Ringing): string => `push-rang-${what}`

const ringingOf = (event: StoredEvent | WordlessEvent): Ringing | null =>
  event.kind === 'signal' || event.kind === 'pause' ? event.kind : null

/**
 * Whether a notification of this may ring now; if so, that is noted. The call-backs of a pause are the server's own and always do.
 * Where storage fails it rings: a signal that nobody hears is worse than two.
 */
export const takeRing = async ({ store, now, restsUntil }: Device, event: StoredEvent | WordlessEvent): Promise<boolean> => {
  const what = ringingOf(event)
  if (!what) return true
  const rang = await store.readCache(keyOf(what)).catch(() => null)
  const alarmedAt = Instant.safeParse(rang).data ?? null
  if (!mayAlarm({ alarmedAt, answeredAt: null, quietUntil: restsUntil }, now())) return false
  await store.writeCache(keyOf(what), now()).catch(() => {})
  return true
}

/** This person answered, on whichever device: the next signal rings at once. */
export const ringAnew = (store: Pick<LocalStore, 'writeCache'>): Promise<void> =>
  store.writeCache(keyOf('signal'), null).catch(() => {})
