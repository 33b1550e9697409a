import { randomBytes } from './bytes.ts'

/** Epochs count from 1; 0 marks a key that is never rotated (personal and invite keys). An envelope has two bytes for it. */
export const FIXED_EPOCH = 0
const MAX_EPOCH = 0xffff

/** The keys of one thing by epoch, 32 bytes each. Sealing uses the newest; opening finds the one an envelope names. Never changed in place. */
export interface Keyring {
  readonly newest: number
  readonly keys: ReadonlyMap<number, Uint8Array>
}

export const fixedKeyring = (key: Uint8Array): Keyring => ({ newest: FIXED_EPOCH, keys: new Map([[FIXED_EPOCH, key]]) })

export const newSpaceKeyring = (): Keyring => ({ newest: 1, keys: new Map([[1, randomBytes(32)]]) })

/** A fresh key for all that is sealed from now on; the older ones stay for what is there. */
export const nextEpoch = (keyring: Keyring): Keyring => {
  const newest = keyring.newest + 1
  if (newest > MAX_EPOCH) throw new RangeError('no epochs left')
  return { newest, keys: new Map([...keyring.keys, [newest, randomBytes(32)]]) }
}
