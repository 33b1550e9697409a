import { type Refusal, refuse } from '../../shared/errors.ts'
import type { Instant } from '../../shared/ids.ts'
import type { PauseLimits } from '../../shared/pause.ts'
import type { SendAnswer, SinceAnswer } from '../../shared/relay.ts'
import { findAccess } from '../features/access.ts'
import { readEntry, readLog } from '../features/event-log.ts'
import type { Stored } from '../features/events.ts'
import { noteHeard } from '../features/heard.ts'
import { faultOf, type Logger } from '../log.ts'
import { NotStored, type Store } from '../storage/store.ts'
import type { Holder } from './held-memory.ts'
import { type Backlog, watchBacklog } from './relay-backlog.ts'
import { logDamaged, type RelayCalls } from './relay-calls.ts'
import { type HeardDevices, heardFloor } from './relay-heard.ts'
import { endAccess, type RelaySpaces } from './relay-spaces.ts'
import type { RelaySocket } from './relay-types.ts'

/** What every socket of one relay shares. */
export interface Serving {
  store: Store
  now: () => Instant
  log: Logger
  limits: PauseLimits
  spaces: RelaySpaces
  heard: HeardDevices
  holders: Set<Holder>
  calls: RelayCalls
  stop: AbortSignal
  /** Looks after work that nobody waits for: it is waited for when stopping, and its failure is logged. */
  settled: (work: Promise<unknown>) => void
  /** Called for each accepted event, after it is on disk and before it is acknowledged. */
  onStored: (stored: Stored, by: RelaySocket) => void
}

/** Events in one step of a catch-up: a quarter of a page, so that a long one lets others have their turn. */
const CATCH_UP_PAGE = 50

/** Questions of one socket that wait for their turn. A page of ours asks the next when it has the answer. */
const WAITING_MOST = 32
/** What one that waits takes, bytes, about. */
const WAITING_BYTES = 2_048

/** Answers one admitted socket until it closes. */
export const serveSocket = (serving: Serving, socket: RelaySocket): void => {
  const { heard, spaces, now, calls } = serving
  const { access, connectedAt } = socket.data
  const { spaceId, deviceId } = access
  socket.data.heardBefore = heard.open(deviceId, socket.data.heardBefore, connectedAt)
  spaces.enter(spaceId, socket)
  const backlog = watchBacklog(socket, serving.stop, () => serving.log.warn('a socket that reads too slowly was closed'))

  let waiting = 0
  const holder: Holder = {
    held: () => backlog.held() + waiting * WAITING_BYTES,
    cutOff: () => socket.conn.request.socket.destroy(),
  }
  serving.holders.add(holder)

  const heardNow = (): Instant => {
    const at = now()
    return heardFloor(at, connectedAt, socket.data.heardBefore, heard.hear(deviceId, at))
  }
  socket.conn.on('packet', (packet: { type: string }) => {
    if (packet.type !== 'pong') return
    const at = now()
    heard.hear(deviceId, at)
    if (heard.isToBeNoted(deviceId, at)) serving.settled(serving.store.write(tx => noteHeard(tx, deviceId, at)))
  })

  socket.on('send', (...sent) =>
    answer(serving, socket, sent, async (event): Promise<SendAnswer> => {
      const result = await calls.send(socket.data, event, heardNow())
      if (!result.ok) return result
      serving.onStored(result, socket)
      return { ok: true, seq: result.seq, at: result.at }
    }),
  )
  // One page at a time, and the next only to one who reads: pages are large, and asking for them is not.
  let turn: Promise<unknown> = Promise.resolve()
  const page = (seq: unknown): Promise<SinceAnswer> => {
    const read = turn.then(backlog.calm).then(() => (serving.stop.aborted ? refuse('stopping') : calls.since(socket.data, seq)))
    turn = read.catch(() => undefined)
    return read
  }
  socket.on('since', (...sent) => {
    heardNow()
    answer(serving, socket, sent, async seq => {
      const limited = await calls.limitSince(socket.data)
      if (limited) return limited
      if (waiting === WAITING_MOST) {
        if (socket.connected) serving.log.warn('a socket that asks and does not read was cut off')
        holder.cutOff()
        return refuse('too-many')
      }
      waiting += 1
      return page(seq).finally(() => {
        waiting -= 1
      })
    })
  })
  socket.onAny((name: unknown, ...sent: unknown[]) => {
    if (name === 'send' || name === 'since') return
    answer(serving, socket, sent, async () => refuse('bad-request', { detail: 'call' }))
  })
  socket.on('disconnect', () => {
    serving.holders.delete(holder)
    spaces.leave(spaceId, socket)
    const at = heard.close(deviceId)
    if (at !== undefined) serving.settled(serving.store.write(tx => noteHeard(tx, deviceId, at)))
  })
  const caughtUp = catchUp(serving, socket, backlog).catch(error => {
    // A socket that was not caught up is of no use: the device comes back and tries again.
    socket.conn.close()
    throw error
  })
  serving.settled(caughtUp)
}

/**
 * Sends by what the device may know this log, what it missed of it, in order, and then `caught-up`. The room is joined before the
 * log is read, so that nothing falls between; what comes twice by that the client knows by its `seq`.
 */
const catchUp = async ({ store, now, log, limits, stop }: Serving, socket: RelaySocket, backlog: Backlog): Promise<void> => {
  const { access, tokenHash, since } = socket.data
  // Access may have ended between the handshake and here, where nobody knew of this socket yet.
  const present = await store.read(tx => findAccess(tx, tokenHash))
  if (!present.ok) return endAccess(socket, present.code)
  const known = since > 0 && (await store.read(tx => readEntry(tx, access.spaceId, since)))
  if (known) socket.emit('known', known)
  await socket.join(access.spaceId)
  let last = since
  while (socket.connected && !stop.aborted) {
    const { events, head, damaged } = await store.read(tx => readLog(tx, access.spaceId, last, CATCH_UP_PAGE))
    logDamaged(log, damaged)
    for (const event of events) socket.emit('event', event)
    last = events.at(-1)?.seq ?? head
    if (last >= head) {
      socket.emit('caught-up', { head, now: now(), limits })
      return
    }
    await backlog.calm()
  }
}

/**
 * Answers one call: exactly one argument and an acknowledgement. A call that cannot be answered closes the socket, since the
 * client would wait for ever.
 */
const answer = (
  { stop, settled, log }: Serving,
  socket: RelaySocket,
  sent: unknown[],
  handle: (argument: unknown) => Promise<SendAnswer | SinceAnswer>,
): void => {
  const acknowledge = sent.at(-1)
  if (typeof acknowledge !== 'function') {
    socket.disconnect(true)
    return
  }
  const outcome = async (): Promise<SendAnswer | SinceAnswer> => {
    if (stop.aborted) return refuse('stopping')
    if (sent.length !== 2) return refuse('bad-request', { detail: 'arguments' })
    try {
      return await handle(sent[0])
    } catch (error) {
      if (!(error instanceof NotStored)) log.error(faultOf(error), 'a call failed')
      return refuse('not-stored')
    }
  }
  settled(
    outcome().then(result => {
      acknowledge(result)
      if (isOver(result)) endAccess(socket, result.code)
    }),
  )
}

const isOver = (result: SendAnswer | SinceAnswer): result is Refusal =>
  !result.ok && (result.code === 'wrong-token' || result.code === 'access-ended')
