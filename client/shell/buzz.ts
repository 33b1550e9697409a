import { isOn } from './attention.ts'

/** A browser makes sound and buzzes only on a page that was touched once. */
export const isAllowed = (): boolean => navigator.userActivation?.hasBeenActive === true

/** Says something to the hand that holds the phone, ms on and off; nothing where the device cannot or the person does not want it. */
export const buzz = (pattern: number | number[]): void => {
  if (isAllowed() && isOn('vibration')) navigator.vibrate?.(pattern)
}
