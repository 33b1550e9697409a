import { type DocumentName, MAX_DOCUMENT_BYTES } from '../../shared/documents.ts'
import { type Refusal, refuse } from '../../shared/errors.ts'
import type { Seat } from '../../shared/ids.ts'
import type { Transaction } from '../storage/store.ts'
import { type Access, findAccess } from './access.ts'
import { filterUpdate, type UpdateFilter } from './document-filter.ts'
import { appendUpdate, claimAuthors, type DocumentKey, type LoadedDocument } from './document-log.ts'
import { type Held, heldBy, hold } from './document-shares.ts'
import { applyChange, type StateChange } from './document-state.ts'
import { MAX_CLIENTS } from './document-update.ts'
import { admit, arrivalsOf, arrive } from './document-walks.ts'

/** Every document is in its first generation; starting a new one comes with what needs it. */
export const CURRENT_GENERATION = 0

/** Whose document a token reaches by this name: a journal is its seat's own, the others belong to the space. */
export const ownerOf = (name: DocumentName, access: Access): string => {
  switch (name) {
    case 'journal':
      return `${access.spaceId}/${access.seat}`
    case 'agreement':
    case 'practice':
      return access.spaceId
  }
}

/** What decides whether an update is stored. Tests take a rule away to show what it is good for. */
export interface DocumentRules {
  filter: UpdateFilter
  claimAuthors: typeof claimAuthors
  /** The most a document's log may hold, bytes. */
  maxBytes: number
  /** Entries, deleted ones included; a run of those is one. */
  maxEntries: number
  /** Yjs client ids: one for each time a page was loaded and written in. */
  maxClients: number
  maxDeleteRuns: number
  /** Steps that Yjs takes on every page to put all entries in their places. */
  maxSteps: number
}
export const documentRules: DocumentRules = {
  filter: filterUpdate,
  claimAuthors,
  maxBytes: MAX_DOCUMENT_BYTES,
  // What a compaction takes out becomes one run, unless both typed in turns: nine hours of that, eight letters a second each.
  maxEntries: 2 ** 19,
  maxClients: MAX_CLIENTS,
  // A compaction leaves a run or two of its page, and a later one joins them.
  maxDeleteRuns: 2 ** 17,
  // Yjs takes 6,000 a millisecond on a desk, on a phone a quarter of that: seven tenths of a second.
  maxSteps: 2 ** 20,
}

/** One socket as the log sees it. */
export interface UpdateSource {
  /** State vectors sent to it that it has not answered. */
  unanswered: number
  /** Something of it was left out that it has not repeated yet. */
  behind: boolean
}

/** An update as it came in. What follows a refused update of one source is refused too. */
export interface Incoming {
  from: UpdateSource
  tokenHash: string
  bytes: Uint8Array
  /** The answer to a state vector, rather than an edit as it is made. */
  resync: boolean
}

/**
 * `stored` is what others are told, null when nothing was new; `whole` is false when the sender must be asked again; `parts` is
 * how much there was to read.
 */
export type Stored = { ok: true; stored: Uint8Array | null; whole: boolean; parts: number } | Refusal

/**
 * Decides on updates in the order in which they came, and appends what may be stored, all in this transaction. Advances
 * `document`, which no longer holds if the transaction fails: load it again then.
 */
export const storeUpdates = async (
  tx: Transaction,
  key: DocumentKey,
  document: LoadedDocument,
  updates: Incoming[],
  rules: DocumentRules,
): Promise<Stored[]> => {
  const refused = new Map<UpdateSource, Refusal>()
  const access = new Map<string, Access | Refusal>()
  const outcomes: Stored[] = []
  for (const update of updates) {
    const allowed = access.get(update.tokenHash) ?? (await findAccess(tx, update.tokenHash))
    access.set(update.tokenHash, allowed)
    const outcome = refused.get(update.from) ?? (allowed.ok ? await storeOne(tx, key, document, update, allowed, rules) : allowed)
    if (!outcome.ok) refused.set(update.from, outcome)
    outcomes.push(outcome)
  }
  return outcomes
}

const storeOne = async (
  tx: Transaction,
  key: DocumentKey,
  document: LoadedDocument,
  incoming: Incoming,
  { seat }: Access,
  rules: DocumentRules,
): Promise<Stored> => {
  const { state, rows } = document
  const { from, bytes, resync } = incoming
  if (resync && from.unanswered > 0) {
    // The answer to the last question repeats whatever was left out before it.
    from.unanswered--
    from.behind = false
  }
  const filtered = rules.filter(state, bytes, { seat, resync, behind: from.behind })
  if (!filtered.ok) return filtered
  const { update, entries, sections, whole, change, parts } = filtered
  if (!whole) from.behind = true
  if (!update) return { ok: true, stored: null, whole, parts }

  const claimed = sections.map(({ client }) => client).filter(client => !state.authors.has(client))
  const added = { seat, bytes: update.length, entries, clients: claimed.length, change }
  const exceeded = exceededBy(document, rules, added, key.document === 'journal' ? 1 : 2)
  if (exceeded) return refuse('too-large', { detail: exceeded })
  if (sections.some(section => section.entries.some(entry => entry.rightOrigin))) return refuse('foreign-content')
  const arrivals = arrivalsOf(state.walks, sections)
  const walks = admit(state.walks, arrivals, rules.maxSteps)
  if (!walks) return refuse('too-large', { detail: 'steps' })
  if (!(await rules.claimAuthors(tx, key, claimed, seat))) return refuse('foreign-author')

  rows.push(await appendUpdate(tx, key, update, entries))
  for (const client of claimed) state.authors.set(client, seat)
  applyChange(state, change)
  for (const section of sections) hold(state.shares, seat, heldBy(section))
  if (walks === state.walks) arrive(walks, arrivals)
  else state.walks = walks
  return { ok: true, stored: update, whole, parts }
}

interface Added extends Held {
  seat: Seat
  clients: number
  change: StateChange
}

/**
 * Deletes are welcome in a full document: they are what makes it smaller. Of what two seats share,
 * each has half: neither takes the other's room.
 */
const exceededBy = ({ state, rows }: LoadedDocument, rules: DocumentRules, added: Added, seats: 1 | 2): string | null => {
  const runs = added.change.deletes.values().reduce((sum, ranges) => sum + ranges.length / 2, 0)
  if (state.deleteRuns + runs > rules.maxDeleteRuns) return 'deletes'
  if (added.entries === 0) return null
  const bytes = rows.reduce((sum, row) => sum + row.size, added.bytes)
  if (bytes > rules.maxBytes) return 'document'
  const entries = rows.reduce((sum, row) => sum + row.entries, added.entries)
  if (entries > rules.maxEntries) return 'entries'
  if (state.authors.size + added.clients > rules.maxClients) return 'clients'
  if (seats === 1) return null
  // A fold has made less of it for all, and nobody holds more than all.
  const own = state.shares[added.seat]
  if (Math.min(own.bytes + added.bytes, bytes) > rules.maxBytes / 2) return 'share'
  if (Math.min(own.entries + added.entries, entries) > rules.maxEntries / 2) return 'share'
  if (added.clients === 0) return null
  const clients = state.authors.values().reduce((sum, seat) => sum + (seat === added.seat ? 1 : 0), added.clients)
  return clients > rules.maxClients / 2 ? 'share' : null
}
