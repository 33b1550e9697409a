import { expect, test } from 'vitest'
import { sameEventId } from '../client/sync/event-id.ts'
import { Bytes32 } from '../shared/ids.ts'

const key = Bytes32.parse('A'.repeat(43))
const one = { device: { sign: key, receive: key, token: key } }

test('[OBX8] what is to be said once has the same id however often it is said, and another for another', () => {
  expect(sameEventId(one, 'received', 'b')).toBe(sameEventId(structuredClone(one), 'received', 'b'))
  expect(sameEventId(one, 'received', 'b')).not.toBe(sameEventId(one, 'answer', 'b'))
  expect(sameEventId(one, 'received', 'b')).not.toBe(sameEventId(one, 'received', 'c'))
  expect(sameEventId(one, 'x', 'y')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('[OBX13] nobody who lacks the secret key of a device knows the id under which it answers or says that it got something', () => {
  const other = { device: { ...one.device, sign: Bytes32.parse('B'.repeat(43)) } }
  for (const kind of ['answer', 'received']) expect(sameEventId(one, kind, 'b')).not.toBe(sameEventId(other, kind, 'b'))
})
