import fc from 'fast-check'
import type { RawStruct } from './outer-author.ts'

/** Updates by three clients of which two are one's own, close enough to each other to meet. */
const anyId = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(8))
const anyStruct: fc.Arbitrary<RawStruct> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('entry' as const), text: fc.string({ maxLength: 3 }), origin: anyId }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('entry' as const), text: fc.constant('x'), rightOrigin: anyId }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('entry' as const), text: fc.constant('y'), origin: anyId, rightOrigin: anyId }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('entry' as const), text: fc.constant('z') }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('deleted' as const), length: fc.integer({ min: 1, max: 4 }), origin: anyId }),
  },
)
const anySection = fc.record({
  client: fc.integer({ min: 1, max: 3 }),
  clock: fc.nat(6),
  structs: fc.array(anyStruct, { minLength: 1, maxLength: 4 }),
})
export const anyUpdate = fc.record({
  sections: fc.uniqueArray(anySection, { maxLength: 3, selector: section => section.client }),
  deletes: fc.array(fc.record({ client: fc.integer({ min: 1, max: 3 }), clock: fc.nat(8), length: fc.nat(5) }), { maxLength: 3 }),
  resync: fc.boolean(),
  behind: fc.boolean(),
})
