/** A connection by what it makes this process hold: what its peer does not read, or has sent only in part. */
export interface Holder {
  /** Bytes, about. */
  held(): number
  /** Ends it as a failing network would: its device comes back. */
  cutOff(): void
}

export interface MemoryLimits {
  /** What all connections together may make the process hold, bytes. */
  atMostBytes: number
  /** A connection that holds less is never cut off, bytes. */
  sparedBytes: number
  lookEveryMs: number
}
/** Sixteen phones on slow networks that fetch the largest document there can be, all at once. */
export const memoryLimits: MemoryLimits = { atMostBytes: 268_435_456, sparedBytes: 262_144, lookEveryMs: 250 }

/** Cuts off those that hold most while all together hold too much, until disposed. Each single connection has limits of its own. */
export const watchMemory = (
  holders: () => Iterable<Holder>,
  onCutOff: () => void,
  { atMostBytes, sparedBytes, lookEveryMs }: MemoryLimits = memoryLimits,
): Disposable => {
  const look = (): void => {
    const all = [...holders()].map(holder => ({ holder, held: holder.held() }))
    let sum = all.reduce((total, { held }) => total + held, 0)
    if (sum <= atMostBytes) return
    for (const { holder, held } of all.toSorted((one, other) => other.held - one.held)) {
      if (sum <= atMostBytes || held < sparedBytes) return
      sum -= held
      onCutOff()
      holder.cutOff()
    }
  }
  const timer = setInterval(look, lookEveryMs)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
