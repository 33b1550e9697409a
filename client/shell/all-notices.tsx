import { useSessionState } from '../sync/use-session.ts'
import { isCalm } from './calm-page.ts'
import { NotKept } from './not-kept.tsx'
import { Outdated } from './outdated.tsx'
import { PausedLine } from './paused-line.tsx'
import { RefusedLine } from './refused-line.tsx'
import { RestsLine } from './rests-line.tsx'

export const AllNotices = ({ path }: { path: string }) => {
  const { connection, storage, phase } = useSessionState()
  const isCrisis = !isCalm(path) && (phase === 'alone' || phase === 'paired')
  return (
    <>
      {connection === 'outdated' && <Outdated />}
      {!isCrisis && <PausedLine />}
      {(!isCrisis || path === '/') && <RefusedLine />}
      {!isCrisis && <RestsLine />}
      {storage && !isCrisis && <NotKept storage={storage} />}
    </>
  )
}
