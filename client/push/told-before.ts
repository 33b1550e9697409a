import { z } from 'zod/mini'
import { Instant } from '../../shared/ids.ts'
import { isLongPast, Place } from '../../shared/push.ts'
import type { Showing } from './device.ts'

const SHOWN = 'push-shown'
/** Of all that was pushed, where the newest stands in the log: kept for longer than what was shown is remembered. */
const NEWEST = 'push-newest'
/** So many notices are remembered, to know what comes late or twice. */
const REMEMBERED = 100

/** `over`: it was answered on another device, so that what comes of it late asks nothing. `at`: not kept by earlier releases. */
const Shown = z.object({ about: z.string(), seq: z.int(), at: z.optional(Instant), over: z.optional(z.boolean()) })
export type Shown = z.infer<typeof Shown>

/** What this device was told before. */
export interface ToldBefore {
  shown: readonly Shown[]
  /** The newest that was pushed, and the newest that a page has. */
  pushed: Place | null
  logged: Place | null
}

/** Where storage does not say, as if nothing was: what comes twice then rings twice. */
export const readTold = async ({ store, newestLogged }: Showing): Promise<ToldBefore> => {
  const read = (key: string) => store.readCache(key).catch(() => null)
  const placeOf = (kept: unknown): Place | null => Place.safeParse(kept).data ?? null
  const [shown, pushed, logged] = await Promise.all([read(SHOWN), read(NEWEST), newestLogged().catch(() => null)])
  return { shown: z.array(Shown).safeParse(shown).data ?? [], pushed: placeOf(pushed), logged: placeOf(logged) }
}

/** Whether it comes long after its time, though a push lives half an hour. */
export const comesLongPast = ({ pushed, logged }: ToldBefore, event: Place): boolean =>
  isLongPast(event, pushed) || isLongPast(event, logged)

/** A push as far as it is remembered. `at`: undefined where this release does not know the kind. */
export interface Told {
  about: string
  seq: number
  at: Instant | undefined
}

/** What was shown of the same and is not older. What has an earlier place but a later time comes from a server that was restored. */
export const shownSince = ({ shown }: ToldBefore, { about, seq, at }: Told): Shown | undefined =>
  shown.find(one => one.about === about && one.seq >= seq && !isLater(at, one.at ?? 0))

/** After it is shown: storage that is full keeps nobody from seeing it. */
export const remember = async (
  { store }: Showing,
  before: ToldBefore,
  { about, seq, at }: Told,
  passes: boolean,
): Promise<void> => {
  const others = before.shown.filter(one => one.about !== about).slice(1 - REMEMBERED)
  const mine: Shown = { about, seq, ...(at !== undefined && { at }), ...(passes && { over: true }) }
  await store.writeCache(SHOWN, [...others, mine]).catch(() => {})
  if (at === undefined || (before.pushed && before.pushed.seq >= seq && !isLater(at, before.pushed.at))) return
  await store.writeCache(NEWEST, { seq, at }).catch(() => {})
}

const isLater = (one: Instant | undefined, other: Instant | undefined): boolean =>
  one !== undefined && other !== undefined && one > other
