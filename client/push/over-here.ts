import { StoredEvent } from '../../shared/events.ts'
import type { PushMessage } from '../../shared/push.ts'
import type { Showing } from './device.ts'
import type { Ending } from './log-here.ts'

/**
 * Whether this device knows already, by its log or its outbox, that this seat answered what a push tells of, or that it was taken
 * back. Null too where storage does not say: a signal that nobody hears is worse than one that rings twice.
 */
export const overHere = async (device: Showing, { id, seq }: Pick<PushMessage, 'id' | 'seq'>): Promise<Ending | null> => {
  const { store, member, logged } = device
  const outbox = await store.readOutbox().catch(() => [])
  if (outbox.some(({ event }) => event.kind === 'answer' && event.about === id)) return 'answer'
  const since = async (kind: Ending) =>
    (await logged(kind, seq).catch(() => [])).flatMap(raw => StoredEvent.safeParse(raw).data ?? [])
  if ((await since('answer')).some(event => event.kind === 'answer' && event.about === id && event.seat === member.seat))
    return 'answer'
  return (await since('take-back')).some(event => event.kind === 'take-back' && event.about === id) ? 'take-back' : null
}
