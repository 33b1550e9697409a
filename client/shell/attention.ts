import type { Instant } from '../../shared/ids.ts'
import { ofBrowser } from './small-storage.ts'

/** What a phone may do besides showing: each can be off, and none of them is ever the only channel. */
export type Means = 'sound' | 'vibration'

export const QUIET = 'holdfast.quiet-until'
export const keyOf = (means: Means): string => `holdfast.${means}`

/** Both are on until this person says otherwise, for this browser. */
export const isOn = (means: Means): boolean => ofBrowser.read(keyOf(means)) !== 'off'

/** Until when sound and vibration rest for signals on this browser; null: they do not. Nobody else is told. */
export const quietUntil = (): Instant | null => Number(ofBrowser.read(QUIET)) || null
