import type { SpaceId } from '../../shared/ids.ts'
import type { Fanout, FanoutMessage } from './fanout.ts'

type Listener = (message: FanoutMessage) => void

/** Fan-out within one process. */
export const localFanout = (): Fanout => {
  const listeners = new Map<SpaceId, Set<Listener>>()
  return {
    publish: (space, message) => {
      for (const listener of listeners.get(space) ?? []) listener(message)
    },
    subscribe: (space, listener) => {
      const ofSpace = listeners.get(space) ?? new Set()
      listeners.set(space, ofSpace.add(listener))
      return {
        [Symbol.dispose]: () => {
          ofSpace.delete(listener)
          if (ofSpace.size === 0) listeners.delete(space)
        },
      }
    },
    [Symbol.asyncDispose]: async () => listeners.clear(),
  }
}
