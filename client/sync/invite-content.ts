import { z } from 'zod/mini'
import { Bytes32, SpaceId } from '../../shared/ids.ts'
import { SeatKeys } from '../../shared/spaces.ts'
import { Epochs, Name } from './identity.ts'

/**
 * What an invite shows before it is redeemed. `creator`: the creator's seat sign key, to hold that of the link against while nothing
 * is used up. Earlier releases leave it out.
 */
export const GreetingContent = z.object({ spaceId: SpaceId, name: Name, partnerName: Name, creator: z.optional(Bytes32) })
export type GreetingContent = z.infer<typeof GreetingContent>
/** What a joiner receives: every epoch, and the creator's seat keys whole (the link has room for one half). */
export const InviteContent = z.object({ epochs: Epochs, creator: SeatKeys })
/** What the recovery words restore: the space keys, and whom the invite proved the partner to be. */
export const KeyBoxContent = z.object({ epochs: Epochs, partner: z.nullable(SeatKeys) })
export type KeyBoxContent = z.infer<typeof KeyBoxContent>
