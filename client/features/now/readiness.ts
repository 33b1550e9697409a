import type { SessionState } from '../../sync/session.ts'
import { unreachedSignal } from './open-signals.ts'

/**
 * Whether a signal could go out from here, and why not. `unreached`: it could, and the last one is on no phone of the partner's
 * yet. It says nothing of where the partner is: nobody's presence is told.
 */
export type Readiness = 'ready' | 'unreached' | 'connecting' | 'offline' | 'outdated' | 'alone' | 'unverified'

type Known = Pick<SessionState, 'phase' | 'connection' | 'partner' | 'partnerVerified' | 'devices' | 'signals'>

/** `now`: the server's clock, ms. */
export const readinessOf = (known: Known, now: number): Readiness => {
  const { phase, connection, partner, partnerVerified, devices, signals } = known
  if (phase === 'alone' || !partner) return 'alone'
  // Without the list of devices nothing was held against the invite yet.
  if (!partnerVerified && devices.length > 0) return 'unverified'
  switch (connection) {
    case 'online':
      return unreachedSignal(signals, now) ? 'unreached' : 'ready'
    case 'connecting':
    case 'offline':
    case 'outdated':
      return connection
  }
}
