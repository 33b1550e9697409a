import { z } from 'zod/mini'
import { ofTab } from '../../shell/small-storage.ts'
import type { SessionState } from '../../sync/session.ts'
import type { SampleProfile } from './sample-couple.ts'

/** What a phone tells the page around it: how far it is, and nothing of what was written. */
export const PhoneMessage = z.object({
  holdfast: z.literal('phone'),
  profile: z.enum(['sample-a', 'sample-b']),
  phase: z.enum(['loading', 'none', 'alone', 'paired', 'ended']),
  /** How much has come from the other phone so far. */
  arrived: z.number(),
  done: z.object({
    signal: z.boolean(),
    answer: z.boolean(),
    pause: z.boolean(),
    back: z.boolean(),
    words: z.boolean(),
  }),
  /** The last pause was taken back. */
  takenBack: z.boolean(),
})
export type PhoneMessage = z.infer<typeof PhoneMessage>
export type Step = keyof PhoneMessage['done']
export const steps: readonly Step[] = ['signal', 'answer', 'pause', 'back', 'words']

/** What the page around a phone asks of it. */
export const OfflineMessage = z.object({ holdfast: z.literal('offline'), offline: z.boolean() })
export type OfflineMessage = z.infer<typeof OfflineMessage>

export const phoneMessage = (profile: SampleProfile, { phase, signals, pause, me }: SessionState): PhoneMessage => ({
  holdfast: 'phone',
  profile,
  phase,
  arrived:
    signals.filter(({ mine, answer }) => !mine || answer !== null).length +
    pause.phrases.filter(({ from }) => from !== me?.seat).length +
    (pause.state.kind === 'none' ? 0 : 1),
  done: {
    signal: signals.some(({ state }) => state === 'sent' || state === 'reached' || state === 'answered'),
    answer: signals.some(({ answer }) => answer !== null && !answer.unsent),
    pause: pause.state.kind !== 'none' && !pause.unconfirmed,
    back: pause.reunion !== null,
    words: pause.phrases.length > 0,
  },
  takenBack: pause.takenBackAt !== null,
})

/** Whether a phone is taken offline, for as long as this tab lives: a phone that loads anew must not be online for a moment. */
const keyOf = (profile: SampleProfile): string => `holdfast.offline.${profile}`
export const isOffline = (profile: SampleProfile): boolean => ofTab.read(keyOf(profile)) !== null
export const rememberOffline = (profile: SampleProfile, offline: boolean): void => {
  if (offline) ofTab.write(keyOf(profile), 'yes')
  else ofTab.remove(keyOf(profile))
}
