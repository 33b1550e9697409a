import { untilThere } from '../ui/late.ts'

/**
 * Fetches what keeps something up while a page is open, once it is its turn, and lets it go with the page.
 */
export const keepLate = (inTurn: (act: () => void) => void, load: () => Promise<Disposable>): (() => void) => {
  let keeping: Disposable | null = null
  let here = true
  inTurn(() => {
    if (!here) return
    untilThere(load).then(
      one => {
        if (here) keeping = one
        else one[Symbol.dispose]()
      },
      () => {},
    )
  })
  return () => {
    here = false
    keeping?.[Symbol.dispose]()
  }
}
