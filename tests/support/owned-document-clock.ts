import type { DocumentClock } from '../../client/sync/document-clock.ts'

/** Time that only the test moves. What is due runs in the order in which it is due. */
export interface OwnedDocumentClock extends DocumentClock {
  advance(ms: number): void
}

export const ownedDocumentClock = (): OwnedDocumentClock => {
  let at = 0
  const waiting = new Map<object, { at: number; run: () => void }>()
  const nextBy = (end: number) => {
    const due = [...waiting].filter(([, one]) => one.at <= end).sort(([, one], [, other]) => one.at - other.at)
    return due[0]
  }
  const after = (ms: number, run: () => void) => {
    const key = {}
    waiting.set(key, { at: at + ms, run })
    return () => waiting.delete(key)
  }
  return {
    now: () => at,
    after,
    soon: run => after(0, run),
    advance: ms => {
      const end = at + ms
      for (let next = nextBy(end); next; next = nextBy(end)) {
        const [key, one] = next
        waiting.delete(key)
        at = one.at
        one.run()
      }
      at = end
    },
  }
}
