import { expect, test } from 'vitest'
import { undoStepOf } from '../client/features/agreement/undo-step.ts'

test('[AGR3] Shift alone tells redo from undo, whichever way the letter comes', () => {
  const press = (key: string, held: ('ctrl' | 'meta' | 'shift' | 'alt')[]) =>
    undoStepOf({
      key,
      ctrlKey: held.includes('ctrl'),
      metaKey: held.includes('meta'),
      shiftKey: held.includes('shift'),
      altKey: held.includes('alt'),
    })
  for (const mod of ['ctrl', 'meta'] as const)
    for (const key of ['z', 'Z']) {
      expect(press(key, [mod])).toBe('undo')
      expect(press(key, [mod, 'shift'])).toBe('redo')
      expect(press(key, [mod, 'alt'])).toBe(null)
    }
  expect(press('y', ['ctrl'])).toBe('redo')
  expect(press('Y', ['ctrl', 'shift'])).toBe(null)
  expect(press('z', ['shift'])).toBe(null)
  expect(press('x', ['ctrl'])).toBe(null)
})
