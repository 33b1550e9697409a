import { nextStanding, type Standing, takenBackToTell } from '../../client/features/signal/incoming.ts'
import { alertGone, type Covers, mayAlert, STANDS_MS } from '../../client/shell/covers.ts'
import { mayComeOver, nextShown, type Shown } from '../../client/shell/next-shown.ts'
import type { SignalView } from '../../client/sync/session.ts'
import { waitingSignals } from '../../client/sync/waiting-signals.ts'
import type { EventId } from '../../shared/ids.ts'

/** What a partner's client sends, or the person closes what is in front; so long after what came before, ms. */
export interface Step {
  after: number
  does: 'signal' | 'take-back' | 'phrase' | 'close'
}

/** What stands on the screen. Its keys take presses 700 ms after they came. */
interface Front {
  key: string
  keysSince: number
  pauseSince: number
}

/** Which rule the screen goes by. */
export interface Screen {
  /** What covers it at `now`, uppermost last: a name for the frame, and for its keys. */
  covered(world: World, now: number): { frame: string; keys: string; signal?: SignalView }[]
  /** A cover has gone. */
  gone(frame: string, now: number): void
}

interface World {
  signals: SignalView[]
  phrases: EventId[]
  closed: Set<EventId>
}

export const TICK_MS = 100
const SETTLES_MS = 700

/** By the rules of the client. */
export const steady = (): Screen => {
  const covers: Covers = { up: 0, alerts: [], any: -60_000 }
  let stands: Standing | null = null
  let shown: Shown<EventId> | null = null
  return {
    covered: ({ signals, phrases, closed }, now) => {
      const mayCome = mayAlert(covers, now)
      stands = nextStanding(stands, { signals, closed, pausedAt: null, mayCome }, now)
      const open = phrases.filter(id => !closed.has(id))
      shown = nextShown(shown, open, mayComeOver({ ...covers, up: stands ? 1 : 0 }, now), now)
      return [
        ...(shown ? [{ frame: 'phrase', keys: 'phrase' }] : []),
        ...(stands ? [{ frame: 'alert', keys: `${stands.signal.id} ${stands.signal.takenBack}`, signal: stands.signal }] : []),
      ]
    },
    gone: (frame, now) => {
      if (frame === 'alert') stands = null
      covers.any = now
      if (frame === 'alert') covers.alerts = alertGone(covers, now)
    },
  }
}

/** The broken variant: each thing has a cover of its own, which comes and goes with it. */
export const restless = (): Screen => {
  let stands: Standing | null = null
  return {
    covered: ({ signals, phrases, closed }, now) => {
      const waiting = waitingSignals(signals, closed, null)
      const isStill = stands && now < stands.since + STANDS_MS && waiting.some(({ id }) => id === stands?.signal.id)
      const signal = isStill ? stands?.signal : waiting.at(-1)
      if (signal?.id !== stands?.signal.id) stands = signal ? { signal, since: now } : null
      const back = signal ? null : takenBackToTell(signals, closed)
      const phrase = phrases.findLast(id => !closed.has(id))
      const top = signal ?? back
      return [
        ...(top ? [{ frame: `${top.id} ${top === back}`, keys: top.id, signal: top }] : []),
        ...(phrase ? [{ frame: phrase, keys: phrase }] : []),
      ]
    },
    gone: () => {},
  }
}

/** What can be pressed at each tick, while a partner does this; and whether a cover was there at once when a signal came. */
export const play = (screen: Screen, steps: readonly Step[], forMs: number) => {
  const world: World = { signals: [], phrases: [], closed: new Set() }
  const ticks: { pause: boolean; other: boolean; covered: boolean; pressed: boolean }[] = []
  let fronts: (Front & { frame: string; signal?: SignalView | undefined })[] = []
  let settledUntil = 0
  let at = 0
  const queue = steps.map(({ after, does }) => {
    at += after
    return { at, does }
  })
  const leave = (front: { frame: string }, now: number) => {
    screen.gone(front.frame, now)
    settledUntil = now + SETTLES_MS
  }
  for (let now = 0; now < forMs; now += TICK_MS) {
    let pressed = false
    for (; queue[0] && queue[0].at <= now; queue.shift()) {
      const { does } = queue[0]
      const id = `${world.signals.length} ${world.phrases.length}` as EventId
      if (does === 'signal') world.signals.push(signal(id, now))
      if (does === 'take-back') world.signals = takeBackLast(world.signals, now)
      if (does === 'phrase') world.phrases.push(id)
      const front = fronts.at(-1)
      if (does !== 'close' || !front || now < front.keysSince + SETTLES_MS) continue
      const { signal: of } = front
      for (const one of of?.takenBack ? [of] : of ? world.signals : world.phrases)
        world.closed.add(typeof one === 'string' ? one : one.id)
      fronts = fronts.slice(0, -1)
      leave(front, now)
      pressed = true
    }
    const covered = screen.covered(world, now)
    for (const front of fronts) if (!covered.some(({ frame }) => frame === front.frame)) leave(front, now)
    fronts = covered.map(({ frame, keys, signal: of }) => {
      const before = fronts.find(front => front.frame === frame)
      const keysSince = before?.key === keys ? before.keysSince : now
      return { frame, key: keys, keysSince, pauseSince: before?.pauseSince ?? now, signal: of }
    })
    const front = fronts.at(-1)
    // It is drawn: its receipt goes out.
    if (front?.signal) {
      const { id } = front.signal
      world.signals = world.signals.map(one => (one.id === id ? { ...one, receiptSent: true } : one))
      if (front.signal.takenBack) world.closed.add(id)
    }
    ticks.push({
      // Words on coming back have no key of their own for it: one press closes them.
      pause: now >= (!front ? settledUntil : front.signal ? front.pauseSince + SETTLES_MS : front.keysSince + SETTLES_MS),
      other: now >= (front ? front.keysSince + SETTLES_MS : settledUntil),
      covered: front !== undefined,
      pressed,
    })
  }
  return ticks
}

const signal = (id: EventId, at: number): SignalView => ({
  id,
  mine: false,
  content: { clauseId: '', word: 'Lighthouse', emoji: '', gesture: '', meaning: '', helps: '', from: 'Mei' },
  pressedAt: at,
  state: 'sent',
  sentAt: at,
  reached: null,
  answer: null,
  takenBack: null,
  earlier: false,
  receiptSent: false,
})

const takeBackLast = (signals: SignalView[], at: number): SignalView[] =>
  signals.map((one, index) =>
    index === signals.length - 1 ? { ...one, takenBack: one.takenBack ?? { at, hadReached: one.receiptSent } } : one,
  )
