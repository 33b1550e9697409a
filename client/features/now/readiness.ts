import type { SessionState } from '../../sync/session.ts'
import { isUnreached } from './open-signals.ts'

/**
 * Whether a signal could go out from here, and why not. `unreached`: it could, and the last one is on no phone of the partner's
 * yet. It says nothing of where the partner is: nobody's presence is told.
 */
export type Readiness = 'ready' | 'unreached' | 'connecting' | 'offline' | 'outdated' | 'unknown' | 'alone' | 'unverified'

type Known = Pick<SessionState, 'phase' | 'connection' | 'partner' | 'partnerVerified' | 'devices' | 'signals' | 'tests'>

/** `now`: the server's clock, ms. */
export const readinessOf = (known: Known, now: number): Readiness => {
  const { phase, connection, partner, partnerVerified, devices, signals, tests } = known
  // Whoever joined and has said no name holds no keys yet, as far as is known.
  if (phase === 'alone' || !partner?.name) return 'alone'
  // Without the list of devices nothing was held against the invite yet.
  if (!partnerVerified && devices.length > 0) return 'unverified'
  if (connection !== 'online') return connection
  return isUnreached(signals, tests, now) ? 'unreached' : 'ready'
}

/** How far a signal that goes out gets, judged by whether the partner's phone can be called: not by whether anyone is there. */
export const reachOf = ({ partnerPush }: Pick<SessionState, 'partnerPush'>): 'ready' | 'readyClosed' | 'readyOpen' => {
  if (partnerPush === null) return 'ready'
  return partnerPush ? 'readyClosed' : 'readyOpen'
}

/**
 * What is said below the line. `brief`: something else has more to say; that signals only show while the app is open there is said
 * all the same, for without it "ready" claims too much; and so is that nothing is kept, where it cannot go out either. While one is alone the keys say why they rest.
 */
export const readinessDetail = (
  known: Pick<SessionState, 'partnerPush' | 'storage'>,
  readiness: Readiness,
  brief: boolean,
): Exclude<Readiness, 'alone'> | ReturnType<typeof reachOf> | 'unkept' | undefined => {
  if (known.storage && isCutOff(readiness)) return 'unkept'
  const detail = readiness === 'ready' ? reachOf(known) : readiness
  return detail === 'alone' || (brief && ['ready', 'readyClosed', 'unreached'].includes(detail)) ? undefined : detail
}

const isCutOff = (readiness: Readiness): boolean => ['connecting', 'offline', 'outdated', 'unknown'].includes(readiness)
