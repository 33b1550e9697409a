import { expect, test } from 'vitest'
import { AGREEMENT_WINDOW, LOG_WINDOW } from '../client/sync/local.ts'
import { SpaceLog } from '../client/sync/space-log.ts'
import { agreementKinds } from '../shared/events.ts'
import { PAUSE_LIMITS } from '../shared/pause.ts'
import { eventId, LOG_BEGINS, longLog } from './support/log.ts'
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

test('[VER6] of what a partner’s program could fill the phone with, only so much is read: the newest', async () => {
  const store = newStore()
  const many = Array.from({ length: AGREEMENT_WINDOW + 10 }, (_, index) => ({
    event: { id: eventId(index + 1), kind: 'question', seq: index + 1, at: LOG_BEGINS },
    arrivedAt: LOG_BEGINS,
  }))
  await store.keepLog(many)
  const { log } = await store.read()
  expect([log.length, log[0]?.event.seq, log.at(-1)?.event.seq]).toEqual([AGREEMENT_WINDOW, 11, AGREEMENT_WINDOW + 10])
})
