import { setImmediate as turn } from 'node:timers/promises'
import type { LocalStore } from '../../client/sync/local.ts'
import type { MemoryStore } from '../../client/sync/local-memory.ts'
import { openSession } from '../../client/sync/open-session.ts'
import type { Session, SessionState } from '../../client/sync/session.ts'

/**
 * A device whose page can end at any moment, without a word, as on a reload or when a phone kills an app: its network is gone at
 * once, and what it was writing is on the disk or is not. The next page begins with what is there.
 */
export class MortalDevice implements AsyncDisposable {
  readonly disk: MemoryStore
  readonly #url: string
  readonly #looks = new Set<() => void>()
  #page: Page | null = null
  #pages = 0

  constructor(url: string, disk: MemoryStore) {
    this.#url = url
    this.disk = disk
  }

  /** Of the page that is open, or the last one. */
  get session(): Session {
    if (!this.#page) throw new Error('no page was opened yet')
    return this.#page.session
  }

  get isOpen(): boolean {
    return this.#page?.life.ended === false
  }

  /** How many pages there have been; the number of the present one. */
  get pages(): number {
    return this.#pages
  }

  async open(): Promise<void> {
    const life = { ended: false }
    const session = await openSession('own', { url: this.#url, label: 'Test phone', store: untilItEnds(this.disk, life) })
    this.#page = { session, life }
    this.#pages += 1
    session.subscribe(() => this.#look())
    this.#look()
  }

  async end(): Promise<void> {
    if (!this.#page || this.#page.life.ended) return
    const { session, life } = this.#page
    session.setOffline(true)
    life.ended = true
    await session[Symbol.asyncDispose]()
  }

  async reload(): Promise<void> {
    await this.end()
    await this.open()
  }

  /** Calls at every change of whichever page is open. */
  watch(look: () => void): void {
    this.#looks.add(look)
  }

  /** Resolves when whichever page is open has found it. */
  until(found: (state: SessionState) => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => {
      if (!this.#page || this.#page.life.ended || !found(this.session.state())) return
      this.#looks.delete(look)
      resolve()
    }
    this.#looks.add(look)
    look()
    return promise
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.end()
  }

  #look(): void {
    if (this.#page?.life.ended === false) for (const look of [...this.#looks]) look()
  }
}

interface Page {
  session: Session
  life: { ended: boolean }
}

/** A disk as one page sees it: one thing after the other, each a moment later; whatever has not happened when the page ends never does. */
const untilItEnds = (disk: MemoryStore, life: { ended: boolean }): LocalStore => {
  let last: Promise<unknown> = Promise.resolve()
  const later = <T>(act: () => Promise<T>): Promise<T> => {
    const mine = last.then(async () => {
      await turn()
      if (life.ended) throw new Error('the page has ended')
      return act()
    })
    last = mine.catch(() => undefined)
    return mine
  }
  return {
    name: disk.name,
    lacks: null,
    watch: () => {},
    read: by => later(() => disk.read(by)),
    readIdentity: () => later(() => disk.readIdentity()),
    changeIdentity: (change, by) => later(() => disk.changeIdentity(change, by)),
    keepLog: (records, by) => later(() => disk.keepLog(records, by)),
    forgetLog: by => later(() => disk.forgetLog(by)),
    addToOutbox: (entry, by) => later(() => disk.addToOutbox(entry, by)),
    removeFromOutbox: (id, by) => later(() => disk.removeFromOutbox(id, by)),
    handOut: (id, by) => later(() => disk.handOut(id, by)),
    withdraw: (id, by) => later(() => disk.withdraw(id, by)),
    readOutbox: by => later(() => disk.readOutbox(by)),
    readCache: (key, by) => later(() => disk.readCache(key, by)),
    writeCache: (key, value, by) => later(() => disk.writeCache(key, value, by)),
    erase: () => later(() => disk.erase()),
    [Symbol.asyncDispose]: async () => {},
  }
}
