import type { Sealing } from '../keys/envelope.ts'

/**
 * As `how`; and of each epoch whose key is not there, `look` is told once, at the first thing that is sealed with it: another device
 * of the seat may have made it.
 */
export const lookingForKeys = (how: Sealing, look: () => void): Sealing => {
  const missed = new Set<number>()
  return {
    seal: how.seal,
    open: (keyring, context, envelope) => {
      const opened = how.open(keyring, context, envelope)
      const epoch = ((envelope[1] ?? 0) << 8) | (envelope[2] ?? 0)
      if (!opened.ok && opened.why === 'no-key' && !missed.has(epoch)) {
        missed.add(epoch)
        look()
      }
      return opened
    },
  }
}
