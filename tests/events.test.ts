import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod/mini'
import { MAX_SEALED_EVENT_CHARS } from '../shared/envelope.ts'
import { agreementKinds, isAgreementEvent, OutgoingEvent, SignalContent, StoredEvent, UnknownEvent } from '../shared/events.ts'
import type { PauseStep } from '../shared/pause.ts'
import { deviceOf, eventId, LOG_BEGINS, SEALED } from './support/log.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

const step: fc.Arbitrary<PauseStep> = fc.oneof(
  fc.record({ kind: fc.constant('start' as const), minutes: fc.integer({ min: 1, max: 1440 }) }),
  fc.record({ kind: fc.constant('extend' as const), until: fc.nat() }),
  fc.record({ kind: fc.constantFrom('return' as const, 'cancel' as const) }),
)
const id = fc.nat({ max: 999 }).map(eventId)
const sealed = fc
  .string({ unit: fc.constantFrom(...'AQgw'), minLength: 60, maxLength: 200 })
  .map(text => text.slice(0, text.length - (text.length % 4)))
const common = { id, heldMs: fc.nat() }
const outgoing = fc.oneof(
  fc.record({ ...common, kind: fc.constantFrom('signal', 'phrase', 'repair', 'drill', ...agreementKinds), sealed }),
  fc.record({ ...common, kind: fc.constant('answer'), about: id, sealed }),
  fc.record({ ...common, kind: fc.constantFrom('take-back', 'received'), about: id }),
  fc.record({ ...common, kind: fc.constant('pause'), step }),
)
type Draft = Record<string, unknown>
const place = { seq: 7, at: LOG_BEGINS, seat: 'a', deviceId: deviceOf('a') }
const signal: Draft = { id: eventId(1), kind: 'signal', heldMs: 0, sealed: SEALED }
const pause = (step: unknown): Draft => ({ id: eventId(1), kind: 'pause', heldMs: 0, step })

const fieldsRefused = (event: unknown): string[] => {
  const parsed = OutgoingEvent.safeParse(event)
  if (parsed.success) return []
  return parsed.error.issues.flatMap(issue => [
    issue.path.join('.'),
    ...(issue.code === 'unrecognized_keys' ? issue.keys.map(key => [...issue.path, key].join('.')) : []),
  ])
}

test('[EVT1] every event that a device may send is taken as it is, through JSON', () => {
  fc.assert(
    fc.property(outgoing, event => {
      expect(OutgoingEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event)
    }),
    { seed, numRuns: 500 },
  )
})

test('[EVT1] an unknown field is refused by name, in the event and in its step', () => {
  const strict = (schema: z.ZodMiniType) =>
    fc.property(outgoing, fc.string({ minLength: 1 }), (event, name) => {
      fc.pre(!(name in event) && name !== '__proto__')
      return !schema.safeParse({ ...event, [name]: 1 }).success
    })
  fc.assert(strict(OutgoingEvent), { seed, numRuns: 500 })
  const tolerant = z.object({ id: z.string(), kind: z.string(), heldMs: z.int() })
  expect(fc.check(strict(tolerant), { seed: CONTROL_SEED, numRuns: 100 }).failed).toBe(true)

  expect(fieldsRefused({ ...signal, word: 'x' })).toContain('word')
  expect(fieldsRefused(pause({ kind: 'return', at: 5 }))).toContain('step.at')
  for (const kind of agreementKinds) {
    expect(fieldsRefused({ ...signal, kind })).toEqual([])
    for (const foreign of ['about', 'step', 'clauseId', 'hash', 'signature', 'number', 'text'])
      expect(fieldsRefused({ ...signal, kind, [foreign]: eventId(2) }), `${kind} with ${foreign}`).toContain(foreign)
    expect(fieldsRefused({ ...signal, kind, sealed: undefined })).toContain('sealed')
  }
  expect(fieldsRefused({ ...signal, ...place })).toEqual(expect.arrayContaining(['seq', 'at', 'seat', 'deviceId']))
})

test('[EVT1] a missing, wrong or oversized field is refused by name', () => {
  const cases: [Draft, string][] = [
    [{ ...signal, id: 'one' }, 'id'],
    [{ ...signal, kind: 'shout' }, 'kind'],
    [{ ...signal, kind: 'pause-due' }, 'kind'],
    [{ ...signal, heldMs: -1 }, 'heldMs'],
    [{ ...signal, heldMs: 0.5 }, 'heldMs'],
    [{ ...signal, heldMs: Number.POSITIVE_INFINITY }, 'heldMs'],
    [{ ...signal, sealed: undefined }, 'sealed'],
    [{ ...signal, sealed: 'plain words' }, 'sealed'],
    [{ ...signal, sealed: 'A'.repeat(MAX_SEALED_EVENT_CHARS + 4) }, 'sealed'],
    [{ id: eventId(1), kind: 'received', heldMs: 0, about: 7 }, 'about'],
    [pause({ kind: 'start', minutes: 0 }), 'step.minutes'],
    [pause({ kind: 'start', minutes: 1441 }), 'step.minutes'],
    [pause({ kind: 'start', minutes: '25' }), 'step.minutes'],
    [pause({ kind: 'extend', until: -1 }), 'step.until'],
    [pause({ kind: 'call-back' }), 'step.kind'],
    [pause(null), 'step'],
  ]
  for (const [event, field] of cases) expect(fieldsRefused(event), field).toContain(field)
})

test('[EVT2] a field that a newer server added is left out, and the rest of the event counts', () => {
  fc.assert(
    fc.property(outgoing, event => {
      const stored = { ...event, ...place }
      expect(StoredEvent.parse({ ...stored, mood: 'new', trace: { by: 1 } })).toEqual(stored)
    }),
    { seed, numRuns: 500 },
  )
  const newer = { ...pause({ kind: 'start', minutes: 25, why: 'new' }), ...place }
  expect(StoredEvent.parse(newer)).toMatchObject({ step: { kind: 'start', minutes: 25 } })
  // The strict schema of the other direction would lose the pause.
  expect(OutgoingEvent.safeParse(pause({ kind: 'start', minutes: 25, why: 'new' })).success).toBe(false)
  const due = { id: eventId(2), kind: 'pause-due', seq: 8, at: LOG_BEGINS, step: { kind: 'call-back', again: true } }
  expect(StoredEvent.parse(due)).toMatchObject({ step: { kind: 'call-back' } })
  const content = { clauseId: 'c', word: 'Lighthouse', emoji: '', gesture: '', meaning: '', helps: '', from: 'Mei' }
  expect(SignalContent.parse({ ...content, colour: 'blue' })).toEqual(content)
})

test('[EVT3] an event of an unknown kind, or an unknown step, is kept with all its fields', () => {
  const fromLater = { id: eventId(3), kind: 'lullaby', seq: 9, at: LOG_BEGINS, seat: 'b', tune: { notes: [1, 2] } }
  expect(StoredEvent.safeParse(fromLater).success).toBe(false)
  expect(UnknownEvent.parse(fromLater)).toEqual(fromLater)
  const unknownStep = { ...pause({ kind: 'whisper' }), ...place }
  expect(StoredEvent.safeParse(unknownStep).success).toBe(false)
  expect(UnknownEvent.parse(unknownStep)).toEqual(unknownStep)
})

test('[EVT3] a client that came before assents, versions and questions keeps them, skips them, and reads on', () => {
  const older = z.discriminatedUnion(
    'kind',
    StoredEvent.def.options.filter(
      option => !agreementKinds.some(kind => option.safeParse({ ...signal, ...place, kind }).success),
    ) as never,
  )
  const log = [...agreementKinds, 'signal'].map((kind, index) => ({
    ...signal,
    id: eventId(index + 1),
    ...place,
    kind,
    seq: index + 1,
  }))
  expect(log.map(event => older.safeParse(event).success)).toEqual([false, false, false, true])
  for (const event of log) expect(UnknownEvent.parse(event)).toEqual(event)
  expect(log.map(event => isAgreementEvent(StoredEvent.parse(event)))).toEqual([true, true, true, false])
})

test('[EVT4] nothing that arrives makes a schema throw', () => {
  const event = fc.oneof(
    fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }),
    fc.jsonValue(),
    fc.tuple(outgoing, fc.dictionary(fc.string(), fc.anything())).map(([event, noise]) => ({ ...event, ...noise })),
    fc
      .tuple(outgoing, fc.constantFrom('id', 'kind', 'step', 'sealed', 'about'), fc.anything())
      .map(([event, key, value]) => ({ ...event, [key]: value })),
  )
  fc.assert(
    fc.property(event, arrived => {
      for (const schema of [OutgoingEvent, StoredEvent, UnknownEvent])
        expect(typeof schema.safeParse(arrived).success).toBe('boolean')
    }),
    { seed, numRuns: 1500 },
  )
})
