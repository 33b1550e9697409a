import { expect, test } from 'vitest'
import { EventId } from '../shared/ids.ts'
import { movedServer, paused } from './support/moved-server.ts'
import { lighthouse, until } from './support/sessions.ts'

const MINUTE = 60_000

const { clock, couple } = movedServer()

test('[SES5] a step that the server refuses for good leaves the outbox, its overlay goes, and the refusal says why', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  await a.startPause(25)
  const { startedAt } = await paused(b)
  await b.returnFromPause()
  const refused = await until(b, state => state.refusal)
  expect(refused).toEqual({ code: 'too-early', of: 'pause', acceptedAt: startedAt + 20 * MINUTE })
  expect(b.state()).toMatchObject({ unsent: 0, pause: { unconfirmed: false, state: { kind: 'paused', returned: [] } } })
  b.dismissRefusal()
  expect(b.state().refusal).toBeNull()

  a.setOffline(true)
  await a.extendPause(startedAt + 60 * MINUTE)
  expect(a.state().pause.state).toMatchObject({ extended: true })
  clock.advance(61 * MINUTE)
  a.setOffline(false)
  expect(await until(a, state => state.refusal)).toEqual({ code: 'stale', of: 'pause' })
  expect(a.state().pause.state).toMatchObject({ extended: false })
})

test('[SES5] what stands behind a refused step is still sent', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  a.setOffline(true)
  await a.returnFromPause()
  await a.sendSignal(lighthouse)
  a.setOffline(false)
  expect(await until(a, state => state.refusal)).toEqual({ code: 'no-pause', of: 'pause' })
  await until(b, state => state.signals[0])
})

test('[SES5] a refused answer or take-back says what was refused', async () => {
  await using pair = await couple()
  const a = pair.a.session
  await a.answer(EventId.parse('01890a5d-ac96-774b-bcce-b302099a8057'), 'I am here')
  expect(await until(a, state => state.refusal)).toEqual({ code: 'unknown-event', of: 'answer' })
})
