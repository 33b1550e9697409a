import type { whyNoLater } from '../../../shared/pause.ts'

/** Which words say why no later time is offered. While starters stand in, nobody agreed on how long a pause may be. */
export const noLaterWords = (
  why: NonNullable<ReturnType<typeof whyNoLater>>,
  isStarter: boolean,
): 'agreed' | 'starters' | 'day' => (why === 'agreed' && isStarter ? 'starters' : why)
