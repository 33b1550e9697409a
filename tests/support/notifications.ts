import { sealing } from '../../client/keys/envelope.ts'
import { NOTHING_CHOSEN } from '../../client/push/choices.ts'
import type { Device } from '../../client/push/device.ts'
import type { NotificationSettings, WorkerScope } from '../../client/push/worker-scope.ts'
import type { Member } from '../../client/sync/identity.ts'
import type { LocalStore } from '../../client/sync/local.ts'
import { OpenedEvents } from '../../client/sync/opened-events.ts'
import type { Phone } from './sessions.ts'

export interface Shown extends NotificationSettings {
  title: string
}

/** A service worker's world, with what stands on the screen. */
export const workerScope = (origin: string): { scope: WorkerScope; onScreen: Shown[] } => {
  const onScreen: Shown[] = []
  const close = (shown: Shown) => onScreen.splice(onScreen.indexOf(shown), 1)
  const scope: WorkerScope = {
    location: { origin },
    registration: {
      showNotification: async (title, settings) => void onScreen.push({ title, ...settings }),
      getNotifications: async ({ tag }) =>
        onScreen
          .filter(shown => tag === undefined || shown.tag === tag)
          .map(shown => ({
            title: shown.title,
            body: shown.body ?? '',
            tag: shown.tag,
            data: shown.data,
            close: () => void close(shown),
          })),
      // Not asked here.
      pushManager: Object.create(null),
    },
    clients: { matchAll: async () => [], openWindow: async () => null },
  }
  return { scope, onScreen }
}

export const memberOf = async ({ store }: Phone): Promise<Member> => {
  const identity = await store.readIdentity()
  if (identity?.kind !== 'member') throw new Error('in no space')
  return identity
}

/** What its database tells a service worker by an index, read from all that is kept. */
export const loggedIn =
  (store: LocalStore): Device['logged'] =>
  async (kind, seq) => {
    const { log } = await store.read()
    return log.map(({ event }) => event).filter(event => event.kind === kind && event.seq > seq)
  }

/** The newest of it. */
export const newestLoggedIn =
  (store: LocalStore): Device['newestLogged'] =>
  async () =>
    (await store.read()).log.at(-1)?.event ?? null

/** A phone as its service worker finds it with no page open. */
export const closedPhone = async (phone: Phone, parts: Pick<Device, 'api' | 'deviceNow'> & Partial<Device>): Promise<Device> => ({
  store: phone.store,
  member: await memberOf(phone),
  choices: NOTHING_CHOSEN,
  opened: new OpenedEvents(sealing),
  now: parts.deviceNow,
  isTimeKnown: true,
  restsUntil: null,
  logged: loggedIn(phone.store),
  newestLogged: newestLoggedIn(phone.store),
  tellPages: () => {},
  [Symbol.asyncDispose]: async () => {},
  ...parts,
})
