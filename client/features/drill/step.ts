import type { DrillStep, Running } from '../../../shared/drill.ts'
import type { EventId, Instant } from '../../../shared/ids.ts'
import type { Person, Session } from '../../sync/session.ts'

/** What every screen of a running drill is given. */
export interface StepProps<Stage extends Running = Running> {
  drill: Stage
  me: Person
  partner: Person
  /** The server's clock, ms. */
  now: Instant
}

/** The event that names this drill. */
export const nameOf = ({ ids: [first] }: Running): EventId => {
  if (!first) throw new Error('a drill without an invitation')
  return first
}

type Named = Exclude<DrillStep, { step: 'invite' }>
type Unnamed<Step> = Step extends unknown ? Omit<Step, 'drill'> : never

/** One step of the drill that runs. */
export const press = (session: Session, drill: Running, step: Unnamed<Named>): Promise<void> =>
  session.pressDrill({ ...step, drill: nameOf(drill) } as Named)
