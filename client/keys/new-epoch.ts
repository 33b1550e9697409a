import { randomBytes } from './bytes.ts'
import type { Keyring } from './keyring.ts'

/** An envelope has two bytes for it. */
const MAX_EPOCH = 0xffff

export const newSpaceKeyring = (): Keyring => ({ newest: 1, keys: new Map([[1, randomBytes(32)]]) })

/** A fresh key for all that is sealed from now on; the older ones stay for what is there. */
export const nextEpoch = (keyring: Keyring): Keyring => {
  const newest = keyring.newest + 1
  if (newest > MAX_EPOCH) throw new RangeError('no epochs left')
  return { newest, keys: new Map([...keyring.keys, [newest, randomBytes(32)]]) }
}
