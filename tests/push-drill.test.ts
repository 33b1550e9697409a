import { expect, test } from 'vitest'
import { DrillStep } from '../shared/drill.ts'
import { callsPartner } from '../shared/drill-calls.ts'
import { pushDesk } from './support/push-desk.ts'
import { pushedServer, subscribe } from './support/pushed-server.ts'
import { newEventId, shown } from './support/relay-events.ts'
import { openCouple } from './support/sessions.ts'

const drill = newEventId()
const steps: DrillStep[] = [
  { step: 'invite' },
  { step: 'join', drill },
  { step: 'signal', drill, word: 'Lighthouse' },
  { step: 'answer', drill, text: 'I am here.' },
  { step: 'pause', drill },
  { step: 'return', drill },
  { step: 'phrase', drill, text: 'Good to see you.' },
  { step: 'stop', drill },
  { step: 'checked', drill, list: { reached: 'yes', sound: 'no', closed: 'yes', offline: 'unknown' } },
]
const calling = (rule: typeof callsPartner) => steps.filter(rule).map(({ step }) => step)

test('[PSH15] of a drill the invitation and the signal call the partner, and no other step', () => {
  expect(steps.map(({ step }) => step)).toEqual(DrillStep.def.options.map(option => option.def.shape.step.def.values[0]))
  expect(calling(callsPartner)).toEqual(['invite', 'signal'])
  expect(calling(() => true)).not.toEqual(['invite', 'signal'])
})

test('[PSH15] a drill’s quiet step is stored and told as ever, calls nobody, and the log does not say that it was quiet', async () => {
  await using desk = await pushDesk()
  const couple = await desk.couple()
  await desk.subscribe(couple, 'b', 'https://push.example/b')
  const quiet = { ...shown('drill'), kind: 'drill' as const, quiet: true as const }
  const stored = await desk.send(couple, quiet, 'a')
  expect(stored).toMatchObject({ ok: true, seq: 1, toPush: false, fresh: { kind: 'drill', sealed: quiet.sealed } })
  expect(JSON.stringify(stored)).not.toContain('quiet')
  expect(await desk.send(couple, quiet, 'a')).toMatchObject({ ok: true, seq: 1, fresh: null })
  const { quiet: _, ...loud } = { ...quiet, id: newEventId() }
  await desk.send(couple, loud, 'a')
  await desk.pass(0)
  expect(desk.tries.map(({ seq }) => seq)).toEqual([2])
})

test('[PSH15] what the app presses in a drill calls the partner twice, and a signal that is meant as ever', async () => {
  await using pushed = await pushedServer()
  await using couple = await openCouple(pushed.url)
  const identity = await couple.b.store.changeIdentity(current => current)
  if (identity?.kind !== 'member') throw new Error('not a member')
  await subscribe(pushed, identity.device.token, 'b')
  for (const step of steps) await couple.a.session.pressDrill(step)
  await couple.a.session.sendRepair('Let me try again.')
  const kinds = () => pushed.service.delivered.map(({ message }) => message.event?.kind).sort()
  await pushed.service.until(() => kinds().includes('repair'))
  expect(kinds()).toEqual(['drill', 'drill', 'repair'])
})
