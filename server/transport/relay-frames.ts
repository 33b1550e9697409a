import type { RelayConnection } from './relay-ending.ts'

/** Whatever a device may still be refused for, sent all at once, and signs of life; then what a busy page sends in a second. */
const FRAMES = { burst: 6_000, perSecond: 600 }

/** Closes a connection that sends more frames than any page does: a frame of a few bytes costs far more than it weighs. */
export const watchFrames = (connection: RelayConnection, now: () => number, onTooMany: () => void): void => {
  let left = FRAMES.burst
  let at = now()
  connection.on('packet', () => {
    const seconds = Math.max(0, now() - at) / 1_000
    at = now()
    left = Math.min(FRAMES.burst, left + seconds * FRAMES.perSecond) - 1
    const { socket } = connection.request
    if (left >= 0 || socket.destroyed) return
    onTooMany()
    // Not a closing that waits for an answer: meanwhile it would send on.
    socket.destroy()
  })
}
