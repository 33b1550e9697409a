import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import type { MemoryStore } from '../../client/sync/local-memory.ts'
import type { SignalView } from '../../client/sync/session.ts'
import type { UnknownEvent } from '../../shared/events.ts'
import type { EventId } from '../../shared/ids.ts'
import { type Fate, startFaultyProxy } from './faulty-proxy.ts'
import { MortalDevice } from './mortal-device.ts'
import { connectClient } from './relay-client.ts'
import { lighthouse, newStore, openCouple } from './sessions.ts'

/** One press of the sender, and what happens around it. */
interface Press {
  /** The page ends so many turns after the finger came down, whether or not the press was kept by then. */
  cutShort: number | null
  /** The sender's page is loaded anew after it. */
  reload: boolean
  /** The receiver's page is killed: now, at the moment its next signal is shown, or when that one's receipt is kept. */
  kill: 'now' | 'when-shown' | 'when-kept' | null
}
/** About one press in `oneIn` is cut short, one is followed by a reload, and one by the receiver's end. */
const presses = (count: number, oneIn: number): fc.Arbitrary<Press[]> =>
  fc.array(
    fc.record<Press>({
      cutShort: fc.oneof({ arbitrary: fc.constant(null), weight: oneIn }, { arbitrary: fc.nat(3), weight: 1 }),
      reload: fc.oneof({ arbitrary: fc.constant(false), weight: oneIn }, { arbitrary: fc.constant(true), weight: 1 }),
      kill: fc.oneof(
        { arbitrary: fc.constant(null), weight: oneIn },
        { arbitrary: fc.constantFrom('now', 'when-shown', 'when-kept'), weight: 1 },
      ),
    }),
    { minLength: count, maxLength: count },
  )

/** What a test replaces to see that the storm would notice. */
export interface Broken {
  senderDisk?: MemoryStore
  /** The receiver's screen shows what its page has not shown yet, whatever was kept of an earlier page. */
  forgetfulScreen?: boolean
}

export interface Storm extends Broken {
  signals: number
  seed: number
  /** The sender presses on while fewer than so many have not been acknowledged. */
  unsent: number
  /** How often a page ends: each of three ways at one press in about so many. */
  oneIn: number
}

/** What was seen during a storm, and at its end. */
export interface StormReport {
  /** In the order of pressing, each kept by the sender's device. */
  pressed: EventId[]
  /** The page ended before these were kept: nobody was told that they would go. */
  neverKept: EventId[]
  log: UnknownEvent[]
  receiverLog: UnknownEvent[]
  sender: SignalView[]
  receiver: SignalView[]
  /** What was seen to be wrong at the moment itself. */
  seen: string[]
  shown: ReadonlySet<EventId>
  had: Record<Fate['kind'], number>
  pages: { sender: number; receiver: number }
}

/**
 * A new couple in a storm. The server is reached directly only to pair, and to read its log at the end. To be run
 * with `fastTimers`.
 */
export const runStorm = async (url: string, storm: Storm): Promise<StormReport> => {
  const { seed } = storm
  const disks = { sender: storm.senderDisk ?? newStore(), receiver: newStore() }
  await (await openCouple(url, { a: { store: disks.sender }, b: { store: disks.receiver } }))[Symbol.asyncDispose]()
  await using senders = await startFaultyProxy(url, seed)
  await using receivers = await startFaultyProxy(url, seed + 1)
  await using receiver = new StormReceiver(new MortalDevice(receivers.url, disks.receiver), storm)
  await using sender = new StormSender(new MortalDevice(senders.url, disks.sender), receiver)
  await Promise.all([receiver.device.open(), sender.device.open()])

  const [story = []] = fc.sample(presses(storm.signals, storm.oneIn), { seed, numRuns: 1 })
  for (const press of story) {
    await sender.device.until(({ unsent }) => unsent < storm.unsent)
    await sender.press(press)
    if (press.kill) receiver.killAt(press.kill)
  }
  await sender.device.until(({ unsent }) => unsent === 0)
  const ids = (await wholeLog(url, disks.sender)).flatMap(({ id, kind }) => (kind === 'signal' ? [id] : []))
  await receiver.device.until(({ signals, unsent }) => signals.length >= ids.length && unsent === 0)
  await sender.device.until(({ signals }) => signals.filter(({ state }) => state === 'reached').length >= ids.length)
  return {
    pressed: sender.pressed,
    neverKept: sender.neverKept,
    log: await wholeLog(url, disks.sender),
    receiverLog: (await disks.receiver.read()).log.map(({ event }) => event),
    sender: sender.device.session.state().signals,
    receiver: receiver.device.session.state().signals,
    seen: [...sender.seen, ...receiver.seen],
    shown: receiver.shown,
    had: sumOf(senders.had(), receivers.had()),
    pages: { sender: sender.device.pages, receiver: receiver.device.pages },
  }
}

const RANKS: Record<SignalView['state'], number> = { waiting: 0, sent: 1, reached: 2, answered: 3, 'taken-back': 3 }

/** Presses, has its page loaded anew, and holds what its screen says against what was shown to the other. */
class StormSender implements AsyncDisposable {
  readonly device: MortalDevice
  readonly pressed: EventId[] = []
  readonly neverKept: EventId[] = []
  readonly seen: string[] = []
  #ranks = new Map<EventId, number>()
  #page = 0

  constructor(device: MortalDevice, receiver: StormReceiver) {
    this.device = device
    device.watch(() => this.#look(receiver.shown))
  }

  async press({ cutShort, reload }: Omit<Press, 'kill'>): Promise<void> {
    const pressing = this.device.session.sendSignal(lighthouse)
    if (cutShort === null) {
      this.pressed.push(await pressing)
      if (reload) await this.device.reload()
      return
    }
    let done = false
    void pressing.then(() => {
      done = true
    })
    for (let turns = 0; turns < cutShort; turns++) await turn()
    const wasDone = done
    await this.device.end()
    const id = await pressing
    const isKept = (await this.device.disk.readOutbox()).some(({ event }) => event.id === id)
    if (wasDone || isKept) this.pressed.push(id)
    else this.neverKept.push(id)
    await this.device.open()
    // The person sees that nothing went, and presses again.
    if (this.neverKept.includes(id)) await this.press({ cutShort: null, reload })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.device.end()
  }

  #look(shown: ReadonlySet<EventId>): void {
    if (this.#page !== this.device.pages) this.#ranks = new Map()
    this.#page = this.device.pages
    for (const { id, state } of this.device.session.state().signals) {
      const rank = RANKS[state]
      if (rank < (this.#ranks.get(id) ?? 0)) this.seen.push(`${id} was said to be ${state} after more was said`)
      if (rank > 1 && !shown.has(id)) this.seen.push(`${id} was said to be ${state} before it was shown`)
      this.#ranks.set(id, rank)
    }
  }
}

/** Shows what comes in as the alert does: all that has no receipt of this device, once on each page. */
class StormReceiver implements AsyncDisposable {
  readonly device: MortalDevice
  readonly shown = new Set<EventId>()
  readonly seen: string[] = []
  readonly #isForgetful: boolean
  readonly #kept = new Set<EventId>()
  #here = new Set<EventId>()
  #page = 0
  #killAt: NonNullable<Press['kill']> | null = null
  #restarting: Promise<void> = Promise.resolve()

  constructor(device: MortalDevice, { forgetfulScreen = false }: Broken) {
    this.device = device
    this.#isForgetful = forgetfulScreen
    device.watch(() => this.#look())
  }

  killAt(moment: NonNullable<Press['kill']>): void {
    if (moment === 'now') this.#kill()
    else this.#killAt = moment
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#restarting
    await this.device.end()
  }

  #look(): void {
    if (this.#page !== this.device.pages) this.#here = new Set()
    this.#page = this.device.pages
    const { signals } = this.device.session.state()
    if (new Set(signals.map(({ id }) => id)).size !== signals.length) this.seen.push('a signal stood twice on the screen')
    for (const signal of signals) if (!this.#here.has(signal.id)) this.#show(signal)
  }

  #show({ id, receiptSent, earlier }: SignalView): void {
    this.#here.add(id)
    if (receiptSent && !this.#isForgetful) return
    if (this.#kept.has(id)) this.seen.push(`${id} was shown twice`)
    if (earlier) this.seen.push(`${id} was shown as an earlier one`)
    this.shown.add(id)
    const page = this.device.pages
    void this.device.session.received(id).then(() => {
      if (this.device.isOpen && this.device.pages === page) this.#receiptKept(id)
    })
    if (this.#killAt === 'when-shown') this.#kill()
  }

  #receiptKept(id: EventId): void {
    this.#kept.add(id)
    if (this.#killAt === 'when-kept') this.#kill()
  }

  #kill(): void {
    this.#killAt = null
    this.#restarting = this.#restarting.then(() => this.device.reload())
  }
}

/** What is wrong with what was seen; empty when nothing was lost, doubled, turned round, shown twice or said wrongly. */
export const faultsOfStorm = (report: StormReport): string[] => {
  const signals = report.log.filter(({ kind }) => kind === 'signal')
  const receipts = report.log.flatMap(event => (event.kind === 'received' ? [String(event['about'])] : []))
  const logged = signals.map(({ id }) => id)
  const order = report.pressed.filter(id => logged.includes(id))
  const faults = [...report.seen]
  const once = (name: string, ids: readonly string[]) => {
    if (new Set(ids).size !== ids.length) faults.push(`${name} has something twice`)
    for (const id of report.pressed) if (!ids.includes(id)) faults.push(`${name} misses ${id}`)
    if (ids.length > report.pressed.length) faults.push(`${name} has ${ids.length} of ${report.pressed.length}`)
  }
  once('the log', logged)
  once('the receipts', receipts)
  once(
    'the receiver',
    report.receiverLog.flatMap(({ id, kind }) => (kind === 'signal' ? [id] : [])),
  )
  once('what was shown', [...report.shown])
  for (const [name, views] of Object.entries({ sender: report.sender, receiver: report.receiver })) {
    once(
      `the screen of the ${name}`,
      views.map(({ id }) => id),
    )
  }
  if (order.join() !== logged.filter(id => order.includes(id)).join()) faults.push('the log is not in the order of pressing')
  for (const id of report.neverKept) if (logged.includes(id)) faults.push(`${id} was sent and never kept`)
  for (const { id, state, sentAt } of report.sender) {
    if (state !== 'reached') faults.push(`the sender says ${state} of ${id}`)
    if (sentAt !== signals.find(event => event.id === id)?.at) faults.push(`the sender says a wrong time of ${id}`)
  }
  return faults
}

const sumOf = <Key extends string>(one: Record<Key, number>, other: Record<Key, number>): Record<Key, number> => {
  const sum = { ...one }
  for (const key in other) sum[key] += other[key]
  return sum
}

/** As a fresh connection of the device is told it, by no proxy. */
const wholeLog = async (url: string, disk: MemoryStore): Promise<UnknownEvent[]> => {
  const { identity } = await disk.read()
  if (identity?.kind !== 'member') throw new Error('no member')
  await using client = await connectClient(url, { deviceId: identity.deviceId, token: identity.device.token })
  return client.events
}
