import type { SessionState } from '../sync/session.ts'
import { useSessionState } from '../sync/use-session.ts'
import { isCalm } from './calm-page.ts'
import { NotKept } from './not-kept.tsx'
import { Outdated } from './outdated.tsx'
import { PausedLine } from './paused-line.tsx'
import { RefusedLine } from './refused-line.tsx'
import { RestsLine } from './rests-line.tsx'
import { UnknownDevice } from './unknown-device.tsx'

export const AllNotices = ({ path }: { path: string }) => {
  const { connection, storage, phase } = useSessionState()
  const isCrisis = !isCalm(path) && (phase === 'alone' || phase === 'paired')
  return (
    <>
      {connection === 'outdated' && <Outdated />}
      {connection === 'unknown' && isToldHere(path, phase) && <UnknownDevice />}
      {!isCrisis && <PausedLine />}
      {(!isCrisis || path === '/') && <RefusedLine />}
      {!isCrisis && path !== '/both-sides' && <RestsLine />}
      {storage && !isCrisis && <NotKept storage={storage} />}
    </>
  )
}

/** Now has it in its line, unless one is alone there; the other pages of a hard moment say what became of each press. */
const isToldHere = (path: string, phase: SessionState['phase']): boolean =>
  path === '/' ? phase === 'alone' : isCalm(path) && path !== '/device'
