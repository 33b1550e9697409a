import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import fc from 'fast-check'

type Side = 'client' | 'server'
/** What becomes of one connection. Chunks are counted both ways together. */
export type Fate =
  /** Carried, each way so much later (ms), and cut in the middle of whatever is on its way after so many chunks. */
  | { kind: 'carried' | 'slow'; lagMs: number; chunks: number }
  | { kind: 'refused' }
  /** Accepted, and never a word. */
  | { kind: 'silent' }
  /** After so many chunks nothing gets to this side any more, and nobody says so. */
  | { kind: 'dead-one-way'; to: Side; after: number }
  /** What the client sends after so many chunks gets to the server only when a later connection is well under way, also if the client is long gone. */
  | { kind: 'overtaken'; after: number }

type Carried = Exclude<Fate, { kind: 'refused' | 'silent' }>

const CALM: Fate = { kind: 'carried', lagMs: 0, chunks: Number.POSITIVE_INFINITY }
const MOST_LAG_MS = 5_000
/** A later connection is well under way: it has introduced itself and sent something. */
const UNDER_WAY_CHUNKS = 12

const lasting = { minLength: 512, maxLength: 512 }
const carried = fc.record({
  kind: fc.constant('carried' as const),
  lagMs: fc.constantFrom(0, 0, 100),
  chunks: fc.integer({ min: 4, max: 600 }),
})
const slow = fc.record({
  kind: fc.constant('slow' as const),
  lagMs: fc.integer({ min: 200, max: MOST_LAG_MS }),
  chunks: fc.integer({ min: 4, max: 20 }),
})
const deadOneWay = fc.record({
  kind: fc.constant('dead-one-way' as const),
  to: fc.constantFrom<Side>('client', 'server'),
  after: fc.nat(60),
})
const overtaken = fc.record({ kind: fc.constant('overtaken' as const), after: fc.nat(60) })

/** A bad evening: half of the connections carry for a while. */
const evening: fc.Arbitrary<Fate[]> = fc.array(
  fc.oneof(
    { arbitrary: carried, weight: 10 },
    { arbitrary: slow, weight: 3 },
    { arbitrary: fc.constant<Fate>({ kind: 'refused' }), weight: 2 },
    { arbitrary: fc.constant<Fate>({ kind: 'silent' }), weight: 1 },
    { arbitrary: deadOneWay, weight: 2 },
    { arbitrary: overtaken, weight: 2 },
  ),
  lasting,
)

/** A TCP proxy on 127.0.0.1 where each connection in turn has the next fate of a seeded row. */
export interface FaultyProxy extends AsyncDisposable {
  url: string
  /** How many connections had each fate so far. */
  had(): Record<Fate['kind'], number>
}

/** The fates of its connections by a seed, or these. `isStormy`: connections that begin while it is not are carried whole. */
export const startFaultyProxy = async (target: string, seed: number | Fate[], isStormy = () => true): Promise<FaultyProxy> => {
  const port = Number(new URL(target).port)
  const [fates = []] = typeof seed === 'number' ? fc.sample(evening, { seed, numRuns: 1 }) : [seed]
  const had = { carried: 0, slow: 0, refused: 0, silent: 0, 'dead-one-way': 0, overtaken: 0 }
  const sockets = new Set<Socket>()
  /** Bytes on their way to the server that a later connection is to overtake, by the number of their connection. */
  const held = new Map<number, () => void>()
  let underWay = 0
  let accepted = 0

  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    return socket
  }
  const server = createServer(socket => {
    const client = keep(socket)
    accepted += 1
    const fate = (isStormy() && fates[accepted % fates.length]) || CALM
    had[fate.kind] += 1
    if (fate.kind === 'refused') client.destroy()
    else if (fate.kind !== 'silent') carry(client, keep(connect(port, '127.0.0.1')), fate)
    else client.resume()
  })

  const overtake = (number: number): void => {
    underWay = Math.max(underWay, number)
    for (const [one, release] of held) {
      if (one >= underWay) continue
      held.delete(one)
      release()
    }
  }

  const carry = (client: Socket, upstream: Socket, fate: Carried): void => {
    const number = accepted
    const waiting: (() => void)[] = []
    const lagMs = 'lagMs' in fate ? fate.lagMs : 0
    const most = 'chunks' in fate ? fate.chunks : Number.POSITIVE_INFINITY
    let chunks = 0

    const isBehind = () => fate.kind === 'overtaken' && chunks > fate.after && underWay <= number
    const isDead = (to: Side) => fate.kind === 'dead-one-way' && fate.to === to && chunks > fate.after
    const deliver = (to: Side, act: () => void): void => {
      if (to === 'server' && isBehind()) {
        waiting.push(act)
        held.set(number, () => {
          for (const late of waiting) late()
        })
      } else if (lagMs > 0) setTimeout(act, lagMs)
      else act()
    }
    const count = (): void => {
      chunks += 1
      if (chunks === UNDER_WAY_CHUNKS) overtake(number)
      if (chunks <= most) return
      client.destroy()
      upstream.destroy()
    }
    const pipe = (source: Socket, sink: Socket, to: Side): void => {
      source.on('data', bytes => {
        count()
        if (!isDead(to)) deliver(to, () => sink.writable && sink.write(bytes))
      })
      source.on('close', () => {
        if (!isDead(to)) deliver(to, () => sink.destroySoon())
      })
    }
    pipe(client, upstream, 'server')
    pipe(upstream, client, 'client')
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    had: () => ({ ...had }),
    [Symbol.asyncDispose]: async () => {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}
