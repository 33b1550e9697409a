import type * as Y from 'yjs'
import type { Seat } from '../../shared/ids.ts'
import { onPageLife } from '../sync/page-life.ts'
import type { SealedDocument } from '../sync/sealed-document.ts'
import type { Session } from '../sync/session.ts'
import type { Agreement } from './agreement.ts'
import { ClauseChanges } from './clause-changes.ts'
import { KeyedListeners } from './keyed-listeners.ts'
import { OwnWordings } from './own-wordings.ts'
import { PartnerHeard, tellAbsence } from './partner-heard.ts'
import { Removals } from './removals.ts'

/** So long after the partner has everything, what was kept for their return is let go of, ms: their own may still be on its way. */
const TIDY_MS = 5_000

/** What two who write at once, or after each other, see of each other. */
export interface Together {
  changes: ClauseChanges
  removals: Removals
  partnerAt: PartnerAt
}

/** The clause in which the partner's caret stands; null when they are nowhere. A clause hears of its own change alone. */
export class PartnerAt {
  readonly #listeners = new KeyedListeners<string>()
  #at: string | null = null

  get at(): string | null {
    return this.#at
  }

  subscribe(id: string, changed: () => void): () => void {
    return this.#listeners.add(id, changed)
  }

  move(to: string | null): void {
    const from = this.#at
    if (from === to) return
    this.#at = to
    if (from !== null) this.#listeners.tell(from)
    if (to !== null) this.#listeners.tell(to)
  }
}

const joined = new WeakMap<Y.Doc, { uses: number; together: Together; end: () => void }>()

/** One per open document, whoever has it open. `leave` when it is no longer needed, before the document is closed. */
export const joinTogether = (
  session: Session,
  document: SealedDocument,
  agreement: Agreement,
): { together: Together; leave: () => void } => {
  const here = joined.get(document.inner) ?? { uses: 0, ...begin(session, document, agreement) }
  joined.set(document.inner, here)
  here.uses += 1
  const leave = () => {
    here.uses -= 1
    if (here.uses > 0) return
    joined.delete(document.inner)
    here.end()
  }
  return { together: here.together, leave }
}

const begin = (session: Session, document: SealedDocument, agreement: Agreement) => {
  const { inner, awareness } = document
  const mySeat = session.state().me?.seat ?? 'a'
  const isPartner = (user: { name: string; seat?: Seat } | undefined) => Boolean(user?.name && user.seat && user.seat !== mySeat)
  const partner = () => [...awareness.getStates().values()].find(({ user }) => isPartner(user))
  const partnerIs = () => {
    const { saved, connection } = document.status()
    if (connection !== 'online' || !partner()) return 'away'
    return saved === 'both' ? 'has-all' : 'here'
  }
  const heardOf: PartnerHeard = new PartnerHeard(
    awareness,
    ({ user }) => isPartner(user as Parameters<typeof isPartner>[0]),
    () => session.now(),
    since => changes.partnerWasAway(since),
  )
  const seated = { seat: mySeat, now: () => session.now(), joinerLeftAt: () => session.state().joinerLeftAt }
  const changes: ClauseChanges = new ClauseChanges(inner, agreement, {
    ...seated,
    after,
    partner: partnerIs,
    heardAt: () => heardOf.at,
    own: new OwnWordings(session),
  })
  const removals = new Removals(inner, agreement, seated)
  const partnerAt = new PartnerAt()
  let cancelTidying: (() => void) | null = null
  const tidySoon = () => {
    if (cancelTidying || partnerIs() !== 'has-all') return
    cancelTidying = after(TIDY_MS, () => {
      cancelTidying = null
      changes.tidy()
    })
  }
  const heard = () => {
    partnerAt.move(partner()?.['clauseId'] ?? null)
    tidySoon()
  }
  let wasOnline = false
  const followConnection = () => {
    const isOnline = document.status().connection === 'online'
    if (wasOnline && !isOnline) tellAbsence(awareness)
    wasOnline = isOnline
  }
  const settle = () => {
    changes.settle()
    document.flush()
  }
  awareness.on('change', heard)
  followConnection()
  const stops = [
    document.subscribe(tidySoon),
    document.subscribe(followConnection),
    onPageLife({ leaving: settle, back: () => undefined, gone: () => undefined }),
    () => awareness.off('change', heard),
    () => heardOf[Symbol.dispose](),
    () => cancelTidying?.(),
  ]
  const end = () => {
    for (const stop of stops) stop()
    changes[Symbol.dispose]()
    removals[Symbol.dispose]()
  }
  return { together: { changes, removals, partnerAt }, end }
}

const after = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
