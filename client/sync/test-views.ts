import { lifeOf, pressedAt, SIGNAL_EARLIER_MS } from '../../shared/signal.ts'
import type { TestView } from './session.ts'
import { labelOf, type SignalSources, trusted } from './signal-views.ts'

/** The last half hour's tests, oldest first: an older one says nothing of now. */
export const viewTests = ({ member, seats, folded, waiting, opened, now }: SignalSources): TestView[] =>
  [...folded.facts.values()].flatMap(facts => {
    const { shown } = facts
    if (shown?.kind !== 'drill' || pressedAt(shown.at, shown.heldMs) <= now - SIGNAL_EARLIER_MS) return []
    if (!opened.test(member, shown)) return []
    const life = lifeOf(trusted(facts, seats))
    if (!life) return []
    const { reached } = life
    return {
      id: shown.id,
      mine: shown.seat === member.seat,
      pressedAt: life.pressedAt,
      sentAt: waiting.has(shown.id) ? null : shown.at,
      reached: reached && { at: reached.at, device: labelOf(seats, reached.deviceId) },
    }
  })
