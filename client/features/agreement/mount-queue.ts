/** Editors opened in one frame: a long agreement must not keep the page from answering. */
const PER_FRAME = 6

const waiting = new Set<() => void>()
let frame = 0

/** Runs a piece of work soon, a few in each frame, in the order asked for. Answers with how to call it off. */
export const soon = (work: () => void): (() => void) => {
  waiting.add(work)
  if (frame === 0) frame = requestAnimationFrame(next)
  return () => waiting.delete(work)
}

const next = () => {
  frame = 0
  for (const work of [...waiting].slice(0, PER_FRAME)) {
    waiting.delete(work)
    work()
  }
  if (waiting.size > 0 && frame === 0) frame = requestAnimationFrame(next)
}
