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
import type { NotificationSettings, WorkerScope } from './worker-scope.ts'

/** Two long ones, as on the screen, ms. */
const BUZZ_MS = [400, 300, 400]
const SHOWN = 'push-shown'
/** So many notices are remembered, to know what comes late or twice. */
const REMEMBERED = 100
/** `over`: it was answered on another device, so that what comes of it late asks nothing. */
const Shown = z.array(z.object({ about: z.string(), seq: z.int(), over: z.optional(z.boolean()) }))
/** A notification that offers an answer. */
const Asking = z.object({ seq: z.int(), asks: z.literal(true) })
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
  const told = event ? noticeOf(event, circumstancesOf(device, event, message)) : plainNotice(message.id, silent)
  const notice = over ? overNotice(told, over, device) : told
  const shown = await shownBefore(device)
  // Of several answers to one thing the first one counts.
  const once = event?.kind === 'answer' && !notice.passes
  const before = shown.find(one => one.about === notice.about && (once || one.seq >= message.seq))
  const known = shown.find(({ about }) => about === notice.about)
  if (event?.kind === 'answer' && notice.passes) {
    await ringAnew(device.store)
    if (known) await closeOlder(scope, known.seq)
  }
  if (event?.kind === 'take-back') await noteTakenBack(device.store, event.about)
  const rings = event && !before && !notice.silent ? await takeRing(device, event) : !notice.silent
  if (!before) await show(scope, device, { ...notice, silent: !rings }, message)
  else await showAgain(scope, device, notice)
  if (!before) await remember(device, notice, message.seq, shown)
  if (notice.passes || before?.over) closeSoon(scope, notice.about, inTurn)
  return !before && !over && (!event || asksReceipt(event)) ? message.id : null
}

/** One answer is for all signals that came before what it was given to: they ask for none any more. `seq`: of that one. */
export const closeOlder = async ({ registration }: WorkerScope, seq: number): Promise<void> => {
  for (const one of await registration.getNotifications({})) {
    const data = Asking.safeParse(one.data).data
    if (data && data.seq < seq) one.close()
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

const circumstancesOf = (device: Showing, event: StoredEvent | WordlessEvent, { returnAt }: PushMessage) => {
  const { choices, member, isTimeKnown } = device
  return {
    ...momentOf(device),
    choices,
    words: wordsOf(device, event),
    partnerName: member.partnerName,
    isTimeKnown,
    seat: member.seat,
    returnAt,
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
  const { body, about, silent, stays, answerable } = notice
  const here = { action: HERE, title: texts.here }
  const open = { action: OPEN, title: texts.open }
  return {
    ...(body !== undefined && { body }),
    tag: about,
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
  const [there] = await scope.registration.getNotifications({ tag: notice.about })
  const quiet = { ...plainNotice(notice.about, true), path: notice.path }
  if (!there) return show(scope, device, quiet, null)
  const data = there.data as NotificationSettings['data']
  const answerable = data !== null && notice.answerable && data.id === notice.about
  const again = { ...quiet, title: there.title, ...(there.body && { body: there.body }), answerable, stays: notice.stays }
  await put(scope, again.title, settingsOf(device, again, data))
}

/** Where storage does not say, as if nothing was: what comes twice then rings twice. */
const shownBefore = async ({ store }: Showing): Promise<z.infer<typeof Shown>> =>
  Shown.safeParse(await store.readCache(SHOWN).catch(() => null)).data ?? []

/** After it is shown: storage that is full keeps nobody from seeing it. */
const remember = async (
  { store }: Showing,
  { about, passes }: Notice,
  seq: number,
  shown: z.infer<typeof Shown>,
): Promise<void> => {
  const others = shown.filter(one => one.about !== about).slice(1 - REMEMBERED)
  await store.writeCache(SHOWN, [...others, { about, seq, ...(passes && { over: true }) }]).catch(() => {})
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
