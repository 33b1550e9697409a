import type { DrillStep } from '../../shared/drill.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import type { SignalContent, StoredEvent } from '../../shared/events.ts'
import type { DeviceId, EventId, Instant, Seat } from '../../shared/ids.ts'
import type { PauseLimits, PauseState } from '../../shared/pause.ts'
import type { Lack } from './local.ts'
import type { ToldRefusal } from './refusals.ts'
import type { RelayState } from './relay.ts'

/** The word and text shown for what cannot be opened here: that something was sent is never kept from anyone. */
export const UNREADABLE = '…'

/** Whose storage this page uses. A sample couple's phones are profiles of their own; nothing of one profile is seen by another. */
export type Profile = 'own' | 'sample-a' | 'sample-b'

/** A person as both phones name them. */
export interface Person {
  seat: Seat
  name: string
}

/**
 * How far a signal got, as far as this device knows. Each state is a fact: `waiting` is in this device's outbox, `sent` is kept
 * by the server, `reached` was drawn on a device of the other seat, `answered` was replied to.
 */
export interface SignalView {
  id: EventId
  mine: boolean
  content: SignalContent
  /** When it was pressed, by the server's clock. */
  pressedAt: Instant
  state: 'waiting' | 'sent' | 'reached' | 'answered' | 'taken-back'
  sentAt: Instant | null
  /** It waits here for the server's word and may have left. */
  perhapsSent?: true
  reached: { at: Instant; device: string } | null
  /** `pressedAt`: when it was given, by the server's clock. `unsent`: still in this device's outbox. */
  answer: { text: string; at: Instant; pressedAt: Instant; from: string; unsent?: true } | null
  /** Taken back. `hadReached` tells the truth about it; null until it is known, as where it may have left and nothing came back. */
  takenBack: { at: Instant; hadReached: boolean | null } | null
  /** Older than 30 minutes when it got here (its time in the sender's outbox counts): shown as earlier, without alarm. */
  earlier: boolean
  /** This device sent its receipt. */
  receiptSent: boolean
  /** Answered or taken back before this device came in: it was told elsewhere, and is not here. */
  over?: true
}

/** A test of the way to the partner's phone: not a signal, and shown as none. Its states as a signal's. */
export interface TestView {
  id: EventId
  mine: boolean
  pressedAt: Instant
  sentAt: Instant | null
  reached: { at: Instant; device: string } | null
}

export interface PauseView {
  state: PauseState
  /** A step of this device that the server has not confirmed yet; the state already shows it. */
  unconfirmed: boolean
  /**
   * The step that named the present return time. `reached`: a device of the other seat than the one that named it has shown it,
   * as far as is known here. `shown`: it has shown this pause, be it with an earlier time. `joined`: it was a second start, and so
   * moved the time of a pause that ran.
   */
  named: { id: EventId; mine: boolean; reached: boolean; shown: boolean; joined: boolean } | null
  /** A start of this device has not left it as far as is known: it can be taken back for as long. */
  unsent: boolean
  limits: PauseLimits
  /** Both came back lately, this device was in the space by then, and this person has not pressed "Done" yet. */
  reunion: { endedAt: Instant } | null
  /** Reconnection phrases said since the reunion, newest last. Their `state` as a signal's. `atReunion`: within two hours of one. */
  phrases: {
    id: EventId
    from: Seat
    text: string
    at: Instant
    state: 'waiting' | 'sent' | 'reached'
    rests: boolean
    atReunion: boolean
  }[]
  /** While there is a reunion: what was said at earlier ones, by either, and when pauses were started. Stays on this device. */
  before: { said: { text: string; at: Instant }[]; starts: Instant[] }
  /** When the last pause was taken back, by either: for half an hour, and until the next begins. */
  takenBackAt: Instant | null
  /** When the last pause ended, by both returns or taken back; 0 while one runs, or where none did. */
  endedAt: Instant
  /** The partner alone began this pause, and took one back shortly before: it is told, and takes nobody from where they are. */
  startedAnew: boolean
  /** This person had come back; then the return time moved, so that they will be asked again. */
  askedAgain: boolean
}

export interface DeviceView {
  deviceId: DeviceId
  seat: Seat
  label: string
  thisOne: boolean
  /** Signed by its seat's key. Uncertified devices are ignored everywhere; listed only so that nobody can hide one. */
  certified: boolean
  addedAt: Instant
}

export interface SessionState {
  /**
   * `loading`: local storage is being read (a few ms; nothing waits for the network), or, once a seat was restored by its words,
   * who is in the space is still to be heard. `none`: no space on this device.
   * `alone`: the space exists, the partner has not joined. `paired`. `ended`: access was removed (`endedBy`).
   */
  phase: 'loading' | 'none' | 'alone' | 'paired' | 'ended'
  endedBy: ErrorCode | null
  me: Person | null
  /** Null until the partner joined; the name is empty until their profile arrived. */
  partner: Person | null
  /** What the creator called the partner when inviting; empty when not said. */
  partnerNameGuess: string
  /** `outdated`: the server is newer than this page and takes nothing from it; loading the page anew helps. `unknown`: it does not know this device. */
  connection: RelayState
  /** Last refusal of a step that cannot be retried, for a message with a way out; cleared by `dismissRefusal`. */
  refusal: ToldRefusal | null
  /** The last days' signals, oldest first. */
  signals: SignalView[]
  /** The last days' repairs, oldest first. Their `content` has a word and nothing else. */
  repairs: SignalView[]
  /** The last half hour's tests, oldest first. */
  tests: TestView[]
  /** Whether some phone of the partner's is called while the app is closed there; null: not known. Never which, nor when. */
  partnerPush: boolean | null
  pause: PauseView
  /** What a drill hears of, sealed, since the first invitation to one; read by `client/documents/drill.ts`. */
  drill: readonly StoredEvent[]
  /** Events in the outbox. */
  unsent: number
  devices: DeviceView[]
  invite: { link: string; expiresAt: Instant; state: 'open' | 'used' | 'expired' | 'revoked' } | null
  /** The recovery words were not confirmed yet; the device still holds them. */
  wordsUnconfirmed: boolean
  /** The partner's seat key matches what the invite proved. False is shown plainly. */
  partnerVerified: boolean
  /** Joined within the last 24 h: a wrong joiner can be undone by the creator. */
  undoJoinUntil: Instant | null
  /** When a joiner was undone last: what seat b noted until then is not the partner's. 0: never. */
  joinerLeftAt: Instant
  /** Why this does not last: the browser offers no storage (a private window, a broken disk), or takes no writes (a full one). */
  storage?: Lack
}

/** `retryAfterMs`: the same may succeed then. */
export type Outcome =
  | { ok: true }
  | { ok: false; code: ErrorCode | 'offline' | 'bad-link' | 'bad-words'; detail?: string; retryAfterMs?: number }

/** What a link says before joining. `joined`: it leads to the space that this device came into by an invite, and is not asked for. */
export type Looked = { ok: true; name: string; joined?: true } | Exclude<Outcome, { ok: true }>

/**
 * Everything a screen can know and do. One per page and profile. Screens read `state` through `useSession` and call the verbs;
 * a verb resolves when its effect is in local storage (and so survives a reload), not when the server has it.
 */
export interface Session extends AsyncDisposable {
  readonly profile: Profile
  state(): SessionState
  subscribe(changed: () => void): () => void
  /** The server's clock as this device reckons it, ms. */
  now(): Instant
  /** Whether the server has said its time since this page was loaded. */
  isTimeTold(): boolean

  createSpace(input: { name: string; partnerName: string; sample?: boolean }): Promise<Outcome>
  /** The 24 words, while this device still holds them. */
  recoveryWords(): Promise<string[] | null>
  confirmWords(): Promise<void>
  makeInvite(): Promise<Outcome>
  revokeInvite(): Promise<Outcome>
  lookAtInvite(fragment: string): Promise<Looked>
  join(input: { fragment: string; name: string }): Promise<Outcome>
  undoJoin(): Promise<Outcome>
  /** On a device that this seat had before, all that is here stays, and what was not sent goes. */
  recover(words: string): Promise<Outcome>
  /** Asks a server that does not know this device (`unknown`) whether it does by now. */
  askAgain(): Promise<Outcome>
  /** Leaves the space on this device alone: all of it goes here, also what was not sent. */
  letGo(): Promise<Outcome>

  sendSignal(content: Omit<SignalContent, 'from'>): Promise<EventId>
  /** Says sorry and asks to try again, in these words. */
  sendRepair(text: string): Promise<EventId>
  answer(signal: EventId, text: string): Promise<void>
  /** Asks the partner's phone to show that a test came. */
  sendTest(): Promise<EventId>
  takeBack(signal: EventId): Promise<void>
  /** Call only after the alert was drawn on a visible page. Idempotent. */
  received(event: EventId): Promise<void>

  /** Nothing is sent while one is known to run. */
  startPause(minutes: number): Promise<void>
  extendPause(until: Instant): Promise<void>
  returnFromPause(): Promise<void>
  cancelPause(): Promise<void>
  /** `rests`: it says that what the pause was about rests until tomorrow. */
  sayPhrase(text: string, rests?: boolean): Promise<EventId>
  /** "Done" on the reunion screen. */
  endReunion(): Promise<void>
  /** One step of a drill: practice, and shown as that. */
  pressDrill(step: DrillStep): Promise<void>
  dismissRefusal(): void

  /** Both-sides' switch: as if the phone had no network. */
  setOffline(offline: boolean): void
  isSetOffline(): boolean
  /** A sample couple is removed on the server and here. */
  removeSample(): Promise<Outcome>
  /** Small things a screen keeps on this device (dismissed hints, the home projection). JSON. */
  readLocal<T>(key: string): Promise<T | undefined>
  writeLocal(key: string, value: unknown): Promise<void>
  /** Told of every key that another tab of this device wrote. */
  watchLocal(heard: (key: string) => void): () => void
}
