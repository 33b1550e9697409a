import { SaidPhrase } from './features/pause/said-phrase.tsx'
import { StartedAnew } from './features/pause/started-anew.tsx'
import { TimeMarks } from './features/pause/time-marks.tsx'
import { IncomingRepair } from './features/repair/incoming-repair.tsx'
import { AnswerLine } from './features/signal/answer-line.tsx'
import { TestLine } from './features/signal/test-line.tsx'
import { useSessionState } from './sync/use-session.ts'

/** What the partner answered or said, and the marks of a pause that runs, over any screen. */
export const Told = () => {
  const { signals, tests, repairs, pause } = useSessionState()
  return (
    <>
      {repairs.length > 0 && <IncomingRepair />}
      {pause.phrases.length > 0 && <SaidPhrase />}
      {signals.some(({ mine, answer }) => mine && answer) && <AnswerLine />}
      {pause.state.kind === 'paused' && <TimeMarks />}
      {pause.startedAnew && <StartedAnew />}
      {tests.some(({ mine }) => !mine) && <TestLine />}
    </>
  )
}
