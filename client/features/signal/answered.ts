import { useEffect, useState } from 'react'
import { EventId, type Instant } from '../../../shared/ids.ts'
import { ofTab } from '../../shell/small-storage.ts'

/** What was answered, and is on the screen until one is done with it. */
interface Answered {
  id: EventId
  at: Instant
  /** The beginning of the pause it was answered in. */
  pause: Instant | null
  /** Its words, after a reload those of the log. */
  text?: string
}

/** Kept over a reload of this tab, without its words. */
export const useAnswered = (profile: string) => {
  const key = `holdfast.answered.${profile}`
  const [answered, setAnswered] = useState<Answered | null>(() => {
    const [kept, at, pause] = (ofTab.read(key) ?? '').split(' ')
    const id = EventId.safeParse(kept).data
    return id ? { id, at: Number(at), pause: pause ? Number(pause) : null } : null
  })
  useEffect(() => ofTab.write(key, answered ? `${answered.id} ${answered.at} ${answered.pause ?? ''}` : ''), [key, answered])
  return [answered, setAnswered] as const
}
