import { useEffect, useState } from 'react'
import { z } from 'zod/mini'
import { EventId, Instant } from '../../../shared/ids.ts'
import { keptAnswered } from '../../shell/exit.ts'
import { ofTab } from '../../shell/small-storage.ts'

/** What was answered, and is on the screen until one is done with it. `pause`: the beginning of the one it was answered in. */
const Answered = z.object({ id: EventId, at: Instant, pause: z.nullable(Instant) })
const Kept = z.catch(z.nullable(Answered), null)

/** `text`: its words, after a reload those of the log. */
type Shown = z.infer<typeof Answered> & { text?: string }

/** Kept over a reload of this tab, without its words. */
export const useAnswered = (profile: string) => {
  const key = keptAnswered(profile)
  const [answered, setAnswered] = useState<Shown | null>(() => {
    const [id, at, pause] = (ofTab.read(key) ?? '').split(' ')
    return Kept.parse({ id, at: Number(at), pause: pause ? Number(pause) : null })
  })
  useEffect(() => ofTab.write(key, answered ? `${answered.id} ${answered.at} ${answered.pause ?? ''}` : ''), [key, answered])
  return [answered, setAnswered] as const
}
