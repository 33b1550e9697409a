import type { Checklist, Rehearsed } from '../../../shared/drill.ts'

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
