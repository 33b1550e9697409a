import { expect, test } from 'vitest'
import { LOG_WINDOW } from '../client/sync/local.ts'
import { SpaceLog } from '../client/sync/space-log.ts'
import { agreementKinds, MOST_OF_AGREEMENT } from '../shared/events.ts'
import { PAUSE_LIMITS } from '../shared/pause.ts'
import { deviceOf, eventId, LOG_BEGINS, longLog, SEALED } from './support/log.ts'
import { newStore } from './support/sessions.ts'

test('[VER6] what was agreed long ago is read at every start, however much came since', async () => {
  const store = newStore()
  await store.keepLog(longLog())
  const { log } = await store.read()
  expect(log.map(({ event }) => event.seq)).toEqual([1, 2, 3, ...Array.from({ length: LOG_WINDOW }, (_, index) => index + 501)])
  const read = new SpaceLog(log, PAUSE_LIMITS)
  expect(read.folded.agreement.map(({ kind }) => kind)).toEqual([...agreementKinds])
  expect(read.last).toBe(LOG_WINDOW + 500)
  const windowOnly = new SpaceLog(log.slice(-LOG_WINDOW), PAUSE_LIMITS)
  expect(windowOnly.folded.agreement, 'the window alone would have lost it').toEqual([])
})

test('[SES20] however much of the agreement’s a partner’s program sends, all that the server takes of both is read', async () => {
  const store = newStore()
  const sent = (seq: number, seat: 'a' | 'b', kind: string) => ({
    event: { id: eventId(seq), kind, heldMs: 0, seq, at: LOG_BEGINS, seat, deviceId: deviceOf(seat), sealed: SEALED },
    arrivedAt: LOG_BEGINS,
  })
  const own = [sent(1, 'a', 'assent'), sent(2, 'a', 'version')]
  const flood = Array.from({ length: 2 * MOST_OF_AGREEMENT }, (_, index) =>
    sent(3 + index, 'b', index < MOST_OF_AGREEMENT ? 'assent' : 'version'),
  )
  const all = [...own, ...flood]
  const open = new SpaceLog([], PAUSE_LIMITS)
  for (let from = 0; from < all.length; from += 1_000) {
    const part = all.slice(from, from + 1_000)
    await store.keepLog(part)
    const events = part.map(({ event }) => event)
    open.take(events, LOG_BEGINS)
  }
  const seqs = all.map(({ event }) => event.seq)
  const { log } = await store.read()
  expect(log.map(({ event }) => event.seq)).toEqual(seqs)
  for (const { folded } of [open, new SpaceLog(log, PAUSE_LIMITS)]) expect(folded.agreement.map(({ seq }) => seq)).toEqual(seqs)
  // The broken variant: so many of each kind, whoever sent them.
  const assents = all.filter(({ event }) => event.kind === 'assent')
  expect(assents.slice(-MOST_OF_AGREEMENT)).not.toContainEqual(own[0])
})
