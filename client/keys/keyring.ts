/** Epochs count from 1; 0 marks a key that is never rotated (personal and invite keys). */
export const FIXED_EPOCH = 0

/** The keys of one thing by epoch, 32 bytes each. Sealing uses the newest; opening finds the one an envelope names. Never changed in place. */
export interface Keyring {
  readonly newest: number
  readonly keys: ReadonlyMap<number, Uint8Array>
}

export const fixedKeyring = (key: Uint8Array): Keyring => ({ newest: FIXED_EPOCH, keys: new Map([[FIXED_EPOCH, key]]) })
