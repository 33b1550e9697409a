import { expect, test } from 'vitest'
import { callLink, plainNumber } from '../client/sync/partner-number.ts'

const numbers: [string, string | null][] = [
  ['+49 170 1234567', '+491701234567'],
  // The zero in brackets is dialled within the country alone.
  ['+49 (0) 170 1234567', '+491701234567'],
  ['+44(0)20 7946 0000', '+442079460000'],
  ['0044 (0)20 7946 0000', '00442079460000'],
  [' +49-( 0 )-170-1234567', '+491701234567'],
  // Any other bracket holds digits that are dialled.
  ['(0170) 1234567', '01701234567'],
  ['+1 (415) 555-0100', '+14155550100'],
  ['(0) 170 1234567', '01701234567'],
  // As contact lists copy it, with marks of direction that nobody sees.
  ['\u202a+49 170 1234567\u202c', '+491701234567'],
  ['\u2066+49 (0)\u200e 170\u200f 1234567\u2069', '+491701234567'],
  ['+49 170 1234567 ext 5', null],
  ['tel:+4917012345', null],
  ['12', null],
]

test('[SCS52] a number is kept as it is dialled: without a bracketed zero after a country code, and without marks of direction', () => {
  const kept = (rule: typeof plainNumber) => numbers.map(([typed]) => rule(typed))
  const right = numbers.map(([, dialled]) => dialled)
  expect(kept(plainNumber)).toEqual(right)
  // The broken variant takes the brackets and leaves the zero, which is another number.
  expect(kept(typed => typed.replace(/[\s()]/g, ''))).not.toEqual(right)
  expect(callLink(plainNumber('+49 (0) 170 1234567') ?? '')).toBe('tel:+491701234567')
})
