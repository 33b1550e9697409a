import { z } from 'zod/mini'
import { StoredEvent } from '../../shared/events.ts'
import type { EventId } from '../../shared/ids.ts'
import { PushMessage, WordlessEvent } from '../../shared/push.ts'
import { namesReturn } from '../../shared/signal.ts'
import { notification as texts } from '../i18n/en/notification.ts'
import { isSilent, type Moment } from './choices.ts'
import type { Showing } from './device.ts'
import { type Notice, noticeOf, overNotice, plainNotice, type Words } from './notice.ts'
import { overHere } from './over-here.ts'
import { noteTakenBack, ringAnew, takeRing } from './ringing.ts'
import { comesLongPast, readTold, remember, shownSince } from './told-before.ts'
import type { NotificationSettings, WorkerScope } from './worker-scope.ts'

/** Two long ones, as on the screen, ms. */
const BUZZ_MS = [400, 300, 400]
/** A notification that offers an answer. */
const Asking = z.object({ seq: z.int(), asks: z.literal(true) })
const About = z.object({ id: z.string() })
/** One act after the other: while one is shown, a browser that lists what stands there loses sight of it. */
type InTurn = (act: () => Promise<void>) => Promise<void>
/**
 * What only ends another notification stands for so long, ms: beyond the push event, since browsers count at its end whether
 * something was shown, and an app that shows nothing loses its pushes.
 */
const PASSES_AFTER_MS = 1_500

/** The actions of a notification, by the names under which a press comes back. */
export const HERE = 'here'
const OPEN = 'open'

/**
 * Shows a push, whatever is in it. `device`: null where this device is in no space. `inTurn`: what is closed later, is closed in its
 * turn. Resolves with the id of what now wants a receipt, or null.
 */
export const showPush = async (
  scope: WorkerScope,
  device: Showing | null,
  data: unknown,
  inTurn: InTurn = act => act(),
): Promise<EventId | null> => {
  const message = PushMessage.safeParse(data).data
  if (!message || !device || device.member.spaceId !== message.space) {
    await show(scope, device, plainNotice('unknown', device !== null && isSilent(device.choices, false, momentOf(device))), null)
    return null
  }
  const event = StoredEvent.safeParse(message.event).data ?? WordlessEvent.safeParse(message.wordless).data
  const silent = isSilent(device.choices, false, momentOf(device))
  const over = await overHere(device, message)
  const told = await readTold(device)
  const isPast = event !== undefined && comesLongPast(told, event)
  const fresh = event ? noticeOf(event, circumstancesOf(device, event, message, isPast)) : plainNotice(message.id, silent)
  const notice = over ? overNotice(fresh, over, device) : fresh
  const { about, passes, path } = notice
  const mine = { about, seq: message.seq, at: event?.at }
  const known = told.shown.find(one => one.about === about)
  // Of several answers to one thing the first one counts.
  const before = event?.kind === 'answer' && !passes ? known : shownSince(told, mine)
  // What it says of a pause is true no more.
  const isLate = before !== undefined || (isPast && path === '/pause')
  if (event?.kind === 'answer' && passes) {
    await ringAnew(device.store)
    await closeOthersOf(scope, about)
    if (known) await closeOlder(scope, known.seq)
  }
  if (event?.kind === 'take-back') await noteTakenBack(device.store, event.about)
  const rings = event && !isLate && !notice.silent ? await takeRing(device, event, message.askedAt) : !notice.silent
  if (isLate) await showAgain(scope, device, notice)
  else {
    await show(scope, device, { ...notice, silent: !rings }, message)
    await remember(device, told, mine, passes)
  }
  if (passes || before?.over) closeSoon(scope, about, inTurn)
  return !isLate && !over && (!event || asksReceipt(event)) ? message.id : null
}

/** One answer is for all signals that came before what it was given to: they ask for none any more. `seq`: of that one. */
export const closeOlder = async ({ registration }: WorkerScope, seq: number): Promise<void> => {
  for (const one of await registration.getNotifications({})) {
    const data = Asking.safeParse(one.data).data
    if (data && data.seq < seq) one.close()
  }
}

/** It stood there in the place of others of its kind. */
const closeOthersOf = async ({ registration }: WorkerScope, about: string): Promise<void> => {
  for (const one of await registration.getNotifications({})) {
    if (one.tag !== about && About.safeParse(one.data).data?.id === about) one.close()
  }
}

/** Shows that an answer is on its way: it could not be sent yet. */
export const showKept = (scope: WorkerScope, about: string): Promise<void> =>
  put(scope, texts.neutral, {
    body: texts.kept,
    tag: about,
    data: null,
    silent: true,
    renotify: false,
    requireInteraction: false,
  })

/** An answer goes nowhere from here: what was touched stands there again, to be touched once more. */
export const showUnsent = async (scope: WorkerScope, about: EventId): Promise<void> => {
  const notice = { ...plainNotice(about, true), answerable: true, stays: true }
  await show(scope, null, notice, { id: about, seq: 0 })
}

const momentOf = ({ now, deviceNow, restsUntil }: Showing): Moment => {
  const today = new Date(deviceNow())
  return { now: now(), minute: today.getHours() * 60 + today.getMinutes(), restsUntil }
}

const circumstancesOf = (
  device: Showing,
  event: StoredEvent | WordlessEvent,
  { returnAt, askedAt }: PushMessage,
  isLongPast: boolean,
) => {
  const { choices, member, isTimeKnown } = device
  return {
    ...momentOf(device),
    choices,
    words: wordsOf(device, event),
    partnerName: member.partnerName,
    isTimeKnown,
    isLongPast,
    seat: member.seat,
    returnAt,
    askedAt,
  }
}

/** Opened only where they are to be shown. */
const wordsOf = ({ choices, opened, member }: Showing, event: StoredEvent | WordlessEvent): Words | null => {
  if (choices.wording === 'neutral' || !('sealed' in event)) return null
  switch (event.kind) {
    case 'signal': {
      const content = opened.signal(member, event)
      return content && { from: content.from, text: content.word }
    }
    case 'answer':
      return opened.answer(member, event)
    case 'phrase':
      return opened.phrase(member, event)
    default:
      return null
  }
}

const settingsOf = (device: Showing | null, notice: Notice, data: NotificationSettings['data']): NotificationSettings => {
  const { body, about, tag = about, silent, stays, answerable } = notice
  const here = { action: HERE, title: texts.here }
  const open = { action: OPEN, title: texts.open }
  return {
    ...(body !== undefined && { body }),
    tag,
    data,
    silent,
    renotify: !silent,
    requireInteraction: stays,
    // A browser refuses one that is silent and buzzes.
    ...(!silent && { vibrate: device && !device.choices.vibration ? [] : BUZZ_MS }),
    actions: data && answerable ? [here, open] : [open],
  }
}

const show = async (
  scope: WorkerScope,
  device: Showing | null,
  notice: Notice,
  message: { id: string; seq: number } | null,
): Promise<void> => {
  const asks = notice.answerable && { asks: true as const }
  const data = message && { profile: 'own' as const, id: message.id, seq: message.seq, path: notice.path, ...asks }
  await put(scope, notice.title, settingsOf(device, notice, data))
}

/**
 * In place of what stands under its tag. iOS puts it beside that, which is closed then: not before, and not where one took the
 * other's place, since what is closed there is whatever stands under the tag by then.
 */
const put = async ({ registration }: WorkerScope, title: string, settings: NotificationSettings): Promise<void> => {
  await registration.showNotification(title, settings)
  const there = await registration.getNotifications({ tag: settings.tag })
  for (const before of there.slice(0, -1)) before.close()
}

/** It came twice, or after what took its place: what stands there stands there again, and nothing rings. */
const showAgain = async (scope: WorkerScope, device: Showing, notice: Notice): Promise<void> => {
  const { about, tag = about, path } = notice
  const [there] = await scope.registration.getNotifications({ tag })
  const quiet = { ...plainNotice(about, true), tag, path }
  if (!there) return show(scope, device, quiet, null)
  const data = there.data as NotificationSettings['data']
  const answerable = data !== null && notice.answerable && data.id === about
  const again = { ...quiet, title: there.title, ...(there.body && { body: there.body }), answerable, stays: notice.stays }
  await put(scope, again.title, settingsOf(device, again, data))
}

/** Not waited for. Should the browser end the worker before, it stays, without a sound, until it is touched or the app is opened. */
const closeSoon = ({ registration }: WorkerScope, tag: string, inTurn: InTurn): void => {
  const close = async () => {
    for (const one of await registration.getNotifications({ tag })) one.close()
  }
  setTimeout(() => void inTurn(close).catch(() => {}), PASSES_AFTER_MS)
}

const asksReceipt = (event: StoredEvent | WordlessEvent): boolean => {
  switch (event.kind) {
    case 'signal':
    case 'phrase':
    case 'repair':
    case 'drill':
      return true
    case 'pause':
      return namesReturn(event.step.kind)
    default:
      return false
  }
}
