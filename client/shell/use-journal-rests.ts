import { useState } from 'react'
import { journalRests } from '../../shared/journal-rests.ts'
import { useNow } from '../sync/use-now.ts'
import { useSession, useSessionState } from '../sync/use-session.ts'

/** Whether the journal rests now, and the way to open it anyway: for this pause, on this page, told to nobody. */
export const useJournalRests = (): { rests: boolean; openAnyway: () => void } => {
  const session = useSession()
  const { pause, me } = useSessionState()
  const { state } = pause
  const now = useNow(session, state.kind === 'paused' ? 1_000 : 0)
  const [opened, setOpened] = useState<number | null>(null)
  if (state.kind === 'none' || !me) return { rests: false, openAnyway: () => undefined }
  return {
    rests: opened !== state.startedAt && journalRests(state, me.seat, now),
    openAnyway: () => setOpened(state.startedAt),
  }
}
