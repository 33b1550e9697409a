import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PushSide, subscribeAnew, unsubscribe } from '../client/push/subscribe.ts'
import { type Api, openApi } from '../client/sync/api.ts'
import { ask, createPair } from './support/http.ts'
import { type PushedServer, pushedServer } from './support/pushed-server.ts'
import { connectClient } from './support/relay-client.ts'
import { shown } from './support/relay-events.ts'

let pushed: PushedServer
beforeAll(async () => {
  pushed = await pushedServer()
})
afterAll(() => pushed?.[Symbol.asyncDispose]())

let browsers = 0

/** A browser's push manager, on the push service of this machine: each subscription has an endpoint of its own. */
const browserPush = () => {
  browsers += 1
  const browser = browsers
  let made = 0
  let current: { name: string; key: ArrayBuffer } | null = null
  const state = { permission: 'granted' as 'granted' | 'denied', subscribed: 0, unsubscribed: 0 }
  const subscriptionNow = () => {
    if (!current || state.permission === 'denied') return null
    const { endpoint, p256dh, auth } = pushed.service.subscription(current.name)
    return {
      endpoint,
      options: { applicationServerKey: current.key },
      toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
      unsubscribe: async () => {
        state.unsubscribed += 1
        current = null
        return true
      },
    }
  }
  const manager = {
    getSubscription: async () => subscriptionNow(),
    subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array }) => {
      if (state.permission === 'denied') throw new DOMException('permission denied', 'NotAllowedError')
      made += 1
      state.subscribed += 1
      current = { name: `browser-${browser}-${made}`, key: new Uint8Array(applicationServerKey).buffer }
      return subscriptionNow()
    },
  } as unknown as PushManager
  const own = { endpoint: null as string | null }
  const side = (api: Api, token: string): PushSide => ({
    manager,
    api,
    token,
    readOwn: async () => own.endpoint,
    keepOwn: async endpoint => {
      own.endpoint = endpoint
    },
  })
  /** The browser has another subscription of itself. */
  const renew = () => {
    if (current) current = { ...current, name: `browser-${browser}-renewed` }
  }
  return { side, state, renew, name: () => current?.name ?? null }
}

const device = async () => {
  const pair = await createPair(pushed.url)
  const { token } = pair.b
  const api = openApi(pushed.url, () => false)
  const endpoint = async () => (await ask(pushed.url, '/api/push', { token })).body.endpoint as string | null
  const isReached = async () => (await ask(pushed.url, '/api/space', { token: pair.a.token })).body.seats[1].push as boolean
  return { pair, token, api, endpoint, isReached }
}

test('[PSH26] a subscription that stands is left as it is, at whichever opening', async () => {
  const { token, api, endpoint } = await device()
  const { side, state, name } = browserPush()
  for (let opening = 0; opening < 3; opening++) expect(await subscribeAnew(side(api, token), false)).toBe('on')
  expect(state).toMatchObject({ subscribed: 1, unsubscribed: 0 })
  expect(await endpoint()).toBe(`${pushed.service.url}/to/${name()}`)
})

test.each([404, 410])(
  '[PSH26] [PSH9] after %i the device has another endpoint from its next opening on, and is pushed to',
  async status => {
    const { pair, token, api, endpoint, isReached } = await device()
    const { side, state, name } = browserPush()
    await subscribeAnew(side(api, token), false)
    const gone = name() ?? ''
    pushed.service.answers.set(gone, { status })
    await using a = await connectClient(pushed.url, pair.a)
    await a.send(shown())
    await a.until(() => a.spaceChanges === 1)
    expect([await endpoint(), await isReached()]).toEqual([null, false])

    // The browser does not know yet: to name the same endpoint once more would end as before.
    expect(await subscribeAnew(side(api, token), false)).toBe('on')
    expect(name()).not.toBe(gone)
    expect(state).toMatchObject({ subscribed: 2, unsubscribed: 1 })
    await a.send(shown())
    await pushed.service.until(() => pushed.service.delivered.some(({ to }) => to === name()))
    expect(await isReached()).toBe(true)
  },
)

test('[PSH26] where permission was taken back the server is told, and the partner that this phone cannot be reached', async () => {
  const { token, api, endpoint, isReached } = await device()
  const { side, state } = browserPush()
  await subscribeAnew(side(api, token), false)
  expect(await isReached()).toBe(true)
  state.permission = 'denied'
  expect(await subscribeAnew(side(api, token), false)).toBe('refused')
  expect([await endpoint(), await isReached()]).toEqual([null, false])
  state.permission = 'granted'
  expect(await subscribeAnew(side(api, token), false)).toBe('on')
  expect(await isReached()).toBe(true)
})

test('[PSH26] turned off, neither the browser nor the server has it, also where the browser let go of it before', async () => {
  for (const isKnown of [true, false]) {
    const { token, api, endpoint } = await device()
    const { side, state } = browserPush()
    await subscribeAnew(side(api, token), false)
    await unsubscribe({ ...side(api, token), ...(!isKnown && { manager: null }) })
    expect(await endpoint()).toBeNull()
    expect(state.unsubscribed).toBe(isKnown ? 1 : 0)
  }
})

test('[PSH27] pushes go to where they were turned on last: the other place neither takes them by being opened nor turns them off', async () => {
  const { token, api, endpoint } = await device()
  const [old, app] = [browserPush(), browserPush()]
  const to = (place: typeof old) => `${pushed.service.url}/to/${place.name()}`
  expect(await subscribeAnew(old.side(api, token), true)).toBe('on')
  expect(await subscribeAnew(app.side(api, token), true)).toBe('on')
  expect(await endpoint()).toBe(to(app))
  // Merely opened.
  expect(await subscribeAnew(old.side(api, token), false)).toBe('elsewhere')
  expect(await endpoint()).toBe(to(app))
  await unsubscribe(old.side(api, token))
  expect([await endpoint(), old.name()]).toEqual([to(app), null])
  // What the browser renewed is still of the place that had it; and a press takes them.
  app.renew()
  expect(await subscribeAnew(app.side(api, token), false)).toBe('on')
  expect(await endpoint()).toBe(to(app))
  expect(await subscribeAnew(old.side(api, token), true)).toBe('on')
  expect(await endpoint()).toBe(to(old))
  await unsubscribe(old.side(api, token))
  expect(await endpoint()).toBeNull()
})

test('[PSH27] a place that is denied when it is turned on leaves the pushes to the other one', async () => {
  const { token, api, endpoint } = await device()
  const [old, app] = [browserPush(), browserPush()]
  await subscribeAnew(app.side(api, token), true)
  old.state.permission = 'denied'
  expect(await subscribeAnew(old.side(api, token), true)).toBe('refused')
  expect(await endpoint()).toBe(`${pushed.service.url}/to/${app.name()}`)
})
