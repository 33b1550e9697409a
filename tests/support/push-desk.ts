import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localFanout } from '../../server/fanout/local.ts'
import { hashToken } from '../../server/features/access.ts'
import { type Stored, storeEvent } from '../../server/features/events.ts'
import type { Outcome } from '../../server/features/push-outcome.ts'
import type { PushBounds } from '../../server/features/push-room.ts'
import { putSubscription } from '../../server/features/push-subscriptions.ts'
import { type Letter, type Pushes, startPushes } from '../../server/features/pushes.ts'
import { createLog } from '../../server/log.ts'
import { openSqlite } from '../../server/storage/sqlite.ts'
import type { Store } from '../../server/storage/store.ts'
import type { Refusal } from '../../shared/errors.ts'
import type { OutgoingEvent } from '../../shared/events.ts'
import type { Seat } from '../../shared/ids.ts'
import { PAUSE_LIMITS } from '../../shared/pause.ts'
import type { PushSubscription } from '../../shared/push.ts'
import { NOON } from './couple-at-noon.ts'
import { type OwnedClock, ownedClock } from './owned-clock.ts'
import { newBrowserKeys } from './push-sealing.ts'
import type { Credentials } from './relay-client.ts'
import { addCouple, type Couple } from './relay-server.ts'

/** Says what comes of a try; may wait. */
export type Postman = (letter: Letter, stop: AbortSignal) => Outcome | Promise<Outcome>

export const answered = (status: number, retryAfterMs: number | null = null): Outcome => ({
  kind: 'answered',
  status,
  retryAfterMs,
})

export const subscriptionAt = (endpoint: string): PushSubscription => {
  const { ecdh, auth } = newBrowserKeys()
  return { endpoint, p256dh: ecdh.getPublicKey().toString('base64url'), auth: auth.toString('base64url') }
}

export interface PushDesk extends AsyncDisposable {
  clock: OwnedClock
  store: Store
  log: string[]
  /** Every try, with when it was made and what was in it. */
  tries: { endpoint: string; seq: number; at: number; ttlSeconds: number; topic: string }[]
  /** Whoever carries from now on. */
  postman: { carry: Postman }
  pushes: Pushes
  couple(): Promise<Couple>
  subscribe(couple: Couple, seat: Seat, endpoint: string, device?: Credentials): Promise<void>
  send(couple: Couple, event: OutgoingEvent, seat?: Seat): Promise<Stored | Refusal>
  waiting(): Promise<number>
  /** Lets time pass, and waits until nothing is under way. */
  pass(ms: number): Promise<void>
  /** The program ends as by `kill -9`, and another starts on the same store. */
  restart(): Promise<void>
}

/** The sender of pushes on a real store, in a time that only the test moves; who carries them is the test's own. */
export const pushDesk = async (options: { bounds?: PushBounds; wrap?: (store: Store) => Store } = {}): Promise<PushDesk> => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-desk-'))
  const store = await openSqlite({ file: join(folder, 'holdfast.db'), synchronous: 'off' })
  const clock = ownedClock(NOON)
  const fanout = localFanout()
  const lines: string[] = []
  const log = createLog('debug', { write: line => lines.push(line) })
  const tries: PushDesk['tries'] = []
  const postman: PushDesk['postman'] = { carry: () => answered(201) }
  const start = (): Pushes =>
    startPushes({
      store: options.wrap?.(store) ?? store,
      fanout,
      log,
      ...clock,
      random: () => 0,
      ...(options.bounds && { bounds: options.bounds }),
      deliver: async (letter, stop) => {
        const { seq } = JSON.parse(new TextDecoder().decode(letter.message))
        const { endpoint, ttlSeconds, topic } = letter
        tries.push({ endpoint, seq, at: clock.now() - NOON, ttlSeconds, topic })
        return postman.carry(letter, stop)
      },
    })
  let pushes = start()
  return {
    clock,
    store,
    log: lines,
    tries,
    postman,
    get pushes() {
      return pushes
    },
    couple: () => addCouple(store),
    subscribe: async (couple, seat, endpoint, device = couple[seat]) => {
      const access = { ok: true as const, spaceId: couple.spaceId, seat, deviceId: device.deviceId }
      const done = await store.write(tx => putSubscription(tx, access, subscriptionAt(endpoint), () => true))
      if (!done.ok) throw new Error(done.code)
    },
    send: async ({ spaceId, ...seats }, event, seat = 'a') => {
      const at = clock.now()
      const arrival = { tokenHash: hashToken(seats[seat].token) ?? '', spaceId, event, at, heardAt: at }
      const stored = await store.write(tx => storeEvent(tx, arrival, PAUSE_LIMITS))
      if (stored.ok && stored.toPush) pushes.wake()
      return stored
    },
    waiting: async () => {
      const rows = await store.read(tx => tx.selectFrom('pushes').select('push_id').execute())
      return rows.length
    },
    pass: async ms => {
      clock.advance(ms)
      await pushes.idle()
    },
    restart: async () => {
      await pushes[Symbol.asyncDispose]()
      pushes = start()
      await pushes.idle()
    },
    [Symbol.asyncDispose]: async () => {
      await pushes[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
