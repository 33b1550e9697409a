import { type Done, SpaceView } from '../../shared/spaces.ts'
import type { Sealing } from '../keys/envelope.ts'
import { type Answer, type Api, mayRetry } from './api.ts'
import { Certificates } from './certificates.ts'
import { keepClock, type ServerClock } from './clock.ts'
import type { Member } from './identity.ts'
import type { LocalState, MemberStore } from './local.ts'
import { provenPartner, readSeats, type Seats } from './seats.ts'
import { Steady } from './steady.ts'

export interface SpaceRecordHost {
  readonly url: string
  readonly store: MemberStore
  readonly api: Api
  readonly sealing: Sealing
  readonly clock: ServerClock
  readonly deviceNow: () => number
  /** This device's name, to be sealed. */
  readonly label: string | undefined
  member(): Member
  changeMember(change: (member: Member) => Member): Promise<void>
  changed(): void
}

/** Told of changes without end, this device looks this often, ms: whoever causes them must not use up what it may ask. */
const LOOK_EVERY_MS = 1_000
/** A removal that the server put off is asked for again after this, ms. */
const UNDO_AGAIN_MS = 5_000

const CACHED_VIEW = 'space'
const CACHED_CERTIFICATES = 'certificates'

/** What the server lists of a space (seats, devices, the invite), kept for when there is no network; and what it is told of this seat. */
export class SpaceRecord implements Disposable {
  readonly #host: SpaceRecordHost
  readonly #certificates: Certificates
  #view: SpaceView | null
  #seats: { of: Member; view: SpaceView | null; seats: Seats } | null = null
  /** The last look brought nothing. */
  #isBehind = false
  #refreshing: Promise<void> | null = null
  #again = false
  #disposed = false
  readonly #looking = new Steady(() => void this.refresh(), LOOK_EVERY_MS)
  #telling = false
  #undoing: Promise<Answer<Done>> | null = null
  #undoAgain: ReturnType<typeof setTimeout> | undefined

  constructor(host: SpaceRecordHost, local: LocalState) {
    this.#host = host
    this.#certificates = new Certificates(local.cache.get(CACHED_CERTIFICATES))
    this.#view = SpaceView.safeParse(local.cache.get(CACHED_VIEW)).data ?? null
  }

  seats(): Seats {
    const member = this.#host.member()
    if (this.#seats?.of === member && this.#seats.view === this.#view) return this.#seats.seats
    const read = readSeats(this.#host.sealing, member, this.#view, this.#certificates)
    // Listed anew and the same: the same value, so that nothing that follows from it is looked at again.
    const seats = this.#seats && JSON.stringify(this.#seats.seats) === JSON.stringify(read) ? this.#seats.seats : read
    this.#seats = { of: member, view: this.#view, seats }
    return seats
  }

  invite(): SpaceView['invite'] {
    return this.#view?.invite ?? null
  }

  /** Reads the space anew, and finishes what is still to be told. Asked for while it runs: once more after that. */
  refresh(): Promise<void> {
    this.#again = true
    this.#refreshing ??= this.#refreshAll().finally(() => {
      this.#refreshing = null
    })
    return this.#refreshing
  }

  /** A moment to do what could not be done before. */
  async goOn(): Promise<void> {
    await (this.#isBehind ? this.refresh() : this.tellSeat())
  }

  /** The server says that something is different now, or something came that this device's keys do not open. */
  changedThere(): void {
    this.#looking.call()
  }

  [Symbol.dispose](): void {
    this.#looking[Symbol.dispose]()
    clearTimeout(this.#undoAgain)
    this.#disposed = true
  }

  /** Access has ended: what is on this device stays readable. */
  async end(code: NonNullable<Member['endedBy']>): Promise<void> {
    await this.#host.changeMember(member => ({ ...member, endedBy: code }))
  }

  /**
   * Removes a wrong joiner. Written down first; then asked of the server together with a new epoch, so that what is sealed from
   * then on is closed to whoever held the link, whichever device of this seat seals it.
   */
  async undoJoin(): Promise<Answer<Done>> {
    await this.#host.changeMember(member => ({ ...member, undoing: true }))
    return this.#finishUndo()
  }

  /** Profile, key box and label, sealed. Tried again until the server has them. */
  async tellSeat(): Promise<void> {
    const told = this.#host.member()
    if (!told.toTell || told.endedBy || this.#telling) return
    this.#telling = true
    try {
      const requests = await seatRequests()
      if (!requests) return
      const { answer, keyBox } = await requests.tellSeat(this.#host, told, this.#view)
      if (!answer.ok) {
        if (answer.code === 'key-box-changed') this.changedThere()
        return
      }
      this.#boxIs(keyBox)
      await this.#host.changeMember(member => (sameContent(member, told) ? { ...member, toTell: false } : member))
    } finally {
      this.#telling = false
    }
  }

  async #refreshAll(): Promise<void> {
    while (this.#again) {
      this.#again = false
      if (this.#host.member().undoing) await this.#finishUndo()
      await this.#read()
      await this.tellSeat()
    }
  }

  async #read(): Promise<void> {
    const { api, store, clock, deviceNow } = this.#host
    const member = this.#host.member()
    if (member.endedBy) return
    const askedAt = deviceNow()
    const answer = await api.call('GET', '/api/space', SpaceView, undefined, member.device.token)
    if (!answer.ok) {
      this.#isBehind = true
      if (answer.code === 'access-ended') await this.end(answer.code)
      return
    }
    clock.answered(answer.now, askedAt)
    await keepClock(clock, store)
    if (await this.#certificates.check(answer))
      await store.writeCache(CACHED_CERTIFICATES, this.#certificates.good()).catch(() => {})
    // Keys first: whoever is seen to be gone, or there anew, is so under the keys that go with it.
    const requests = await seatRequests()
    await requests?.takeUp(this.#host, answer.keyBox)
    this.#isBehind = !requests
    this.#view = answer
    await store.writeCache(CACHED_VIEW, answer).catch(() => {})
    await this.#learn(answer)
    this.#host.changed()
  }

  /** What the list proves and this device did not know: who joined by one's invite, and after a recovery one's own name. */
  async #learn(view: SpaceView): Promise<void> {
    const member = this.#host.member()
    if (provenPartner(member, view))
      await this.#host.changeMember(now => {
        const partner = provenPartner(now, view)
        return partner ? { ...now, pinned: partner, toTell: true } : now
      })
    const { ownName } = this.seats()
    const news = { name: member.name || ownName, sample: view.sample }
    if (news.name === member.name && news.sample === member.sample) return
    await this.#host.changeMember(now => ({ ...now, ...news }))
  }

  /** Asked for by the person, and found unfinished by a look at the space: one request for both. */
  #finishUndo(): Promise<Answer<Done>> {
    this.#undoing ??= this.#undoOnce().finally(() => {
      this.#undoing = null
    })
    return this.#undoing
  }

  async #goOnUndoing(): Promise<void> {
    if (this.#host.member().undoing) await this.#finishUndo()
    if (!this.#host.member().undoing) await this.refresh()
  }

  async #undoOnce(): Promise<Answer<Done>> {
    const answer = await this.#askToUndo()
    if (!answer.ok && (mayRetry(answer.code) || answer.code === 'key-box-changed')) {
      clearTimeout(this.#undoAgain)
      if (!this.#disposed) this.#undoAgain = setTimeout(() => void this.#goOnUndoing(), UNDO_AGAIN_MS)
      return answer
    }
    // Nobody there to undo: an answer was lost, or another device was quicker. Its epoch is in the key box, which is read next.
    if (!answer.ok) await this.#host.changeMember(member => ({ ...member, undoing: false }))
    return answer
  }

  async #askToUndo(): Promise<Answer<Done>> {
    const requests = await seatRequests()
    if (!requests) return { ok: false, code: 'offline' }
    const { answer, keyBox } = await requests.undoJoin(this.#host, this.#keyBox(), async () => {
      await this.#read()
      return this.#keyBox()
    })
    this.#boxIs(keyBox)
    return answer
  }

  #keyBox(): string | null {
    return this.#view?.keyBox ?? null
  }

  /** Until the next look it is what others have to put theirs in the place of. */
  #boxIs(keyBox: string | undefined): void {
    if (keyBox && this.#view) this.#view = { ...this.#view, keyBox }
  }
}

/** How a seat tells and learns its keys is not for the first moment. Null without a network: then it is tried with the next look. */
const seatRequests = () => import('./seat-requests.ts').catch(() => null)

const sameContent = (one: Member, other: Member): boolean =>
  one.name === other.name &&
  JSON.stringify(one.epochs) === JSON.stringify(other.epochs) &&
  JSON.stringify(one.pinned) === JSON.stringify(other.pinned)
