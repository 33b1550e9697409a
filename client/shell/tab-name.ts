import { isLeft } from './exit.ts'
import { ofTab } from './small-storage.ts'

const KEY = 'tab-name'
let name: string | null = null

/**
 * A random name of this tab, the same over reloads. It is taken out of the tab's storage while a page is open, so that a copy of the
 * tab, which begins with a copy of that, gets one of its own.
 */
export const tabName = (): string => {
  if (name !== null) return name
  const mine = ofTab.read(KEY) ?? crypto.getRandomValues(new Uint32Array(2)).join('-')
  ofTab.remove(KEY)
  addEventListener('pagehide', () => isLeft() || ofTab.write(KEY, mine))
  addEventListener('pageshow', () => ofTab.remove(KEY))
  name = mine
  return mine
}
