import { z } from 'zod/mini'
import { Sealed } from './envelope.ts'
import { DeviceId, EventId, Instant, Seat } from './ids.ts'
import { DuePauseStep, PauseStep, StoredPauseStep } from './pause.ts'
import { NOTHING_SEEN, plainWords } from './plain-words.ts'

/** One entry of a space's log as a device sends it. The server sees kind, seat, times and pause steps; words are sealed. */
const outgoing = <K extends string, S extends z.core.$ZodShape>(kind: K, shape: S) =>
  z.strictObject({
    id: EventId,
    kind: z.literal(kind),
    /** Age in the outbox when it was sent, ms. */
    heldMs: z.int().check(z.nonnegative()),
    ...shape,
  })

export const OutgoingEvent = z.discriminatedUnion('kind', [
  /** A press of an agreed signal; `sealed` holds a `SignalContent`. */
  outgoing('signal', { sealed: Sealed }),
  /** A one-tap reply to the other seat's signal; `sealed` holds an `AnswerContent`. */
  outgoing('answer', { about: EventId, sealed: Sealed }),
  /** The sender takes its own signal back; its state tells whether it had arrived. */
  outgoing('take-back', { about: EventId }),
  /** A receipt: the other seat's event was drawn on a visible page of this device, or its service worker showed it. */
  outgoing('received', { about: EventId }),
  outgoing('pause', { step: PauseStep }),
  /** A reconnection phrase, shown full screen on the other phone. */
  outgoing('phrase', { sealed: Sealed }),
  /** "Let me try again"; `sealed` holds a `PhraseContent`. */
  outgoing('repair', { sealed: Sealed }),
  /** `quiet`: the partner's closed devices are not called for it. Asked of the server, and not kept in the log. */
  outgoing('drill', { sealed: Sealed, quiet: z.optional(z.literal(true)) }),
  /** A signed assent to one wording of one clause, or its withdrawal; `sealed` holds an `AssentContent`. */
  outgoing('assent', { sealed: Sealed }),
  /** Puts in force what both agreed to; `sealed` holds a `VersionContent`. */
  outgoing('version', { sealed: Sealed }),
  /** A question on a clause, a reply, or that it is settled; `sealed` holds a `QuestionContent`. */
  outgoing('question', { sealed: Sealed }),
])
export type OutgoingEvent = z.infer<typeof OutgoingEvent>
export type EventKind = OutgoingEvent['kind']

/** Where and when the server put an event. For pause steps `heldMs` is what the server let count. */
const stored = { seq: z.int().check(z.positive()), at: Instant, seat: Seat, deviceId: DeviceId }
/** Tolerant: a newer server may add fields. */
const storedEvent = <K extends string, S extends z.core.$ZodShape>(kind: K, shape: S) =>
  z.object({ id: EventId, kind: z.literal(kind), heldMs: z.int().check(z.nonnegative()), ...stored, ...shape })

export const StoredEvent = z.discriminatedUnion('kind', [
  storedEvent('signal', { sealed: Sealed }),
  storedEvent('answer', { about: EventId, sealed: Sealed }),
  storedEvent('take-back', { about: EventId }),
  storedEvent('received', { about: EventId }),
  storedEvent('pause', { step: StoredPauseStep }),
  storedEvent('phrase', { sealed: Sealed }),
  storedEvent('repair', { sealed: Sealed }),
  storedEvent('drill', { sealed: Sealed }),
  storedEvent('assent', { sealed: Sealed }),
  storedEvent('version', { sealed: Sealed }),
  storedEvent('question', { sealed: Sealed }),
  /** From the server's due jobs, not from a seat. */
  z.object({ id: EventId, kind: z.literal('pause-due'), seq: z.int().check(z.positive()), at: Instant, step: DuePauseStep }),
])
export type StoredEvent = z.infer<typeof StoredEvent>

/** The kinds of which the agreement is made. They never age: whoever reads the log needs all of them. */
export const agreementKinds = ['assent', 'version', 'question'] as const
export type AgreementKind = (typeof agreementKinds)[number]
export type AgreementEvent = Extract<StoredEvent, { kind: AgreementKind }>
export const isAgreementEvent = (event: StoredEvent): event is AgreementEvent => agreementKinds.some(kind => kind === event.kind)
/**
 * So many of each kind each seat may have in a log, ever: a couple that rewords every clause a dozen times comes to half of it. They are bounded
 * where they are stored, so that no phone has to leave one out for another.
 */
export const MOST_OF_AGREEMENT = 5_000
/** So many steps of pauses each seat may take in a day: a pause, which lasts a day at most, is then never too long to be read whole. */
export const MOST_PAUSE_STEPS_A_DAY = 400

/** An event of a kind this client does not know: kept and skipped, never an error. */
export const UnknownEvent = z.looseObject({ id: EventId, kind: z.string(), seq: z.int().check(z.positive()), at: Instant })
export type UnknownEvent = z.infer<typeof UnknownEvent>

/** Words of the couple, as plain as they are shown: none of them turns, breaks or hides what stands around it. */
const words = (max: number) => z.pipe(z.string().check(z.maxLength(max)), z.transform(plainWords))
/** As `words`, and never nothing: that something was sent is kept from nobody. */
export const someWords = (max: number) =>
  z.pipe(
    z.string().check(z.minLength(1), z.maxLength(max)),
    z.transform(text => plainWords(text) || NOTHING_SEEN),
  )

/** A signal as pressed: what both phones show, whatever is edited later. Sealed; lengths in characters. */
export const SignalContent = z.object({
  clauseId: z.string().check(z.maxLength(64)),
  word: someWords(80),
  emoji: words(32),
  gesture: words(200),
  meaning: words(400),
  helps: words(400),
  /** Name of the sender as both see it. */
  from: words(80),
})
export type SignalContent = z.infer<typeof SignalContent>
export const AnswerContent = z.object({ text: someWords(200), from: words(80) })
export type AnswerContent = z.infer<typeof AnswerContent>
/** Words said on coming back, or in a repair. `rests`: what the pause was about rests until tomorrow; both phones say so for as long. */
export const PhraseContent = z.object({ text: someWords(400), from: words(80), rests: z.optional(z.boolean()) })
export type PhraseContent = z.infer<typeof PhraseContent>
/**
 * What the `drill` of a test holds: that, and no word of the couple's, so that neither phone can show it as anything else. A drill of
 * another content is another thing.
 */
export const TestContent = z.object({ kind: z.literal('test') })
export type TestContent = z.infer<typeof TestContent>
