import type { Instant } from '../../../shared/ids.ts'
import type { Paused } from '../../../shared/pause.ts'
import type { Partner } from '../../i18n/use-partner.ts'
import type { Person } from '../../sync/session.ts'

/** What every view of a running pause is given. `now` is the server's clock, ms. */
export interface PauseProps {
  state: Paused
  me: Person
  partner: Partner
  now: Instant
}
