import { RESTS } from '../push/choices.ts'
import { SEND } from '../push/send-outbox.ts'
import type { WithSync } from '../push/worker-scope.ts'
import { quietUntil } from '../shell/attention.ts'
import { onAttention } from '../shell/choose-attention.ts'
import { endSubscription, pushPlace, readChoices, subscribePage } from './push-page.ts'
import type { Session, SessionState } from './session.ts'
import { isOver } from './waiting-signals.ts'

/**
 * While a page of one's own space is open: the subscription is what the person wants, also after the browser or the server changed
 * it; what the page shows, or what is over, does not stand in a notification any more; sound rests also while no page is open; and what cannot be sent is left to the service
 * worker, should the page be closed. Dispose of it to stop.
 */
export const keepPush = (session: Session): Disposable => {
  let subscribed = false
  let tidied = ''
  let left = false
  const look = (): void => {
    const state = session.state()
    if (!subscribed && state.connection === 'online') {
      subscribed = true
      void keepSubscribed(session)
    }
    if (state.phase === 'none' || state.phase === 'ended') void leave(session)
    const leaves = state.unsent > 0 && (state.connection !== 'online' || document.visibilityState === 'hidden')
    if (leaves && !left) void leaveToWorker()
    left = leaves
    const key = overIn(state).join() + document.visibilityState
    if (key === tidied) return
    tidied = key
    void tidy(new Set(overIn(state)))
  }
  const stop = session.subscribe(look)
  const stopResting = keepResting(session, onAttention, quietUntil)
  document.addEventListener('visibilitychange', look)
  look()
  return {
    [Symbol.dispose]: () => {
      stop()
      stopResting()
      document.removeEventListener('visibilitychange', look)
    },
  }
}

/** A service worker reads none of a page's small storage: until when sound and vibration rest is kept where it looks, from now on. */
export const keepResting = (
  session: Pick<Session, 'writeLocal'>,
  subscribe: typeof onAttention,
  read: typeof quietUntil,
): (() => void) => {
  const keep = () => void session.writeLocal(RESTS, read())
  keep()
  return subscribe(keep)
}

const keepSubscribed = async (session: Session): Promise<void> => {
  const { wanted } = await readChoices(session)
  if (!wanted || !('Notification' in window)) return
  // Taken back in the browser's own settings: the partner is not told that this phone can be reached.
  if (Notification.permission === 'granted') await subscribePage(session, false)
  else await endSubscription(session)
}

/** The space is gone from this device, or the device from the space: its browser is not called any more. */
const leave = async (session: Session): Promise<void> => {
  if (pushPlace() !== 'possible') return
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined)
  if (await registration?.pushManager.getSubscription().catch(() => null)) await endSubscription(session)
}

/** The browser wakes it once there is a network again, where it has background sync. */
const leaveToWorker = async (): Promise<void> => {
  if (!('serviceWorker' in navigator)) return
  const registration: (ServiceWorkerRegistration & WithSync) | undefined = await navigator.serviceWorker
    .getRegistration()
    .catch(() => undefined)
  await registration?.sync?.register(SEND).catch(() => {})
}

/** Signals that were answered, by themselves or with a later one, or taken back, on whichever device. */
const overIn = ({ signals }: SessionState): string[] =>
  signals.filter(signal => !signal.mine && isOver(signal, signals)).map(({ id }) => id)

/** A page that is seen shows all that is not a signal itself; a signal's notification stays until it is answered. */
const tidy = async (over: ReadonlySet<string>): Promise<void> => {
  if (!('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined)
  const shown = (await registration?.getNotifications?.().catch(() => [])) ?? []
  const isSeen = document.visibilityState === 'visible'
  for (const one of shown) if (over.has(one.tag) || (isSeen && !one.requireInteraction)) one.close()
}
