import type { Checklist, Rehearsed } from '../../../shared/drill.ts'
import type { PushView } from '../../sync/use-push.ts'

/** What a browser says of itself. */
export type DeviceFacts = Pick<Checklist, 'closed' | 'offline'>

/** What a device can say after a drill. The signal got through where a phone showed it, or it was answered; nobody guesses at a sound. */
export const checklistOf = (
  { signal, answer }: Pick<Rehearsed, 'signal' | 'answer'>,
  told: Checklist | undefined,
  facts: DeviceFacts,
): Checklist => ({
  reached: signal?.seen || answer !== null ? 'yes' : 'no',
  sound: told?.sound ?? 'unknown',
  ...facts,
})

/**
 * Where this device is not reached while closed: whether notifications are off, or on and not there yet, as Settings say too. Null
 * until it is read what was chosen.
 */
export const whyNotReached = ({ choices, turning }: Pick<PushView, 'choices' | 'turning'>): 'closedNo' | 'closedOn' | null => {
  if (!choices) return null
  return choices.wanted && turning === null ? 'closedOn' : 'closedNo'
}
