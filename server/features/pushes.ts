import type { Instant } from '../../shared/ids.ts'
import type { Fanout } from '../fanout/fanout.ts'
import { faultOf, type Logger } from '../log.ts'
import { NotStored, type Store, type Transaction } from '../storage/store.ts'
import { findAsked, readLog, readPauseOf } from './event-log.ts'
import { alarm, type SetAlarm } from './jobs.ts'
import { messageOf, topicOf } from './push-message.ts'
import { judge, type Outcome } from './push-outcome.ts'
import { type ClaimedPush, claimPushes, freeClaims, nextPush } from './push-queue.ts'
import { PUSH_BOUNDS, type PushBounds, PushRoom } from './push-room.ts'
import { settlePush } from './push-settling.ts'

/** One message to one device, ready to be sealed for its browser. */
export interface Letter {
  endpoint: string
  p256dh: string
  auth: string
  message: Uint8Array
  topic: string
  /** How long the push service may keep it. */
  ttlSeconds: number
}

export interface PushParts {
  store: Store
  fanout: Fanout
  now: () => Instant
  log: Logger
  /** Tries once, within a few seconds, and says what came of it. Given up early when `stop` comes. */
  deliver: (letter: Letter, stop: AbortSignal) => Promise<Outcome>
  /** No other server sends from this store: what is claimed when it starts was claimed by one that died. */
  alone?: boolean
  setAlarm?: SetAlarm
  /** In [0, 1): spreads tries. */
  random?: () => number
  bounds?: PushBounds
}

export interface Pushes extends AsyncDisposable {
  /** Looks at once for what is to be pushed. */
  wake(): void
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
  /** How many are under way. */
  underWay(): number
}

/** It looks at least this often, ms. */
const LOOK_EVERY_MS = 60_000
/** After the store failed, and while all that is due has to wait for room, ms. */
const RETRY_MS = 1_000
/** What is under way when the server stops has so long to end, ms; then it is cut off, and sent by the next server. */
const GRACE_MS = 1_500

/**
 * Sends what `queuePushes` wrote down: each at least once within its time, whatever fails, and beside everything else. Nobody
 * waits for it.
 */
export const startPushes = (parts: PushParts): Pushes => {
  const { store, now, log, setAlarm = alarm } = parts
  const room = new PushRoom(parts.bounds ?? PUSH_BOUNDS)
  const running = new Set<Promise<void>>()
  const stop = new AbortController()
  let pending: Disposable | undefined
  let round: Promise<void> | undefined
  let again = false
  let stopped = false
  let isFree = parts.alone !== true

  const look = async (): Promise<number> => {
    try {
      if (!isFree) await store.write(freeClaims)
      isFree = true
      const claimed = await claim()
      for (const push of claimed) start(push)
      const next = await store.read(nextPush)
      const waitMs = next === null ? LOOK_EVERY_MS : Math.min(next - now(), LOOK_EVERY_MS)
      return Math.max(waitMs, room.size > 0 ? RETRY_MS : 0)
    } catch (error) {
      if (!(error instanceof NotStored)) log.error(faultOf(error), 'pushes could not be read')
      return RETRY_MS
    }
  }
  /** Room that was taken for what could not be claimed after all is given back. */
  const claim = async (): Promise<ClaimedPush[]> => {
    let taken: ClaimedPush[] = []
    try {
      return await store.write(async tx => {
        taken = await claimPushes(tx, now(), room)
        return taken
      })
    } catch (error) {
      for (const push of taken) room.leave(push)
      throw error
    }
  }
  const start = (push: ClaimedPush): void => {
    const done = send(parts, push, stop.signal).then(() => {
      room.leave(push)
      running.delete(done)
      wake()
    })
    running.add(done)
  }
  const run = async (): Promise<void> => {
    let waitMs = 0
    do {
      again = false
      waitMs = await look()
    } while (again && !stopped)
    round = undefined
    if (!stopped) pending = setAlarm(wake, waitMs)
  }
  const wake = (): void => {
    again = true
    if (round || stopped) return
    pending?.[Symbol.dispose]()
    round = run()
  }
  const idle = async (): Promise<void> => {
    while (round || running.size > 0) await Promise.all([round, ...running])
  }
  wake()
  return {
    wake,
    idle,
    underWay: () => room.size,
    [Symbol.asyncDispose]: async () => {
      stopped = true
      pending?.[Symbol.dispose]()
      const cutOff = setTimeout(() => stop.abort(), GRACE_MS)
      await idle()
      clearTimeout(cutOff)
    },
  }
}

/** Never fails: what could not be written down is claimed until its claim runs out, and then sent once more. */
const send = async (parts: PushParts, push: ClaimedPush, stop: AbortSignal): Promise<void> => {
  const { store, fanout, now, log, deliver, random = Math.random } = parts
  try {
    const letter = await store.read(tx => write(tx, push, now()))
    const outcome: Outcome = letter ? await deliver(letter, stop) : { kind: 'unsealable' }
    const verdict = judge(outcome, push, now(), random())
    if (verdict.kind === 'given-up' || verdict.kind === 'refused') log.warn({ code: verdict.code }, 'a push was given up')
    const seatChanged = await store.write(tx => settlePush(tx, push, verdict))
    if (seatChanged) fanout.publish(push.spaceId, { kind: 'space-changed' })
  } catch (error) {
    if (!(error instanceof NotStored)) log.error(faultOf(error), 'a push failed unexpectedly')
  }
}

/** Null where the event cannot be read any more. */
const write = async (tx: Transaction, push: ClaimedPush, at: Instant): Promise<Letter | null> => {
  const { events } = await readLog(tx, push.spaceId, push.seq - 1, 1)
  const [event] = events
  if (event?.seq !== push.seq) return null
  const { endpoint, p256dh, auth } = push
  const pause = await readPauseOf(tx, push.spaceId)
  const message = messageOf(push.spaceId, event, { pause, asked: await findAsked(tx, push.spaceId, event) })
  const ttlSeconds = Math.max(1, Math.ceil((push.expiresAt - at) / 1000))
  return { endpoint, p256dh, auth, message, topic: topicOf(auth, event.id), ttlSeconds }
}
