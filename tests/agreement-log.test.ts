import { expect, test } from 'vitest'
import { LOG_WINDOW, type LogRecord } from '../client/sync/local.ts'
import { SpaceLog } from '../client/sync/space-log.ts'
import { agreementKinds } from '../shared/events.ts'
import { PAUSE_LIMITS } from '../shared/pause.ts'
import { deviceOf, eventId, LOG_BEGINS, SEALED } from './support/log.ts'
import { newStore } from './support/sessions.ts'

/** A log in which the agreement was made long ago. */
const longLog = (): LogRecord[] =>
  Array.from({ length: LOG_WINDOW + 500 }, (_, index): LogRecord => {
    const kind = agreementKinds[index] ?? 'signal'
    const event = {
      id: eventId(index + 1),
      kind,
      heldMs: 0,
      seq: index + 1,
      at: LOG_BEGINS,
      seat: 'a',
      deviceId: deviceOf('a'),
      sealed: SEALED,
    }
    return { event, arrivedAt: LOG_BEGINS }
  })

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
