import { expect, test } from 'vitest'
import { typedWith } from '../client/features/agreement/typed-keys.ts'

const press = (typed: string, key: string, held: { ctrlKey?: boolean; altKey?: boolean } = {}) => {
  let isTaken = false
  const preventDefault = () => {
    isTaken = true
  }
  const now = typedWith(typed, { key, ctrlKey: false, metaKey: false, altKey: false, ...held, preventDefault })
  return { now, isTaken }
}

test('[WTG10] letters typed where a clause was are held, keys that mean a text do nothing else, and all others work as ever', () => {
  expect(press('a', 'b')).toEqual({ now: 'ab', isTaken: true })
  expect(press('a', '🌊')).toEqual({ now: 'a🌊', isTaken: true })
  expect(press('a🌊', 'Backspace')).toEqual({ now: 'a', isTaken: true })
  for (const key of ['Enter', 'Delete', 'ArrowDown', 'ArrowLeft', 'Home', 'End'])
    expect(press('a', key), key).toEqual({ now: 'a', isTaken: true })
  for (const key of ['Tab', 'Escape', 'PageDown', 'F5', 'Shift', 'Process'])
    expect(press('a', key), key).toEqual({ now: 'a', isTaken: false })
  expect(press('a', 'z', { ctrlKey: true })).toEqual({ now: 'a', isTaken: false })
  expect(press('x'.repeat(500), 'y')).toEqual({ now: 'x'.repeat(500), isTaken: true })
})
