import { type ComponentType, lazy } from 'react'

const FIRST_MS = 1_000
const MOST_MS = 15_000

/**
 * Brings code that comes late. Without a network it is asked for again, ever later, and at once when there is one again. Rejects where
 * it is no matter of the network: a newer server has other files.
 */
export const untilThere = async <T>(load: () => Promise<T>): Promise<T> => {
  for (let waitMs = FIRST_MS; ; waitMs = Math.min(2 * waitMs, MOST_MS)) {
    try {
      return await load()
    } catch (fault) {
      if (!(fault instanceof TypeError)) throw fault
    }
    await new Promise(resolve => {
      setTimeout(resolve, waitMs)
      addEventListener('online', resolve, { once: true })
    })
  }
}

/** A component that is loaded when it is first drawn, however long that takes. */
export const late = <P extends object>(load: () => Promise<ComponentType<P>>) =>
  lazy(async () => ({ default: await untilThere(load) }))

/** The same of a part that a page can do without: it never breaks what is around it. */
export const lateExtra = <P extends object>(load: () => Promise<ComponentType<P>>) =>
  lazy(async () => ({ default: await untilThere(load).catch((): ComponentType<P> => () => null) }))
