import type { StoredEvent } from '../../shared/events.ts'
import type { Instant, Seat } from '../../shared/ids.ts'
import { isEarlierPush, type WordlessEvent } from '../../shared/push.ts'
import { SIGNAL_EARLIER_MS } from '../../shared/signal.ts'
import { clockTime } from '../i18n/clock-time.ts'
import { notification as texts } from '../i18n/en/notification.ts'
import { translate } from '../i18n/translate.ts'
import { isSilent, type Moment, type PushChoices } from './choices.ts'
import type { Ending } from './log-here.ts'

/** What an event holds, as far as this device can open it. */
export interface Words {
  from: string
  /** A signal's word, an answer, a phrase. */
  text: string
}

/** A notification before it is one. */
export interface Notice {
  title: string
  body?: string
  /** What comes later under the same one takes its place. */
  about: string
  /** It stands in the place of others of its kind, that were about something else. */
  tag?: string
  path: '/' | '/pause'
  silent: boolean
  /** Whether "I am here" is an answer to it. */
  answerable: boolean
  /** It stays until somebody touches it. */
  stays: boolean
  /** It ends what stood there, and goes by itself. */
  passes: boolean
}

export interface Circumstances extends Moment {
  choices: PushChoices
  /** Null where nothing could be opened, or there is nothing to open. */
  words: Words | null
  partnerName: string
  /** Whether `now` is more than the device's own clock. */
  isTimeKnown: boolean
  /** It is told long after its time. */
  isLongPast: boolean
  /** Of this device. */
  seat: Seat
  /** Of the pause that runs, by the server's clock. */
  returnAt: Instant | null | undefined
  /** When the server had what an answer is to. */
  askedAt?: Instant | undefined
}

/** Where a tap on the notification of a pause leads, and under which name its steps replace each other. */
const PAUSE = { about: 'pause', path: '/pause' } as const

type Look = Omit<Notice, 'title' | 'silent' | 'passes' | 'tag'> & {
  title: string
  urgent?: boolean
  quiet?: boolean
  passes?: boolean
  neutralBody?: string
  /** Neutral, one is like the other: the last of a kind is enough, so that a signal among them is found. */
  neutralTag?: string
}

/**
 * What to show of an event of the partner, of the pause that both share, or of what a further device of this seat answered. Neutral,
 * unless the person chose words on this device.
 */
export const noticeOf = (event: StoredEvent | WordlessEvent, circumstances: Circumstances): Notice => {
  const { choices, isLongPast } = circumstances
  const look = lookOf(event, circumstances)
  const { urgent = false, quiet = false, passes = false, neutralBody, neutralTag, title, body, ...rest } = look
  const silent = quiet || isLongPast || isSilent(choices, urgent, circumstances)
  if (choices.wording === 'words') return { ...rest, title, ...(body !== undefined && { body }), silent, passes }
  const neutral = {
    ...(neutralBody !== undefined && { body: neutralBody }),
    ...(neutralTag !== undefined && { tag: neutralTag }),
  }
  return { ...rest, ...neutral, title: texts.neutral, silent, passes }
}

/** What is shown where nothing is known of the event: a browser punishes silence, and so does a person who waits. */
export const plainNotice = (about: string, silent: boolean): Notice => ({
  title: texts.neutral,
  about,
  path: '/',
  silent,
  answerable: false,
  stays: false,
  passes: false,
})

/** In place of what was answered on this device, or taken back, before its push came: quiet, asks nothing, and goes by itself. */
export const overNotice = (
  notice: Notice,
  by: Ending,
  device: { choices: PushChoices; member: { partnerName: string } },
): Notice => {
  const name = device.member.partnerName || texts.partner
  const said = by === 'answer' ? texts.answered : translate({ text: texts.tookBack }, 'text', { name })
  const title = device.choices.wording === 'words' ? said : texts.neutral
  return { ...plainNotice(notice.about, true), title, path: notice.path, passes: true }
}

/** An answer to what was sent over half an hour before is told without a sound. */
const isLate = ({ at }: { at: Instant }, askedAt: Instant | undefined): boolean =>
  askedAt !== undefined && at - askedAt > SIGNAL_EARLIER_MS

const lookOf = (
  event: StoredEvent | WordlessEvent,
  { words, partnerName, seat, returnAt, askedAt, now, isTimeKnown, isLongPast }: Circumstances,
): Look => {
  // Whom this device knows: what a sender calls itself could be the app's own name.
  const name = partnerName || words?.from || texts.partner
  const say = (text: string, gaps: Record<string, string> = {}) => translate({ text }, 'text', { name, ...gaps })
  const plain = { about: event.id as string, path: '/' as const, answerable: false, stays: false }
  const body = words === null ? {} : { body: words.text }
  switch (event.kind) {
    case 'signal': {
      const old = isLongPast || isEarlierPush(event, isTimeKnown ? now : null)
      const title = words
        ? say(old ? texts.earlier : texts.signal, { word: words.text })
        : say(old ? texts.earlierSignal : texts.anySignal)
      return { ...plain, title, urgent: true, quiet: old, answerable: true, stays: !old }
    }
    case 'take-back':
      return { ...plain, about: event.about, title: say(texts.tookBack), quiet: true }
    case 'answer':
      if (event.seat === seat) return { ...plain, about: event.about, title: texts.answeredHere, quiet: true, passes: true }
      return { ...plain, ...body, about: event.about, title: say(texts.answer), quiet: isLate(event, askedAt) }
    case 'phrase':
      return { ...plain, ...body, title: say(texts.phrase), quiet: true, neutralTag: event.kind }
    case 'repair':
      return { ...plain, title: say(texts.repair), quiet: true, neutralTag: event.kind }
    case 'drill':
      return { ...plain, title: say(texts.drill), neutralBody: texts.practice, quiet: true, neutralTag: event.kind }
    case 'pause':
      return returnAt
        ? { ...plain, ...PAUSE, title: say(texts.pause, { time: clockTime(returnAt, now) }) }
        : { ...plain, ...PAUSE, title: texts.noPause, quiet: true }
    case 'pause-due':
      return { ...plain, ...PAUSE, title: event.step.kind === 'ask-missing' ? texts.missing : texts.back }
    case 'received':
    case 'assent':
    case 'version':
    case 'question':
      return { ...plain, title: texts.neutral, quiet: true }
  }
}
