import type * as Y from 'yjs'
import { starterTexts } from '../i18n/en/starters.ts'
import { eased, systemClock } from '../sync/document-clock.ts'
import type { DocumentStatus } from '../sync/document-status.ts'
import type { DocumentCipher } from '../sync/outer-document.ts'
import { indexedDbPersistence } from '../sync/outer-persistence.ts'
import { openSealedDocument, type SealedDocument } from '../sync/sealed-document.ts'
import type { Session } from '../sync/session.ts'
import { type DocumentAccess, documentAccess, documentDatabasePrefix, sessionKeys } from '../sync/session-keys.ts'
import { Agreement } from './agreement.ts'
import type { AgreementRecord } from './agreement-record.ts'
import type { AgreementView } from './agreement-view.ts'
import { MovedOn } from './moved-on.ts'
import { type OpenedAgreementRecord, openAgreementRecord } from './open-agreement-record.ts'
import { isSeeded, seedStarters } from './starters.ts'
import { joinTogether, type Together } from './together.ts'

/** Somebody else's page that has the agreement open, and where in it they are. */
export interface AgreementPeer {
  name: string
  seat: 'a' | 'b'
  clauseId: string | null
  field: string | null
}

/** What a screen shows of the agreement. The same object until something in it changes. */
export interface AgreementState {
  view: AgreementView
  status: DocumentStatus
  peers: readonly AgreementPeer[]
  canUndo: boolean
  canRedo: boolean
}

/** The agreement of a session, open on this page. Seeded with the starters by the creator's device. */
export interface OpenedAgreement {
  readonly agreement: Agreement
  readonly document: SealedDocument
  readonly together: Together
  /** Null while this device has no record of what both signed. */
  readonly movedOn: Pick<MovedOn, 'isLeaving' | 'subscribe'> | null
  state(): AgreementState
  subscribe(changed: () => void): () => void
  /** Whether this person looks at the agreement, so that the partner sees them there. Nobody is shown as present elsewhere. */
  setPresent(isPresent: boolean): void
  /** Where this person is; null when they have left the texts. Seen by the partner while both have it open. */
  setPlace(place: { clauseId: string; field: string } | null): void
  close(): Promise<void>
}

const GENERATION = 0
const agreements = new WeakMap<Y.Doc, Agreement>()

/** Null while this device has no space. Each call is closed by whoever made it. */
export const openAgreement = (session: Session): OpenedAgreement | null => {
  const access = documentAccess(session)
  if (!access) return null
  const persist = indexedDbPersistence(documentDatabasePrefix(access.profile, access.deviceId), {
    lost: () => meetLoss(session),
    full: isFull => sessionKeys(session)?.documentFull(isFull),
  })
  const document = openSealedDocument({
    name: 'agreement',
    generation: GENERATION,
    access,
    cipher: cipherOf(session, access),
    // Where the session itself is not kept, nothing is left behind that no leaving would take away.
    persist: session.state().storage === 'memory' ? null : persist,
  })
  const agreement = agreements.get(document.inner) ?? new Agreement(document.inner)
  agreements.set(document.inner, agreement)
  return bind(session, document, agreement)
}

/** What the session keeps lies beside it: whatever is read of that meets the loss, and the session then says so. */
const meetLoss = (session: Session) => void session.readLocal('agreement')

const bind = (session: Session, document: SealedDocument, agreement: Agreement): OpenedAgreement => {
  const { awareness } = document
  const listeners = new Set<() => void>()
  let state: AgreementState | null = null
  let keyring = documentAccess(session)?.keyring
  // However many clauses somebody put there: reading them all again must not take the page's time.
  const telling = eased(systemClock, () => {
    for (const listener of [...listeners]) listener()
  })
  const changed = () => {
    state = null
    telling.call()
  }
  const followSession = () => {
    document.setOffline(session.isSetOffline())
    const access = documentAccess(session)
    if (access?.keyring !== keyring) document.reopen()
    keyring = access?.keyring
    const { phase, devices } = session.state()
    if (!access || (phase !== 'alone' && phase !== 'paired')) return
    document.partnerIs(devices.flatMap(({ deviceId, seat }) => (seat === access.seat ? [] : [deviceId])))
  }
  const beginWithStarters = () => {
    if (!document.status().loaded || session.state().me?.seat !== 'a' || isSeeded(document.inner)) return
    if (!document.wasEverErased()) seedStarters(document.inner, starterTexts)
  }
  let peers = peersOf(document)
  /** One's own caret moves with every letter, and is no news here. */
  const heardPeers = () => {
    const now = peersOf(document)
    if (JSON.stringify(now) === JSON.stringify(peers)) return
    peers = now
    changed()
  }
  awareness.on('change', heardPeers)
  const stops = [
    session.subscribe(followSession),
    document.subscribe(beginWithStarters),
    document.subscribe(changed),
    agreement.subscribe(changed),
    () => awareness.off('change', heardPeers),
  ]
  followSession()
  beginWithStarters()
  const { watch, leave: leaveMovedOn } = joinMovedOn(session, document, agreement)
  const { together, leave: leaveTogether } = joinTogether(session, document, agreement)
  return {
    agreement,
    document,
    together,
    movedOn: watch,
    state: () => {
      state ??= {
        view: agreement.snapshot(),
        status: document.status(),
        peers,
        canUndo: agreement.canUndo(),
        canRedo: agreement.canRedo(),
      }
      return state
    },
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    setPresent: isPresent => {
      const now = awareness.getLocalState()
      if (!now) return
      const { user, cursor, clauseId, field, ...others } = now
      awareness.setLocalState(isPresent ? { ...now, user: { name: session.state().me?.name ?? '' } } : others)
    },
    setPlace: place => {
      const now = awareness.getLocalState()
      if (!now) return
      const { clauseId = null, field = null } = place ?? {}
      awareness.setLocalState({ ...now, clauseId, field, ...(place === null && { cursor: null }) })
    },
    close: async () => {
      const isOpen = stops.length > 0
      for (const stop of stops.splice(0)) stop()
      telling.stop()
      if (isOpen) leaveTogether()
      if (isOpen) await leaveMovedOn()
      await document.close()
    },
  }
}

/** What this person agreed to, alone or with the other, and what is in force. */
const knownTo = ({ agreedBy, inForce }: AgreementRecord, seat: 'a' | 'b') => [...agreedBy(seat), ...(inForce?.clauses ?? [])]

const movedOn = new WeakMap<Y.Doc, { uses: number; watch: MovedOn | null; record: OpenedAgreementRecord | null }>()

/** One watch per open document, whoever has it open. `leave` resolves when what one moved on from is taken back. */
const joinMovedOn = (
  session: Session,
  document: SealedDocument,
  agreement: Agreement,
): { watch: MovedOn | null; leave: () => Promise<void> } => {
  const record = movedOn.has(document.inner) ? null : openAgreementRecord(session)
  const view = () => (document.status().loaded ? agreement.snapshot() : null)
  const watch = record && new MovedOn({ session, doc: document.inner, record, view })
  let first: ReadonlySet<string> = new Set()
  const readFirst = () => {
    const seat = session.state().me?.seat
    if (!record || !seat) return
    const state = record.state()
    // While signatures are being checked, what was known stays known.
    first = new Set([...(state.unverified ? first : []), ...knownTo(state, seat).map(({ clauseId }) => clauseId)])
    agreement.readFirst(first)
  }
  record?.subscribe(readFirst)
  readFirst()
  const joined = movedOn.get(document.inner) ?? { uses: 0, watch, record }
  movedOn.set(document.inner, joined)
  joined.uses += 1
  const leave = async () => {
    joined.uses -= 1
    if (joined.uses > 0) return
    movedOn.delete(document.inner)
    await joined.watch?.settle().catch(() => {})
    joined.watch?.[Symbol.dispose]()
    joined.record?.close()
  }
  return { watch: joined.watch, leave }
}

/** Under the newest key the session has, whenever that is asked for. */
const cipherOf = (session: Session, first: DocumentAccess): DocumentCipher => {
  const access = () => documentAccess(session) ?? first
  return {
    seal: (context, bytes) => access().sealing.seal(access().keyring, context, bytes),
    open: (context, envelope) => {
      const opened = access().sealing.open(access().keyring, context, envelope)
      return opened.ok ? opened.value : null
    },
  }
}

const peersOf = ({ awareness }: SealedDocument): AgreementPeer[] =>
  [...awareness.getStates()]
    .filter(([client, { user }]) => client !== awareness.clientID && Boolean(user?.name))
    .map(([, { user, clauseId, field }]) => ({
      name: user?.name ?? '',
      seat: user?.seat ?? 'a',
      clauseId: clauseId ?? null,
      field: field ?? null,
    }))
