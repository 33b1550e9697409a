import * as Y from 'yjs'
import { RANGE_BYTES, type Range, type Section, type Struct, sizeOf } from './encode-update.ts'
import { type Forged, forgedBy, writeAgain } from './forged-letters.ts'
import { applyWhole } from './inner-updates.ts'
import type { Decoded } from './sound-update.ts'
import { WaitingClocks } from './waiting-clocks.ts'
import { WaitingDeletes } from './waiting-deletes.ts'

/** An update on its way into the inner document. */
export interface Admission {
  /** It is in the document whole. */
  entered(): void
  /** It contradicts itself, and is left out. */
  refused(): void
}

interface Under {
  admission: Admission
  runs: Run[]
  /** Runs and deletes that are not in the document yet. */
  left: number
  isOver: boolean
}
/** Consecutive structs of one client: those before `at` are in the document. */
interface Run {
  of: Under
  structs: readonly Struct[]
  at: number
}
/** What an update deletes of one client, all before `end`. */
interface Mark {
  of: Under
  client: number
  end: number
}
/** What goes into the document together, in an order in which each finds what it builds on. */
interface Batch {
  /** Up to where each client goes with it. */
  clocks: Map<number, number>
  sections: Map<number, Section & { structs: Struct[] }>
  parts: { of: Under; structs: readonly Struct[] }[]
  finished: Run[]
  /** For so many more bytes. */
  room: number
}

/**
 * The way of updates into the inner document. Yjs would keep what builds on something that is not there, and read all of it again
 * with every later update. Here it waits, each run of structs for the one clock that it needs next, and is looked at again only when
 * that is there: at most once for each thing that each struct names. In whatever order updates come, it is the same document.
 */
export class InnerGate {
  readonly #inner: Y.Doc
  readonly #waiting = new Map<number, WaitingClocks<Run | Mark>>()
  readonly #deletes = new WaitingDeletes()
  readonly #ready = new Set<Run>()
  /** Clients of which something may be deleted now, with what is over once it is. */
  readonly #deletable = new Map<number, Mark[]>()
  readonly #under = new Map<Admission, Under>()
  /** Under which this page wrote. */
  readonly #own = new Set<number>()
  readonly #forged = new Map<number, Forged>()

  constructor(inner: Y.Doc) {
    this.#inner = inner
    inner.on('beforeTransaction', () => this.#own.add(inner.clientID))
  }

  /** There is something to apply. */
  get isReady(): boolean {
    return this.#ready.size > 0 || this.#deletable.size > 0
  }

  take(admission: Admission, { structs, ds }: Decoded): void {
    const of: Under = { admission, runs: [], left: 1, isOver: false }
    this.#under.set(admission, of)
    for (const run of runsOf(structs)) this.#ready.add(this.#newRun(of, run))
    for (const [client, ranges] of ds.clients) {
      this.#deletes.put(client, ranges)
      of.left++
      const end = ranges.reduce((most, { clock, len }) => Math.max(most, clock + len), 0)
      this.#addDeletable(client).push({ of, client, end })
    }
    this.#oneLess(of)
  }

  /** What of it still waits is no longer awaited, but for what it deletes. */
  forget(admission: Admission): void {
    const of = this.#under.get(admission)
    if (of) this.#end(of)
  }

  /** Applies what can be, about so many bytes of it. */
  apply(mostBytes: number): void {
    const own = this.#inner.clientID
    this.#wake(own, this.#state(own))
    if (this.#deletes.has(own)) this.#addDeletable(own)
    this.#admit(this.#ready, mostBytes, false)
    const forged = [...this.#forged.values()]
    this.#forged.clear()
    for (const one of forged) writeAgain(this.#inner, one)
  }

  close(): void {
    this.#ready.clear()
    this.#deletable.clear()
    this.#waiting.clear()
    this.#under.clear()
  }

  #admit(ready: Set<Run>, mostBytes: number, isAlone: boolean): void {
    const batch: Batch = { clocks: new Map(), sections: new Map(), parts: [], finished: [], room: mostBytes }
    for (const run of ready) {
      if (batch.room <= 0) break
      ready.delete(run)
      if (!this.#advance(run, batch)) ready.add(run)
    }
    for (const client of batch.sections.keys()) if (this.#deletes.has(client)) this.#addDeletable(client)
    const drained: number[] = []
    try {
      applyWhole(this.#inner, [...batch.sections.values()], () => this.#takeDeletes(mostBytes / RANGE_BYTES, drained))
    } catch {
      for (const { of, structs } of batch.parts) {
        if (isAlone) this.#refuse(of)
        else this.#admit(new Set([this.#newRun(of, structs)]), Number.POSITIVE_INFINITY, true)
      }
    }
    for (const { of } of batch.finished) this.#oneLess(of)
    for (const client of drained) this.#deleted(client)
  }

  /** Puts of a run into the batch what can be. False: there is more, and no room. */
  #advance(run: Run, batch: Batch): boolean {
    const from = run.at
    let needs: Y.ID | null = null
    for (let struct = run.structs[from]; struct && batch.room > 0; struct = run.structs[run.at]) {
      const { client, clock } = struct.id
      const state = this.#state(client, batch)
      if (this.#own.has(client)) this.#lookForForged(struct)
      if (clock + struct.length > state) {
        needs = this.#lackedBy(struct, batch)
        if (needs) break
        const section = batch.sections.get(client) ?? { client, clock: state, structs: [] }
        section.structs.push(struct)
        batch.sections.set(client, section)
        batch.clocks.set(client, clock + struct.length)
        batch.room -= sizeOf(struct)
        this.#wake(client, clock + struct.length)
      } else batch.room--
      run.at++
    }
    if (run.at > from) batch.parts.push({ of: run.of, structs: run.structs.slice(from, run.at) })
    if (needs) this.#wait(needs, run)
    else if (run.at < run.structs.length) return false
    else batch.finished.push(run)
    return true
  }

  /** Of one author at a time: the first that is claimed, and all after it. */
  #lookForForged(struct: Struct): void {
    const known = this.#forged.get(struct.id.client)
    if (known) known.to = Math.max(known.to, struct.id.clock + struct.length)
    const forged = known ?? forgedBy(this.#inner, struct)
    if (forged) this.#forged.set(struct.id.client, forged)
  }

  /** What it builds on and is not there. */
  #lackedBy(struct: Struct, batch: Batch): Y.ID | null {
    const { client, clock } = struct.id
    if (clock > this.#state(client, batch)) return Y.createID(client, clock - 1)
    if (!(struct instanceof Y.Item)) return null
    // A decoded struct names the place of what it is in.
    const parent: unknown = struct.parent
    for (const id of [struct.origin, struct.rightOrigin, parent]) {
      if (id instanceof Y.ID && id.clock >= this.#state(id.client, batch)) return id
    }
    return null
  }

  #state(client: number, batch?: Batch): number {
    return batch?.clocks.get(client) ?? Y.getState(this.#inner.store, client)
  }

  #newRun(of: Under, structs: readonly Struct[]): Run {
    const run = { of, structs: of.isOver ? [] : structs, at: 0 }
    of.runs.push(run)
    of.left++
    return run
  }

  #wait(needs: Y.ID, waits: Run | Mark): void {
    const waiting = this.#waiting.get(needs.client) ?? new WaitingClocks()
    waiting.put(needs.clock, waits)
    this.#waiting.set(needs.client, waiting)
  }

  /** All of the client before `state` is there, or will be when the batch is. */
  #wake(client: number, state: number): void {
    const waiting = this.#waiting.get(client)
    if (!waiting) return
    for (let next = waiting.take(state); next; next = waiting.take(state)) {
      if ('end' in next) this.#addDeletable(client).push(next)
      else this.#ready.add(next)
    }
    if (waiting.isEmpty) this.#waiting.delete(client)
  }

  #addDeletable(client: number): Mark[] {
    const marks = this.#deletable.get(client) ?? []
    this.#deletable.set(client, marks)
    return marks
  }

  #takeDeletes(most: number, drained: number[]): Map<number, readonly Range[]> {
    const gone = new Map<number, readonly Range[]>()
    let room = most
    for (const client of this.#deletable.keys()) {
      if (room < 1) break
      const ranges = this.#deletes.take(client, this.#state(client), room)
      if (ranges.length > 0) gone.set(client, ranges)
      if (ranges.length < room) drained.push(client)
      room -= 1 + ranges.length
    }
    return gone
  }

  /** What can be deleted of the client now is. */
  #deleted(client: number): void {
    const marks = this.#deletable.get(client) ?? []
    this.#deletable.delete(client)
    for (const mark of marks) {
      if (mark.end <= this.#state(client)) this.#oneLess(mark.of)
      else this.#wait(Y.createID(client, mark.end - 1), mark)
    }
  }

  #oneLess(of: Under): void {
    of.left--
    if (of.left > 0 || of.isOver) return
    this.#end(of)
    of.admission.entered()
  }

  #refuse(of: Under): void {
    if (of.isOver) return
    this.#end(of)
    of.admission.refused()
  }

  #end(of: Under): void {
    of.isOver = true
    this.#under.delete(of.admission)
    for (const run of of.runs) Object.assign(run, { structs: [], at: 0 })
  }
}

/** What follows on one another. */
const runsOf = (structs: readonly Struct[]): Struct[][] => {
  const runs: Struct[][] = []
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue
    const run = runs.at(-1)
    const last = run?.at(-1)
    const follows = last && last.id.client === struct.id.client && last.id.clock + last.length === struct.id.clock
    if (run && follows) run.push(struct)
    else runs.push([struct])
  }
  return runs
}
