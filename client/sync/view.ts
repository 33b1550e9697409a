import { type EventId, type Instant, otherSeat } from '../../shared/ids.ts'
import { PAUSE_LIMITS, type PauseLimits, pauseAt } from '../../shared/pause.ts'
import { lifeOf, reachedBy } from '../../shared/signal.ts'
import { type InviteState, UNDO_JOIN_MS } from '../../shared/spaces.ts'
import { inviteFragment } from '../keys/invite-link.ts'
import type { PauseView, SessionState, SignalView } from './session.ts'
import { type SignalSources, trusted } from './signal-views.ts'
import { AGAIN_WITHIN_MS } from './space-log.ts'
import { viewTests } from './test-views.ts'

/** A reunion that nobody closed is not shown for longer, ms. */
const REUNION_FOR_MS = 2 * 3_600_000
/** That a pause was taken back is said for so long, ms. */
const TAKEN_BACK_FOR_MS = 30 * 60_000

/** Everything that a state is made of. */
export interface Sources extends SignalSources {
  invite: { inviteId: string; state: InviteState; expiresAt: Instant } | null
  limits: PauseLimits
  pauseUnconfirmed: boolean
  startUnsent: boolean
  url: string
  reunionDone: Instant
  connection: SessionState['connection']
  refusal: SessionState['refusal']
  unsent: number
}

export const EMPTY_STATE: SessionState = {
  phase: 'none',
  endedBy: null,
  me: null,
  partner: null,
  partnerNameGuess: '',
  connection: 'offline',
  refusal: null,
  signals: [],
  repairs: [],
  tests: [],
  partnerPush: null,
  pause: {
    state: { kind: 'none' },
    unconfirmed: false,
    named: null,
    unsent: false,
    limits: PAUSE_LIMITS,
    reunion: null,
    phrases: [],
    before: { said: [], starts: [] },
    takenBackAt: null,
    endedAt: 0,
    startedAnew: false,
    askedAgain: false,
  },
  drill: [],
  unsent: 0,
  devices: [],
  invite: null,
  wordsUnconfirmed: false,
  partnerVerified: false,
  undoJoinUntil: null,
  joinerLeftAt: 0,
}

/** What screens show of a space. Pure: the time and everything else is passed in. */
export const viewState = (sources: Sources, signals: SignalView[], repairs: SignalView[]): SessionState => {
  const { member, seats, connection, refusal, unsent } = sources
  const partnerThere = member.seat === 'b' || seats.partner !== null
  const partnerName = seats.partnerName || (member.seat === 'b' ? member.partnerName : '')
  return {
    phase: member.endedBy ? 'ended' : partnerThere ? 'paired' : isUnread(sources) ? 'loading' : 'alone',
    endedBy: member.endedBy,
    me: { seat: member.seat, name: member.name || seats.ownName },
    partner: partnerThere ? { seat: otherSeat(member.seat), name: partnerName } : null,
    partnerNameGuess: member.partnerName,
    connection,
    refusal,
    signals,
    repairs,
    tests: viewTests(sources),
    partnerPush: seats.partner?.push ?? null,
    pause: viewPause(sources),
    drill: sources.folded.drill,
    unsent,
    devices: seats.devices.map(({ sign, ...device }) => device),
    invite: viewInvite(sources),
    wordsUnconfirmed: member.partnerSecret !== null,
    partnerVerified: seats.partnerVerified,
    undoJoinUntil: undoUntil(sources),
    joinerLeftAt: sources.folded.joinerLeftAt,
  }
}

/** By recovery words a device comes into a space of which it knows nobody until the server's list was read, which it lists too. */
const isUnread = ({ member, seats, connection }: Sources): boolean =>
  member.partnerSecret === null && seats.devices.length === 0 && (connection === 'online' || connection === 'connecting')

const viewPause = (sources: Sources): PauseView => {
  const { folded, limits, now, member, seats, waiting, hereSince } = sources
  const { reunion, takenBackAt } = folded
  const isOver = !reunion || reunion <= Math.max(sources.reunionDone, hereSince) || now - reunion > REUNION_FOR_MS
  return {
    state: pauseAt(folded.pause, now, limits),
    unconfirmed: sources.pauseUnconfirmed,
    named: viewNamed(sources),
    unsent: sources.startUnsent,
    limits,
    reunion: isOver ? null : { endedAt: reunion },
    phrases: folded.phrases.flatMap(phrase => {
      const { id, seat, at } = phrase
      if (at <= hereSince) return []
      const facts = folded.facts.get(id)
      const reached = facts && lifeOf(trusted(facts, seats))?.reached
      const state = reached ? 'reached' : waiting.has(id) ? 'waiting' : 'sent'
      const opened = sources.opened.phrase(member, phrase)
      const atReunion = reunion !== null && at - reunion < REUNION_FOR_MS
      return opened ? [{ id, from: seat, text: opened.text, at, state, rests: opened.rests === true, atReunion }] : []
    }),
    before: isOver ? EMPTY_STATE.pause.before : viewBefore(sources, reunion),
    takenBackAt: takenBackAt && now - takenBackAt < TAKEN_BACK_FOR_MS ? takenBackAt : null,
    endedAt: Math.max(reunion ?? 0, takenBackAt ?? 0),
    startedAnew: isStartedAnew(sources),
    askedAgain: folded.askedAgain.includes(member.seat),
  }
}

const isStartedAnew = ({ folded: { pause, takenBack }, member }: Sources): boolean =>
  pause.kind === 'paused' &&
  takenBack?.again === true &&
  takenBack.by !== member.seat &&
  !pause.startedBy.includes(member.seat) &&
  pause.startedAt - takenBack.at < AGAIN_WITHIN_MS

/** Opened only when it is needed: long logs hold many. */
const viewBefore = ({ folded, member, opened }: Sources, reunion: Instant): PauseView['before'] => {
  const earlier = folded.history.filter(({ at }) => at < reunion)
  return {
    said: earlier.flatMap(event => {
      const text = event.kind === 'phrase' && opened.phrase(member, event)?.text
      return text ? [{ text, at: event.at }] : []
    }),
    starts: earlier.flatMap(({ kind, at }) => (kind === 'pause' ? [at] : [])),
  }
}

/** Who came back since, had the time on their screen too, whether or not their receipt came. */
const viewNamed = ({ folded: { named, pause, facts }, member, seats }: Sources): PauseView['named'] => {
  if (!named || pause.kind === 'none') return null
  const other = otherSeat(named.seat)
  const isOn = (id: EventId): boolean => {
    const known = facts.get(id)
    return known !== undefined && reachedBy(trusted(known, seats), other)
  }
  const reached = isOn(named.id) || pause.returned.some(({ seat }) => seat === other)
  const shown = reached || pause.startedBy.includes(other) || named.earlier.some(({ id, seat }) => seat === other || isOn(id))
  return { id: named.id, mine: named.seat === member.seat, reached, shown, joined: named.joined }
}

const viewInvite = ({ member, seats, invite, url, now }: Sources): SessionState['invite'] => {
  const newest = member.invites.at(-1)
  if (!newest) return null
  const link = `${url}/join${inviteFragment({ secret: newest.secret, creatorSign: member.seatKeys.sign })}`
  const state = invite?.inviteId === newest.inviteId ? invite.state : seats.partner ? 'used' : 'open'
  const expiresAt = invite?.inviteId === newest.inviteId ? invite.expiresAt : newest.expiresAt
  return { link, expiresAt, state: state === 'open' && expiresAt <= now ? 'expired' : state }
}

const undoUntil = ({ member, seats, now }: Sources): Instant | null => {
  if (member.seat !== 'a' || !seats.partner) return null
  // Who has not finished joining can be undone for as long as they have not, and for a day after that.
  const until = (seats.partner.profile === null ? now : seats.partner.joinedAt) + UNDO_JOIN_MS
  return until > now ? until : null
}
