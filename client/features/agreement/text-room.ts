/** How full a text is, and what of one's own did not fit into it. Lengths in UTF-16 units, as limits are. */
export interface TextRoom {
  left: number
  /** So much was typed or pasted and is not there. Forgotten once there is room again. */
  dropped: number
  /** The step of undo in which the rest came in; null when nothing of it did. */
  step: unknown
}

/** From so many left on it is told, and of short texts from a tenth on. */
const NEAR = 20
/** What is read out while one types: not every letter. */
const SAID = [20, 10, 5, 0]
/** A sign of two units may leave one over. */
const ODD = 1

export const nearOf = (limit: number): number => Math.min(NEAR, Math.floor(limit / 10))

/** `before`: what was known; `dropped`: what of this change was left out. */
export const roomAfter = (before: TextRoom | null, left: number, dropped: number, step: unknown): TextRoom => {
  const stays = left <= ODD ? (before?.dropped ?? 0) : 0
  return { left, dropped: stays + dropped, step: dropped > 0 ? step : stays > 0 ? (before?.step ?? null) : null }
}

/** What fits of a text, never half a character. */
export const fitting = (text: string, room: number): string => {
  if (text.length <= room) return text
  const cut = text.slice(0, Math.max(0, room))
  return cut.isWellFormed() ? cut : cut.slice(0, -1)
}

/** The number that is read out; null while it is far. */
export const saidLeft = (left: number, limit: number): number | null => {
  if (left > nearOf(limit)) return null
  return SAID.findLast(step => left <= step) ?? null
}
