import type { ErrorCode } from '../../shared/errors.ts'
import type { Instant, Seat } from '../../shared/ids.ts'
import type { DuePauseStep, PauseState, PauseStep } from '../../shared/pause.ts'
import { FIVE_MINUTES, HOUR, MINUTE, type Transition } from './pause-histories.ts'

/** The figures as PRACTICE gives them, written out again: the rules are not read from the machine they judge. */
const FLOOR = 20 * MINUTE
const CEILING = 24 * HOUR
const CANCEL = 10_000
const ON_ITS_WAY = 10_000

export type Rule = (transition: Transition) => boolean
type Paused = Extract<PauseState, { kind: 'paused' }>

const up = (instant: number) => instant + ((FIVE_MINUTES - (instant % FIVE_MINUTES)) % FIVE_MINUTES)
const down = (instant: number) => instant - (instant % FIVE_MINUTES)
const stepOf = ({ input }: Transition): PauseStep | null => ('seat' in input ? input.step : null)
const seatOf = ({ input }: Transition): Seat | null => ('seat' in input ? input.seat : null)
/** The clock stands so far before the moment at which the pause became known that its time says nothing. */
const isSetBack = ({ at, known }: Transition) => at < known.arrivedAt - FLOOR
/** Pressed for a pause before this one: within ten seconds a press may have been on its way. */
const isForEarlier = ({ pressedAt, at }: Transition, { startedAt }: Paused) => pressedAt < Math.min(startedAt, at) - ON_ITS_WAY
const isReturnForEarlier = (t: Transition, before: Paused) =>
  t.at < before.startedAt ? isForEarlier(t, before) : t.pressedAt < before.startedAt
const over = (state: Paused, at: Instant) => at - state.startedAt >= CEILING
/** The pause that was running when the step came and still is. */
const running = ({ before, at }: Transition): Paused | null => (before.kind === 'paused' && !over(before, at) ? before : null)
const began = ({ before, after }: Transition): boolean =>
  after.kind === 'paused' && (before.kind === 'none' || before.startedAt !== after.startedAt)

/** What a start asks for: its length, raised to the floor, to the next clock time, and never past the ceiling. */
const asked = (startedAt: Instant, minutes: number) =>
  Math.min(up(startedAt + Math.max(minutes * MINUTE, FLOOR)), down(startedAt + CEILING))

/** PAU1 */
export const beginsWhenPressed: Rule = t => {
  if (t.after.kind !== 'paused' || !began(t)) return true
  return t.after.startedAt === t.pressedAt && t.after.knownAt === t.at && t.after.startedBy.join() === seatOf(t)
}

/** PAU2 */
export const returnsOnTheClock: Rule = t => {
  if (t.after.kind !== 'paused') return true
  const { returnAt, startedAt } = t.after
  const step = stepOf(t)
  const askedFor = step?.kind === 'start' && began(t) ? asked(startedAt, step.minutes) : returnAt
  return returnAt % FIVE_MINUTES === 0 && returnAt - startedAt >= FLOOR && returnAt === askedFor
}

/** PAU3 */
export const nobodyIsBackBeforeTheFloor: Rule = t => {
  const { before, result, at, after } = t
  if (after.kind === 'paused' && after.returned.some(back => back.at < after.startedAt + FLOOR)) return false
  if (stepOf(t)?.kind !== 'return' || before.kind === 'none') return true
  if (result.ok) return at >= before.startedAt + FLOOR || isSetBack(t)
  return result.code !== 'too-early' || (result.acceptedAt === before.startedAt + FLOOR && at < result.acceptedAt)
}

/** PAU4 */
export const neverPastADay: Rule = ({ after }) => after.kind === 'none' || after.returnAt - after.startedAt <= CEILING

/** PAU5 */
export const noPromiseInThePast: Rule = t => {
  const { before, after, at, result } = t
  if (!result.ok || after.kind !== 'paused') return true
  const step = stepOf(t)
  if (step?.kind === 'start' && asked(t.pressedAt, step.minutes) <= at) return false
  const moved = before.kind === 'none' || before.returnAt !== after.returnAt
  return !moved || after.returnAt > at
}

/** PAU6 */
export const joiningShortensNothing: Rule = t => {
  const before = running(t)
  const step = stepOf(t)
  if (!before || step?.kind !== 'start' || !t.result.ok) return true
  if (t.after.kind !== 'paused') return false
  const wanted = Math.min(asked(t.pressedAt, step.minutes), down(before.startedAt + CEILING))
  const expected = wanted > t.at ? Math.max(before.returnAt, wanted) : before.returnAt
  const starters = new Set([...before.startedBy, seatOf(t)])
  return (
    t.after.startedAt === before.startedAt && t.after.returnAt === expected && new Set(t.after.startedBy).size === starters.size
  )
}

/** PAU6, PAU1: who is named as a starter did start, each once. */
export const startersStarted: Rule = t => {
  if (t.after.kind !== 'paused' || began(t)) return true
  const { startedBy } = t.after
  const by = stepOf(t)?.kind === 'start' ? new Set([...t.known.starters, seatOf(t)]) : t.known.starters
  return startedBy.length > 0 && new Set(startedBy).size === startedBy.length && startedBy.every(seat => by.has(seat))
}

/** PAU7 */
export const extensionNamesALaterTime: Rule = t => {
  const before = running(t)
  const step = stepOf(t)
  if (!before || step?.kind !== 'extend' || !t.result.ok || t.after.kind !== 'paused') return true
  const named = Math.min(up(step.until), down(before.startedAt + CEILING))
  return step.until > before.returnAt && t.after.returnAt === named && named > before.returnAt && t.after.extended
}

/** PAU8 */
export const aMovedTimeIsANewPromise: Rule = t => {
  const before = running(t)
  if (!before || t.after.kind !== 'paused') return true
  if (t.after.returnAt !== before.returnAt) return t.after.returned.length === 0 && !t.after.calledBack && !t.after.asked
  return t.after.calledBack >= before.calledBack && t.after.asked >= before.asked
}

/** PAU9 */
export const lateByThePress: Rule = t => {
  const before = running(t)
  const seat = seatOf(t)
  if (!before || stepOf(t)?.kind !== 'return' || t.after.kind !== 'paused' || !t.result.ok) return true
  return t.after.returned.find(back => back.seat === seat)?.late === t.pressedAt > before.returnAt
}

/** PAU10 */
export const bothReturnOnce: Rule = t => {
  const before = running(t)
  const seats = t.after.kind === 'paused' ? t.after.returned.map(back => back.seat) : []
  if (new Set(seats).size !== seats.length || seats.length > 1) return false
  if (!before || stepOf(t)?.kind !== 'return' || !t.result.ok) return true
  if (before.returned.some(back => back.seat === seatOf(t))) return false
  return t.after.kind === (before.returned.length === 1 ? 'none' : 'paused')
}

/** PAU11 */
export const cancelOnlyAtOnce: Rule = t => {
  const before = running(t)
  if (!before || stepOf(t)?.kind !== 'cancel' || !t.result.ok) return true
  const { arrivedAt, extended, starters } = t.known
  const alone = [...starters].join() === seatOf(t) && !extended
  return alone && t.pressedAt - before.startedAt <= CANCEL && Math.abs(t.at - arrivedAt) <= CANCEL
}

/** PAU15 */
export const pressedForThisPause: Rule = t => {
  const before = running(t)
  const step = stepOf(t)
  if (!before || !step || step.kind === 'start' || !t.result.ok) return true
  return !(step.kind === 'return' ? isReturnForEarlier(t, before) : isForEarlier(t, before))
}

/** PAU20 */
export const aClockSetBackHoldsNobody: Rule = t => {
  const before = running(t)
  if (!before || stepOf(t)?.kind !== 'return' || !isSetBack(t) || isReturnForEarlier(t, before)) return true
  return t.result.ok || before.returned.some(back => back.seat === seatOf(t))
}

/** PAU12 */
export const calledOnceAndInTime: Rule = t => {
  const { before, after, at, input, result } = t
  if ('seat' in input || !result.ok || before.kind === 'none' || after.kind === 'none') return true
  if (over(before, at)) return false
  if (input.step.kind === 'call-back') return at >= before.returnAt && !before.calledBack && after.calledBack
  return input.step.kind === 'ask-missing' && at >= before.returnAt + 10 * MINUTE && !before.asked && after.asked
}

/** PAU13 */
export const aDayIsTheEnd: Rule = t => {
  const { before, at, input, result } = t
  if (before.kind === 'none') return true
  if (!('seat' in input)) return input.step.kind !== 'end' || result.ok === over(before, at)
  return !over(before, at) || !result.ok || began(t)
}

/** PAU19 */
export const endsOnlyTheseWays: Rule = t => {
  const { before, after, input } = t
  if (before.kind === 'none' || after.kind !== 'none') return true
  return ['return', 'cancel', 'end', 'seat-left'].includes(input.step.kind)
}

/** PAU14: the reasons that hold, found without the machine; a refusal gives one of them, and an accepted step has none. */
export const refusedForAReason: Rule = t => {
  const reasons = reasonsAgainst(t)
  return t.result.ok ? reasons.length === 0 : reasons.includes(t.result.code)
}

const reasonsAgainst = (t: Transition): ErrorCode[] => {
  const { before, input, at } = t
  if (!('seat' in input)) return dueReasons(before, input.step.kind, at)
  if (input.step.kind === 'start') return asked(t.pressedAt, input.step.minutes) <= at ? ['stale'] : []
  if (before.kind === 'none' || over(before, at)) return ['no-pause']
  return named(reasonsWhilePaused(t, before, input.seat, input.step))
}

const named = (reasons: Partial<Record<ErrorCode, boolean>>) =>
  (Object.keys(reasons) as ErrorCode[]).filter(code => reasons[code])

const reasonsWhilePaused = (t: Transition, before: Paused, seat: Seat, step: PauseStep): Partial<Record<ErrorCode, boolean>> => {
  const { at, pressedAt, known } = t
  switch (step.kind) {
    case 'start':
      return {}
    case 'extend': {
      const last = down(before.startedAt + CEILING)
      const tooLong = step.until > before.startedAt + CEILING || last <= before.returnAt || last <= at
      return {
        stale: step.until <= at || isForEarlier(t, before),
        'too-short': step.until <= before.returnAt,
        'too-long': tooLong,
      }
    }
    case 'return':
      return {
        'already-back': before.returned.some(back => back.seat === seat),
        'too-early': at < before.startedAt + FLOOR && !isSetBack(t),
        stale: isReturnForEarlier(t, before),
      }
    case 'cancel': {
      const changed = known.starters.size > 1 || known.extended || isForEarlier(t, before)
      const timeOver = pressedAt - before.startedAt > CANCEL || Math.abs(at - known.arrivedAt) > CANCEL
      return { 'not-starter': !known.starters.has(seat), 'pause-changed': changed || timeOver }
    }
  }
}

const dueReasons = (before: PauseState, kind: DuePauseStep['kind'], at: Instant): ErrorCode[] => {
  if (before.kind === 'none') return ['no-pause']
  switch (kind) {
    case 'call-back':
      return before.calledBack || at < before.returnAt || over(before, at) ? ['stale'] : []
    case 'ask-missing':
      return before.asked || at < before.returnAt + 10 * MINUTE || over(before, at) ? ['stale'] : []
    case 'end':
      return over(before, at) ? [] : ['stale']
    case 'seat-left':
      return []
  }
}
