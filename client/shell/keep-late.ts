/**
 * Fetches what keeps something up while a page is open, once it is its turn, and lets it go with the page. A chunk that does not load
 * offline comes with the next page.
 */
export const keepLate = (inTurn: (act: () => void) => void, load: () => Promise<Disposable>): (() => void) => {
  let keeping: Disposable | null = null
  let here = true
  inTurn(() => {
    if (!here) return
    load().then(
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
