import { useState } from 'react'
import { useSearch } from 'wouter'
import { type Paused, pauseEndsAt } from '../../../shared/pause.ts'
import { usePartner } from '../../i18n/use-partner.ts'
import { useDrawn } from '../../sync/use-drawn.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { useHeldTime } from '../../ui/use-held-time.ts'
import { CalledBack } from './called-back.tsx'
import { momentOf, reachOf } from './moment.ts'
import { NoPause } from './no-pause.tsx'
import { NotThere } from './not-there.tsx'
import type { PauseProps } from './pause-times.tsx'
import { Resting } from './resting.tsx'
import { Reunion } from './reunion.tsx'
import { ShownPause } from './shown-pause.tsx'

/** `/pause`: from the first second of a pause to the first words after it. */
export const PauseScreen = () => {
  const session = useSession()
  const { pause, me, phase } = useSessionState()
  const partner = usePartner()
  const now = useNow(session, pause.state.kind === 'paused' ? 1_000 : 0)
  const named = pause.named?.mine === false ? pause.named.id : null
  useDrawn(named ?? '', () => {
    if (named) void session.received(named)
  })
  const search = useSearch()
  const [last, setLast] = useState<Paused | null>(null)
  if (pause.state.kind === 'paused' && pause.state !== last) setLast(pause.state)
  const [wasOver, setOver] = useState(false)
  const isStill = wasOver && pause.startedAnew && pause.state.kind === 'paused' && now < pause.state.returnAt
  const isOver = phase !== 'loading' && (pause.state.kind === 'none' || isStill)
  if (isOver !== wasOver) setOver(isOver)
  if (phase === 'loading') return null
  if (!me || !partner) return <NoPause why="none" />
  if (pause.state.kind === 'none') {
    if (pause.reunion) return <Reunion me={me} partner={partner} />
    const aDay = last !== null && session.now() >= pauseEndsAt(last, pause.limits)
    return <NoPause why={aDay ? 'overADay' : pause.takenBackAt === null ? 'none' : 'takenBack'} />
  }

  const { state } = pause
  // A further one takes nobody from the screen that says so of the last.
  if (isOver) return <NoPause why="takenBack" running={{ returnAt: state.returnAt, see: () => setOver(false) }} />
  const shown = { state, me, partner, now }
  if (new URLSearchParams(search).has('show')) return <ShownPause {...shown} />
  return <Running {...shown} />
}

const Running = (shown: PauseProps) => {
  const { state, me } = shown
  const { pause, connection } = useSessionState()
  const at = useHeldTime(shown.now)
  const moment = momentOf(state, me.seat, pause.limits, at)
  if (moment.kind !== 'called-back' && reachOf(pause, state, connection, at) === 'not-there')
    return <NotThere {...shown} moment={moment} />
  switch (moment.kind) {
    case 'starting':
    case 'resting':
      return <Resting {...shown} moment={moment} />
    case 'called-back':
      return <CalledBack {...shown} moment={moment} />
  }
}
