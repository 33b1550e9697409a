import type { Statement } from './agreement-record.ts'
import type { Seat } from './ids.ts'
import type { Wording } from './wording.ts'

/** A wording that one agreed to and withdrew. */
export interface Ended {
  readonly clauseId: string
  readonly wording: Wording
}

interface Given extends Ended {
  entry: string
}
interface Withdrawn extends Ended {
  /** Who withdrew it agreed to it anew since: from there on a version may bring it back. */
  again: boolean
}

/**
 * What has left force for certain, whatever may yet be found in the log between these: each wording that a seat agreed to and
 * withdrew, until that seat agrees anew and a version names it. What one statement costs does not grow with the others.
 */
export const endedIn = (statements: Iterable<Statement>): readonly Ended[] => {
  const ended = new Ends()
  for (const statement of statements) ended.add(statement)
  return ended.all()
}

class Ends {
  /** By seat and clause, then by hash: what stands of it. */
  readonly #given = new Map<string, Map<string, Given>>()
  /** By seat, then by entry. */
  readonly #ended: Record<Seat, Map<string, Withdrawn>> = { a: new Map(), b: new Map() }

  add(statement: Statement): void {
    if (statement.kind === 'given') this.#give(statement)
    else if (statement.kind === 'withdrawn') this.#withdraw(statement)
    else if (statement.kind === 'version')
      for (const entry of statement.entries)
        for (const ended of [this.#ended.a, this.#ended.b]) if (ended.get(entry)?.again) ended.delete(entry)
  }

  all(): readonly Ended[] {
    return Object.values(this.#ended).flatMap(ended =>
      Array.from(ended.values(), ({ clauseId, wording }) => ({ clauseId, wording })),
    )
  }

  #give({ seat, clauseId, wording, hash, entry }: Extract<Statement, { kind: 'given' }>): void {
    const key = `${seat} ${clauseId}`
    const given = this.#given.get(key) ?? new Map<string, Given>()
    this.#given.set(key, given.set(hash, { clauseId, wording, entry }))
    const before = this.#ended[seat].get(entry)
    if (before) before.again = true
  }

  #withdraw({ seat, clauseId, hash }: Extract<Statement, { kind: 'withdrawn' }>): void {
    const given = this.#given.get(`${seat} ${clauseId}`)
    if (!given) return
    for (const one of hash === null ? [...given.keys()] : [hash]) this.#end(seat, given, one)
  }

  #end(seat: Seat, given: Map<string, Given>, hash: string): void {
    const one = given.get(hash)
    if (!one) return
    given.delete(hash)
    this.#ended[seat].set(one.entry, { clauseId: one.clauseId, wording: one.wording, again: false })
  }
}
