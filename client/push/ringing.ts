import { z } from 'zod/mini'
import { mayAlarm, unansweredAlarms } from '../../shared/alarm.ts'
import { StoredEvent } from '../../shared/events.ts'
import { EventId, Instant } from '../../shared/ids.ts'
import type { WordlessEvent } from '../../shared/push.ts'
import { LOG_WINDOW, type LocalStore } from '../sync/local.ts'
import { ALARMS } from './alarms-kept.ts'
import type { Showing } from './device.ts'
import type { Ending } from './log-here.ts'

/** What rings no sooner than three minutes after it rang last: a partner's program may press as often as it likes. */
type Ringing = 'signal' | 'pause' | 'answer'

/** What rang last. */
const Rang = z.array(z.object({ id: EventId, at: Instant, takenBack: z.optional(z.boolean()) }))
export type Rang = z.infer<typeof Rang>

const keyOf = (what: Ringing): string => (what === 'signal' ? `local:${ALARMS}` : `push-rang-${what}`)

const ringingOf = (event: StoredEvent | WordlessEvent): Ringing | null =>
  event.kind === 'signal' || event.kind === 'pause' || event.kind === 'answer' ? event.kind : null

/**
 * Whether a notification of this may ring now; if so, that is noted. The call-backs of a pause are the server's own and always do.
 * An answer to what this seat sent after the last answer that rang rings at once (`askedAt`: when the server had it).
 * That a page rang for the same signal keeps no push of it silent: a page that is not seen may ring in vain.
 * Where storage fails it rings: a signal that nobody hears is worse than two.
 */
export const takeRing = async (device: Showing, event: StoredEvent | WordlessEvent, askedAt?: Instant): Promise<boolean> => {
  const { store, restsUntil } = device
  const what = ringingOf(event)
  if (!what) return true
  // What was asked is compared with what rang: both by the server's clock, whatever this device's says.
  const now = what === 'answer' ? event.at : device.now()
  const others = unansweredAlarms(await readRang(store, what), askedAt ?? null, now).filter(({ id }) => id !== event.id)
  const rang = what === 'signal' ? await stillWaiting(device, event.seq, others) : others
  const alarms = rang.map(({ at, takenBack = false }) => ({ at, takenBack }))
  if (!mayAlarm({ alarms, answeredAt: null, quietUntil: restsUntil }, now)) return false
  await writeRang(store, what, [...rang, { id: event.id, at: now }])
  return true
}

/** Those that no answer of this seat came after, with what was taken back: a page may have heard of either, and no push told of it. */
const stillWaiting = async ({ logged, member }: Showing, seq: number, rang: Rang): Promise<Rang> => {
  if (rang.length === 0) return rang
  const lately = async (kind: Ending) => {
    const raw = await logged(kind, Math.max(0, seq - LOG_WINDOW))
    return raw.flatMap(one => StoredEvent.safeParse(one).data ?? [])
  }
  try {
    const answers = (await lately('answer')).filter(one => one.kind === 'answer' && one.seat === member.seat)
    const back = new Set((await lately('take-back')).flatMap(one => (one.kind === 'take-back' ? [one.about] : [])))
    return rang
      .filter(({ at }) => answers.every(answer => answer.at < at))
      .map(one => ({ ...one, takenBack: one.takenBack || back.has(one.id) }))
  } catch {
    return []
  }
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
