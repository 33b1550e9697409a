import type { SessionState } from '../../sync/session.ts'

/** Whether a signal could go out from here, and why not. It says nothing of where the partner is: nobody's presence is told. */
export type Readiness = 'ready' | 'connecting' | 'offline' | 'alone' | 'unverified'

export const readinessOf = ({ phase, connection, partner, partnerVerified, devices }: SessionState): Readiness => {
  if (phase === 'alone' || !partner) return 'alone'
  // Without the list of devices nothing was held against the invite yet.
  if (!partnerVerified && devices.length > 0) return 'unverified'
  switch (connection) {
    case 'online':
      return 'ready'
    case 'connecting':
      return 'connecting'
    case 'offline':
      return 'offline'
  }
}
