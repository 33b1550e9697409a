/**
 * How much of an outer document somebody holds: per outer client id the clock up to which everything is held, that is a Yjs
 * state vector. Deletes are not in it and need not be: what a person wrote or removed is always an entry of its own.
 */
export type Clocks = ReadonlyMap<number, number>

/** What was last asked of each: asked many times with every letter, of a thousand clients after a year of visits. */
const answers = new WeakMap<Clocks, { whole: WeakRef<Clocks>; covered: boolean }>()

/** Everything that `whole` has is also in `held`. Neither is ever changed: who holds more gets other ones. */
export const covers = (held: Clocks, whole: Clocks): boolean => {
  if (held === whole) return true
  const last = answers.get(held)
  if (last?.whole.deref() === whole) return last.covered
  const covered = hasAll(held, whole)
  answers.set(held, { whole: new WeakRef(whole), covered })
  return covered
}

const hasAll = (held: Clocks, whole: Clocks): boolean => {
  for (const [client, clock] of whole) if (clock > (held.get(client) ?? 0)) return false
  return true
}

/** One entry of an outer document: its author's page and its place in what that page wrote. */
export interface EntryId {
  client: number
  clock: number
}

export const coversEntry = (held: Clocks, id: EntryId): boolean => (held.get(id.client) ?? 0) > id.clock

/** The clients of which `held` does not have everything, at most `limit`. */
export const lacking = (held: Clocks, whole: Clocks, limit: number): number[] => {
  const clients: number[] = []
  for (const [client, clock] of whole) {
    if (clients.length === limit) return clients
    if (clock > (held.get(client) ?? 0)) clients.push(client)
  }
  return clients
}

/** The higher clock of each: knowledge of what was held only grows. */
export const joined = (one: Clocks, other: Clocks): Clocks => {
  const all = new Map(one)
  for (const [client, clock] of other) if (clock > (all.get(client) ?? 0)) all.set(client, clock)
  return all
}

/** What both have: of what somebody claims, as much as there is. */
export const common = (one: Clocks, other: Clocks): Clocks => {
  const both = new Map<number, number>()
  for (const [client, clock] of one) {
    const least = Math.min(clock, other.get(client) ?? 0)
    if (least > 0) both.set(client, least)
  }
  return both
}

export const sameClocks = (one: Clocks, other: Clocks): boolean => covers(one, other) && covers(other, one)
