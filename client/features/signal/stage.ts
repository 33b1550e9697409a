import { TAKE_BACK_MS } from '../../../shared/signal.ts'
import { isAgain, isAnsweredWithNewer } from '../../sync/own-signals.ts'
import type { SessionState, SignalView } from '../../sync/session.ts'

/** A signal that no phone showed for this long is said to be "not there yet", ms. */
export const NOT_THERE_AFTER_MS = 5_000
/** A press is on its way for a moment before anything is said about the network, ms. */
const SENDING_MS = 1_000
/** `/signal` shows the last own signal no longer than this, ms. */
const SHOWN_FOR_MS = 24 * 3_600_000

/** What the head of the screen says. Each is a fact this device knows, never a guess about the other person. */
export type Stage = 'sending' | 'sent' | 'not-there' | 'answered' | 'taken-back'

/** How far an own signal is said to be, at `now` on the server's clock. */
export const stageOf = (signal: SignalView, connection: SessionState['connection'], now: number): Stage => {
  const age = now - signal.pressedAt
  switch (signal.state) {
    case 'answered':
      return 'answered'
    case 'taken-back':
      return 'taken-back'
    case 'reached':
      return 'sent'
    case 'sent':
      return age < NOT_THERE_AFTER_MS ? 'sent' : 'not-there'
    case 'waiting':
      return age < SENDING_MS && (connection === 'online' || connection === 'connecting') ? 'sending' : 'not-there'
  }
}

/** Whether "Take it back" is offered: as long as nothing has left this phone, and for five seconds after the press. */
export const canTakeBack = (signal: SignalView, now: number): boolean =>
  signal.state === 'waiting' || takeBackSeconds(signal, now) > 0

/** Whole seconds for which what was sent can still be taken back; 0 when that is over. */
export const takeBackSeconds = (signal: SignalView, now: number): number => {
  if (signal.state === 'answered' || signal.state === 'taken-back') return 0
  return Math.min(TAKE_BACK_MS / 1000, Math.max(0, Math.ceil((signal.pressedAt + TAKE_BACK_MS - now) / 1000)))
}

/** The same signal's own earlier presses that wait for an answer, oldest first: they are taken back with this one. */
export const takenBackWith = (signal: SignalView, signals: SignalView[]): SignalView[] =>
  signals.filter(one => isAgain(signal, one) && !one.answer && !one.takenBack && !isAnsweredWithNewer(one, signals))

/** A signal that was taken back, with what is known of its earlier presses that were taken back since it was pressed: one truth for all. */
export const withEarlierPresses = (signal: SignalView, signals: SignalView[]): SignalView => {
  const { takenBack, pressedAt } = signal
  if (!takenBack) return signal
  const all = [signal, ...signals.filter(one => isAgain(signal, one) && one.takenBack && one.takenBack.at > pressedAt)]
  const had = new Set(all.map(one => one.takenBack?.hadReached))
  return {
    ...signal,
    sentAt: all.findLast(({ sentAt }) => sentAt !== null)?.sentAt ?? null,
    reached: all.find(({ reached }) => reached)?.reached ?? null,
    takenBack: { ...takenBack, hadReached: had.has(true) || (had.has(null) ? null : false) },
  }
}

/** The own signal that `/signal` shows: of the last 24 hours the one that is asked for (`of`), or the last. */
export const shownSignal = (signals: SignalView[], now: number, of: string | null = null): SignalView | null => {
  const recent = signals.filter(signal => signal.mine && signal.pressedAt > now - SHOWN_FOR_MS)
  return recent.find(({ id }) => id === of) ?? recent.at(-1) ?? null
}
