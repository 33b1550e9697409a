import { z } from 'zod/mini'
import { Refusal } from '../../shared/errors.ts'
import { DeviceId, EventId } from '../../shared/ids.ts'

/** What the tabs of one profile tell each other. Hints: the truth is in local storage. */
const TabMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('identity') }),
  z.object({ kind: z.literal('outbox') }),
  z.object({ kind: z.literal('refused'), id: EventId, refusal: Refusal }),
  z.object({ kind: z.literal('cache') }),
  /** A screen kept something under this key. */
  z.object({ kind: z.literal('local'), key: z.string() }),
  /** `device`: whose storage it was; pages of earlier releases do not say. */
  z.object({ kind: z.literal('erased'), device: z.optional(DeviceId) }),
])
export type TabMessage = z.infer<typeof TabMessage>

export interface Tabs extends Disposable {
  tell(message: TabMessage): void
}

/** Joins the tabs of a profile. Where there is no BroadcastChannel, every tab is alone: storage still keeps them from harm. */
export const joinTabs = (name: string, heard: (message: TabMessage) => void): Tabs => {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => {}, [Symbol.dispose]: () => {} }
  const channel = new BroadcastChannel(name)
  channel.onmessage = (event: MessageEvent) => {
    const message = TabMessage.safeParse(event.data)
    if (message.success) heard(message.data)
  }
  let open = true
  return {
    // What was on its way when the session was closed still ends, in silence.
    tell: message => open && channel.postMessage(message),
    [Symbol.dispose]: () => {
      open = false
      channel.close()
    },
  }
}
