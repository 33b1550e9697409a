import type { DrillStep } from './drill.ts'

/**
 * Whether the partner's closed phone is called for a step: by the invitation, and by the signal that is rehearsed. Apart from the
 * drill itself, which a session does not load.
 */
export const callsPartner = ({ step }: DrillStep): boolean => step === 'invite' || step === 'signal'
