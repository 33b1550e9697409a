import { type OwnedClock, ownedClock } from './owned-clock.ts'
import { connectClient, type RelayClient } from './relay-client.ts'
import { addCouple, type Couple, type RelayServer, startRelay } from './relay-server.ts'

export const MINUTE = 60_000
/** On a five-minute mark. */
export const NOON = 1_800_000_000_000

export interface CoupleAtNoon extends AsyncDisposable {
  clock: OwnedClock
  server: RelayServer
  couple: Couple
  a: RelayClient
  b: RelayClient
}

/** A couple's two devices, connected to a server whose time only the test moves, from noon on. */
export const coupleAtNoon = async (): Promise<CoupleAtNoon> => {
  await using opening = new AsyncDisposableStack()
  const clock = ownedClock(NOON)
  const server = opening.use(await startRelay(clock))
  const couple = await addCouple(server.store)
  const a = opening.use(await connectClient(server.url, couple.a))
  const b = opening.use(await connectClient(server.url, couple.b))
  const opened = opening.move()
  return { clock, server, couple, a, b, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}
