import fc from 'fast-check'

/** What nobody who means well puts into a document. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('signal', 'activity', 'phrase', 'promise', 'a', 'b'),
  fc.array(fc.string()),
)
