import { type Ranges, tidyRanges } from './document-ranges.ts'
import type { Entry } from './document-update.ts'

/** One client's entries in an update, and how far they may be stored. */
export interface Run {
  client: number
  entries: Entry[]
  /** Index of the first entry that is not wholly stored yet. */
  first: number
  /** The clock from which on it is new. */
  from: number
  /** Index of the next entry to look at; what lies before may be stored. */
  next: number
  /** The clock up to which all is stored, or may be. */
  reached: number
  /** Nothing of it may be taken. */
  stuck: boolean
}

/** Runs that wait until the entry of another run is taken, by that run's client and the entry's place in it. */
type Waiting = Map<number, Map<number, Run[]>>

/**
 * Advances every run as far as its entries build on what is stored in `vector` or may be stored with them, in the order of need.
 * What waits in a circle, or for something that nobody has, stays behind. Each entry is looked at no more than thrice.
 */
export const settle = (runs: Map<number, Run>, vector: Map<number, number>): void => {
  const waiting: Waiting = new Map()
  const ready = [...runs.values()].filter(run => !run.stuck)
  for (let run = ready.pop(); run; run = ready.pop()) {
    const first = run.next
    const needed = advance(run, runs, vector)
    if (needed) waitFor(waiting, needed, run)
    const waiters = waiting.get(run.client)
    for (let place = first; waiters && waiters.size > 0 && place < run.next; place++) {
      for (const woken of waiters.get(place) ?? []) ready.push(woken)
      waiters.delete(place)
    }
  }
}

/** Takes entries until one builds on what is not there yet; answers with the run and the clock that could bring it. */
const advance = (run: Run, runs: Map<number, Run>, vector: Map<number, number>): { run: Run; clock: number } | null => {
  for (let entry = run.entries[run.next]; entry; entry = run.entries[run.next]) {
    for (const id of [entry.origin, entry.rightOrigin]) {
      if (!id) continue
      const other = runs.get(id.client)
      if (id.clock < (other?.reached ?? vector.get(id.client) ?? 0)) continue
      return other ? { run: other, clock: id.clock } : null
    }
    run.next++
    run.reached = entry.clock + entry.length
  }
  return null
}

const waitFor = (waiting: Waiting, needed: { run: Run; clock: number }, waiter: Run): void => {
  const place = placeOf(needed.run.entries, needed.clock)
  if (place === needed.run.entries.length) return
  const ofRun = waiting.get(needed.run.client) ?? new Map<number, Run[]>()
  const waiters = ofRun.get(place) ?? []
  waiters.push(waiter)
  ofRun.set(place, waiters)
  waiting.set(needed.run.client, ofRun)
}

/** Index of the entry that ends after `clock`; the length when none does. */
const placeOf = (entries: Entry[], clock: number): number => {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const entry = entries[middle]
    if (entry && entry.clock + entry.length <= clock) low = middle + 1
    else high = middle
  }
  return low
}

/** What of an entry lies at `from` or later: a run of deleted ones may begin before. */
export const restOf = (client: number, entry: Entry, from: number): Entry =>
  entry.clock >= from
    ? entry
    : { ...entry, clock: from, length: entry.clock + entry.length - from, origin: { client, clock: from - 1 } }

/** The clocks of deleted entries, in order. */
export const deletedIn = (entries: Entry[]): Ranges =>
  tidyRanges(entries.filter(entry => entry.deleted).flatMap(({ clock, length }) => [clock, clock + length]))
