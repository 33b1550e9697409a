import type { z } from 'zod'
import { context } from '../../shared/envelope.ts'
import { AnswerContent, PhraseContent, SignalContent } from '../../shared/events.ts'
import { type EventId, type Instant, otherSeat } from '../../shared/ids.ts'
import { PAUSE_LIMITS, type PauseLimits, pauseAt } from '../../shared/pause.ts'
import { type Facts, isEarlier, lifeOf } from '../../shared/signal.ts'
import { type InviteState, UNDO_JOIN_MS } from '../../shared/spaces.ts'
import { inviteFragment } from '../keys/invite-secret.ts'
import type { Member } from './identity.ts'
import type { Seats } from './seats.ts'
import { type PauseView, type SessionState, type SignalView, UNREADABLE } from './session.ts'
import type { Folded } from './space-log.ts'

/** Signals older than this are not listed, ms. */
const SIGNALS_FOR_MS = 7 * 86_400_000
/** A reunion that nobody closed is not shown for longer, ms. */
const REUNION_FOR_MS = 2 * 3_600_000
/** That a pause was taken back is said for so long, ms. */
const TAKEN_BACK_FOR_MS = 30 * 60_000

/** Opens what an event holds, under the context of that event. */
export type OpenContent = <T>(id: EventId, eventContext: string, sealed: string, schema: z.ZodType<T>) => T | null

/** Everything that a state is made of. */
export interface Sources {
  member: Member
  seats: Seats
  invite: { inviteId: string; state: InviteState; expiresAt: Instant } | null
  /** The log with the outbox on top. */
  folded: Folded
  limits: PauseLimits
  /** In the outbox and not acknowledged. */
  waiting: ReadonlySet<EventId>
  pauseUnconfirmed: boolean
  arrivedAt: (id: EventId) => Instant | undefined
  open: OpenContent
  now: Instant
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
  pause: {
    state: { kind: 'none' },
    unconfirmed: false,
    limits: PAUSE_LIMITS,
    reunion: null,
    phrases: [],
    takenBackAt: null,
    askedAgain: false,
  },
  unsent: 0,
  devices: [],
  invite: null,
  wordsUnconfirmed: false,
  partnerVerified: false,
  undoJoinUntil: null,
}

/** What screens show of a space. Pure: the time and everything else is passed in. */
export const viewState = (sources: Sources): SessionState => {
  const { member, seats, connection, refusal, unsent } = sources
  const partnerThere = member.seat === 'b' || seats.partner !== null
  const partnerName = seats.partnerName || (member.seat === 'b' ? member.partnerName : '')
  return {
    phase: member.endedBy ? 'ended' : partnerThere ? 'paired' : 'alone',
    endedBy: member.endedBy,
    me: { seat: member.seat, name: member.name || seats.ownName },
    partner: partnerThere ? { seat: otherSeat(member.seat), name: partnerName } : null,
    partnerNameGuess: member.partnerName,
    connection,
    refusal,
    signals: viewSignals(sources),
    pause: viewPause(sources),
    unsent,
    devices: seats.devices.map(({ sign, ...device }) => device),
    invite: viewInvite(sources),
    wordsUnconfirmed: member.partnerSecret !== null,
    partnerVerified: seats.partnerVerified,
    undoJoinUntil: undoUntil(sources),
  }
}

const viewSignals = (sources: Sources): SignalView[] =>
  [...sources.folded.facts]
    .flatMap(([id, facts]) => (facts.shown?.kind === 'signal' ? (viewSignal(sources, id, facts) ?? []) : []))
    .filter(signal => signal.pressedAt > sources.now - SIGNALS_FOR_MS)
    .sort((one, other) => one.pressedAt - other.pressedAt)

const viewSignal = (sources: Sources, id: EventId, facts: Facts): SignalView | null => {
  const { member, seats, waiting } = sources
  const life = lifeOf(trusted(facts, seats))
  if (!life) return null
  const { shown, pressedAt, answer } = life
  const mine = shown.seat === member.seat
  const isWaiting = waiting.has(id)
  const arrivedAt = sources.arrivedAt(id) ?? sources.now
  return {
    id,
    mine,
    content: signalContent(sources, id, shown.sealed, mine),
    pressedAt,
    state: isWaiting && life.state === 'sent' ? 'waiting' : life.state,
    sentAt: isWaiting ? null : shown.at,
    reached: life.reached && { at: life.reached.at, device: labelOf(seats, life.reached.deviceId) },
    answer: answer && {
      text: answerText(sources, answer.id, answer.sealed),
      at: answer.at,
      from: nameOf(sources, answer.seat === member.seat),
      ...(waiting.has(answer.id) && { unsent: true }),
    },
    takenBack: life.takenBack,
    earlier: isEarlier(shown.heldMs, shown.at, arrivedAt),
    receiptSent: facts.received[member.deviceId] !== undefined,
  }
}

/** Receipts of a listed device that its seat's key did not certify count for nothing. Of one no longer listed they stay true. */
const trusted = (facts: Facts, seats: Seats): Facts => {
  const isForeign = (id: string) => seats.devices.some(device => device.deviceId === id && !device.certified)
  const received = Object.entries(facts.received).filter(([device]) => !isForeign(device))
  return { ...facts, received: Object.fromEntries(received) }
}

const signalContent = (sources: Sources, id: EventId, sealed: string, mine: boolean): SignalContent => {
  const opened = sources.open(id, context.event(sources.member.spaceId, 'signal', id), sealed, SignalContent)
  if (opened) return opened
  const from = nameOf(sources, mine)
  return { clauseId: '', word: UNREADABLE, emoji: '', gesture: '', meaning: '', helps: '', from }
}

const answerText = (sources: Sources, id: EventId, sealed: string): string =>
  sources.open(id, context.event(sources.member.spaceId, 'answer', id), sealed, AnswerContent)?.text ?? UNREADABLE

const nameOf = ({ member, seats }: Sources, mine: boolean): string =>
  mine ? member.name || seats.ownName : seats.partnerName || member.partnerName

const labelOf = (seats: Seats, id: string): string => seats.devices.find(device => device.deviceId === id)?.label ?? ''

const viewPause = (sources: Sources): PauseView => {
  const { folded, limits, now, member, seats, waiting } = sources
  const { reunion, takenBackAt } = folded
  // What two said to each other is not played again on a device that was recovered since.
  const hereSince = seats.devices.find(device => device.thisOne)?.addedAt ?? Number.POSITIVE_INFINITY
  const isOver = reunion === null || reunion <= Math.max(sources.reunionDone, hereSince) || now - reunion > REUNION_FOR_MS
  return {
    state: pauseAt(folded.pause, now, limits),
    unconfirmed: sources.pauseUnconfirmed,
    limits,
    reunion: isOver ? null : { endedAt: reunion },
    phrases: folded.phrases.flatMap(({ id, seat, sealed, at }) => {
      if (at <= hereSince) return []
      const facts = folded.facts.get(id)
      const reached = facts && lifeOf(trusted(facts, seats))?.reached
      const state = reached ? 'reached' : waiting.has(id) ? 'waiting' : 'sent'
      const opened = sources.open(id, context.event(member.spaceId, 'phrase', id), sealed, PhraseContent)
      return opened ? [{ id, from: seat, text: opened.text, at, state }] : []
    }),
    takenBackAt: takenBackAt !== null && now - takenBackAt < TAKEN_BACK_FOR_MS ? takenBackAt : null,
    askedAgain: folded.askedAgain.includes(member.seat),
  }
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
  const until = seats.partner.joinedAt + UNDO_JOIN_MS
  return until > now ? until : null
}
