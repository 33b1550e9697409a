import type { DeviceId, EventId } from '../../shared/ids.ts'
import { deviceOf, type Identity } from './identity.ts'
import {
  inOrder,
  inWindows,
  type Lack,
  type LocalState,
  type LocalStore,
  type LogRecord,
  OfAnother,
  type OutboxEntry,
  StorageLost,
} from './local.ts'
import { MemoryStore } from './local-memory.ts'

/** What the database did not take is written again after this, ms, and with every further write. */
const WRITE_AGAIN_MS = 5_000

type Written = Omit<LocalStore, 'lacks' | 'watch' | 'forget'>

export interface Database extends Written {
  letGo(): void
  /** What is opened next may be made anew. */
  forget(): void
  /** It was removed, by another page of this app or by somebody else. */
  removed: () => void
}

type Act<T> = (store: Written) => Promise<T>

/**
 * A profile's database with what it holds also in memory (all but the log, which the server has). Should it vanish under an open
 * page, the page goes on from there and says that nothing is kept; what is gone is never put back: someone may have wanted it gone.
 * What it does not take (no room left) is held in memory and written again until it does; until then the page says so too.
 */
export class LastingStore implements LocalStore {
  readonly name: string
  readonly #database: Database
  readonly #memory: MemoryStore
  readonly #watchers: (() => void)[] = []
  /** What the database did not take, by what it is of. Memory has it. */
  readonly #unkept = new Map<string, Act<unknown>>()
  #isLost = false
  #isClosed = false
  #told: Lack | null = null
  #settling: Promise<void> = Promise.resolve()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(database: Database) {
    this.name = database.name
    this.#database = database
    this.#memory = new MemoryStore(database.name)
    database.removed = () => this.#lose()
  }

  get lacks(): Lack | null {
    if (this.#isLost) return 'memory'
    return this.#unkept.size > 0 ? 'full' : null
  }

  watch(changed: () => void): void {
    this.#watchers.push(changed)
  }

  async read(by?: DeviceId): Promise<LocalState> {
    const own = await this.#own()
    const state = await this.#try(store => store.read(by))
    if (this.#isLost) return state
    const outbox = own.over(state.outbox)
    const isHere = state.identity ?? (await this.#memory.readIdentity())
    if (isHere && !this.#unkept.has('identity')) await this.#memory.changeIdentity(() => state.identity)
    for (const { event } of own.outbox)
      if (!outbox.some(({ event: { id } }) => id === event.id)) await this.#memory.removeFromOutbox(event.id)
    for (const entry of outbox) await this.#memory.addToOutbox(entry)
    for (const [key, value] of state.cache) if (!this.#unkept.has(`cache ${key}`)) await this.#memory.writeCache(key, value)
    const { identity, cache } = await this.#memory.read()
    const log = own.log.length > 0 ? inWindows(inOrder([...(own.keys.has('log') ? [] : state.log), ...own.log])) : state.log
    return { identity, log, outbox, cache }
  }

  readIdentity(): Promise<Identity | null> {
    return this.#read('identity', store => store.readIdentity())
  }

  /** Held back, it is written as it is by then, unless another tab made this device somebody else meanwhile. */
  async changeIdentity(change: (current: Identity | null) => Identity | null, by?: DeviceId): Promise<Identity | null> {
    const again: Act<unknown> = async store => {
      const own = await this.#memory.readIdentity()
      return store.changeIdentity(now => laterOf(now, own))
    }
    const kept = await this.#write('identity', store => store.changeIdentity(change, by), again, false)
    return this.#memory.changeIdentity(() => kept)
  }

  async keepLog(records: LogRecord[], by?: DeviceId): Promise<void> {
    for (const { event } of records) await this.#memory.removeFromOutbox(event.id)
    const keep: Act<void> = store => store.keepLog(records, by)
    return this.#write(`log ${records[0]?.event.seq}`, keep, keep, false)
  }

  forgetLog(by?: DeviceId): Promise<void> {
    for (const key of this.#unkept.keys()) if (key.startsWith('log ')) this.#unkept.delete(key)
    return this.#write('log', store => store.forgetLog(by))
  }

  addToOutbox(entry: OutboxEntry, by?: DeviceId): Promise<boolean> {
    return this.#write(`outbox ${entry.event.id}`, store => store.addToOutbox(entry, by))
  }

  removeFromOutbox(id: EventId, by?: DeviceId): Promise<boolean> {
    return this.#write(`outbox ${id}`, store => store.removeFromOutbox(id, by))
  }

  handOut(id: EventId, by?: DeviceId): Promise<boolean> {
    return this.#writeAfter(`outbox ${id}`, store => store.handOut(id, by))
  }

  withdraw(id: EventId, by?: DeviceId): Promise<boolean> {
    return this.#writeAfter(`outbox ${id}`, store => store.withdraw(id, by))
  }

  async readOutbox(by?: DeviceId): Promise<OutboxEntry[]> {
    const own = await this.#own()
    return own.over(await this.#try(store => store.readOutbox(by)))
  }

  readCache(key: string, by?: DeviceId): Promise<unknown> {
    return this.#read(`cache ${key}`, store => store.readCache(key, by))
  }

  writeCache(key: string, value: unknown, by?: DeviceId): Promise<void> {
    return this.#write(`cache ${key}`, store => store.writeCache(key, value, by))
  }

  async erase(): Promise<void> {
    this.#unkept.clear()
    const own = deviceOf(await this.#memory.readIdentity())
    const there = deviceOf(await this.#database.readIdentity().catch(() => null))
    await this.#memory.erase()
    // Where another membership began meanwhile, the database is not this one's to remove.
    if (!there || own === there) await this.#database.erase()
    this.#tell()
  }

  async forget(): Promise<void> {
    this.#unkept.clear()
    await this.#memory.erase()
    this.#database.forget()
    this.#isLost = false
    this.#tell()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#database[Symbol.asyncDispose]()
  }

  /** What this page has beyond the database. Looked at before that: what gets there meanwhile is in both then, and never in neither. */
  async #own() {
    const keys = new Set(this.#unkept.keys())
    const { outbox, log } = await this.#memory.read()
    const isOwn = ({ event }: OutboxEntry): boolean => keys.has(`outbox ${event.id}`)
    const over = (stored: OutboxEntry[]) => [...stored.filter(entry => !isOwn(entry)), ...outbox.filter(isOwn)]
    return { keys, outbox, log, over }
  }

  #read<T>(key: string, act: Act<T>): Promise<T> {
    return this.#unkept.has(key) ? act(this.#memory) : this.#try(act)
  }

  /** Into the database and memory; where the former fails, or has failed before, into memory alone until all of that is written. */
  async #write<T>(key: string, act: Act<T>, again: Act<unknown> = act, mirrored = true): Promise<T> {
    if (this.#unkept.size === 0) {
      try {
        const done = await this.#try(act)
        // A worker looks up who this device is, and holds nothing of it.
        if (mirrored && !this.#isLost) await act(this.#memory).catch(() => {})
        return done
      } catch (fault) {
        if (this.#isClosed) throw fault
      }
    }
    const done = await act(this.#memory)
    this.#unkept.set(key, again)
    await this.#settle()
    return done
  }

  /** Of what the database has not taken yet, it takes that first. */
  #writeAfter<T>(key: string, act: Act<T>): Promise<T> {
    const before = this.#unkept.get(key)
    return this.#write(key, act, async store => {
      await before?.(store)
      await act(store)
    })
  }

  #settle(): Promise<void> {
    this.#settling = this.#settling.then(() => this.#settleOnce())
    return this.#settling
  }

  /** In the order of writing, but who this device is and what it pressed before all else: a long log must not keep a press back. */
  async #settleOnce(): Promise<void> {
    clearTimeout(this.#timer)
    for (const isFirst of [true, false]) {
      for (const [key, act] of this.#unkept) {
        if (/^[io]/.test(key) !== isFirst) continue
        // Storage is not this membership's yet.
        if (!isFirst && this.#unkept.has('identity')) break
        const done = await this.#try(act).catch(() => this)
        if (done === this) break
        if (this.#unkept.get(key) === act) this.#unkept.delete(key)
      }
    }
    if (this.lacks === 'full' && !this.#isClosed) this.#timer = setTimeout(() => void this.#settle(), WRITE_AGAIN_MS)
    if (!this.lacks) await this.#memory.forgetLog()
    this.#tell()
  }

  #tell(): void {
    if (this.#told === this.lacks) return
    this.#told = this.lacks
    for (const changed of this.#watchers) changed()
  }

  /** A connection that was closed under the page is opened again, once; then what is in memory has to do. */
  async #try<T>(act: Act<T>): Promise<T> {
    if (this.#isLost) return act(this.#memory)
    try {
      return await act(this.#database).catch(fault => {
        if (!isClosed(fault)) throw fault
        this.#database.letGo()
        return act(this.#database)
      })
    } catch (fault) {
      if (!(fault instanceof StorageLost)) throw fault
      // Whoever asks for what is not in memory either has left: that loses nobody's storage.
      const done = await act(this.#memory)
      if (!(fault instanceof OfAnother && this.#unkept.has('identity'))) this.#lose()
      return done
    }
  }

  #lose(): void {
    this.#isLost = true
    this.#unkept.clear()
    this.#tell()
  }
}

const isClosed = (fault: unknown): boolean =>
  fault instanceof DOMException && (fault.name === 'InvalidStateError' || fault.name === 'AbortError')

const laterOf = (stored: Identity | null, own: Identity | null): Identity | null => {
  if (own === null) return stored?.kind === 'pending' ? null : stored
  return stored === null || deviceOf(stored) === deviceOf(own) ? own : stored
}
