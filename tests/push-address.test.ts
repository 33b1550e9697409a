import { readFileSync } from 'node:fs'
import { get } from 'node:https'
import { expect, test } from 'vitest'
import type { Letter } from '../server/features/pushes.ts'
import { allowedLookup, isPublicAddress, type PushPlaces } from '../server/transport/push-address.ts'
import { makeVapidKeys, pushDelivery } from '../server/transport/push-delivery.ts'
import { type PushService, startPushService } from './support/push-service.ts'
import { newEventId } from './support/relay-events.ts'

const PUBLIC = ['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.1', '100.63.255.255', '100.128.0.1', '223.255.255.255']
const PUBLIC_V6 = ['2606:4700::1111', '2a00:1450:4001:800::200a', '2001:200::1', '2001:4860:4860::8888']
const CLOSED: [string, string[]][] = [
  ['this machine', ['127.0.0.1', '127.255.255.254', '::1', '0.0.0.0', '0.1.2.3', '::']],
  ['private', ['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255']],
  ['shared by a carrier', ['100.64.0.1', '100.127.255.255']],
  ['link-local', ['169.254.0.1', '169.254.169.254', 'fe80::1', 'febf::1', 'fe80::1%eth0']],
  ['unique local', ['fc00::1', 'fdff:ffff::1']],
  [
    'mapped or translated',
    ['::ffff:8.8.8.8', '::ffff:127.0.0.1', '::ffff:7f00:1', '::7f00:1', '64:ff9b::7f00:1', '64:ff9b:1::1'],
  ],
  ['tunnels', ['2002:7f00:1::', '2001::1', '2001:0:7f00:1::', '192.88.99.1']],
  [
    'documentation and benchmarks',
    ['192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '198.19.255.255', '2001:db8::1', '3fff::1'],
  ],
  ['multicast and reserved', ['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', 'ff02::1', '4000::1', '100::1']],
  ['no addresses', ['', 'localhost', '8.8.8', '08.8.8.8', '8.8.8.8 ', '1.1.1.1.1', '0x7f000001', '2130706433']],
]

test('[PSH6] of addresses only public ones may be connected to', () => {
  for (const address of [...PUBLIC, ...PUBLIC_V6]) expect(isPublicAddress(address), address).toBe(true)
  for (const [what, addresses] of CLOSED)
    for (const address of addresses) expect(isPublicAddress(address), `${what}: ${address}`).toBe(false)
})

/** Answers a name with one list after the other, as a name server of a stranger's could. */
const namesAnswer = (...lists: string[][]) => {
  let asked = 0
  const ask = async () => lists[Math.min(asked++, lists.length - 1)] ?? []
  return { ask, asked: () => asked }
}

const lookUp = (places: PushPlaces, ask: ReturnType<typeof namesAnswer>['ask'], all = true) =>
  new Promise<unknown>(resolve =>
    allowedLookup(places, ask)('push.example', { all }, (error, found) => resolve(error ? error.name : found)),
  )

test('[PSH6] a name leads to its public addresses alone, and nowhere when it has none', async () => {
  const places: PushPlaces = { kind: 'public' }
  const mixed = ['127.0.0.1', '8.8.8.8', '::ffff:10.0.0.1', '2606:4700::1111', '169.254.169.254']
  expect(await lookUp(places, namesAnswer(mixed).ask)).toEqual([
    { address: '8.8.8.8', family: 4 },
    { address: '2606:4700::1111', family: 6 },
  ])
  expect(await lookUp(places, namesAnswer(mixed).ask, false)).toBe('8.8.8.8')
  for (const list of [['127.0.0.1'], ['10.1.2.3', 'fd00::1'], []])
    expect(await lookUp(places, namesAnswer(list).ask)).toBe('NoAllowedAddress')
})

/** Asks the push service under a name that leads where `lists` says. The status, or what kept the connection from being made. */
const connect = (service: PushService, places: PushPlaces, names: ReturnType<typeof namesAnswer>): Promise<string> =>
  new Promise(resolve => {
    const ca = readFileSync(service.ca, 'utf8')
    const lookup = allowedLookup(places, names.ask)
    const port = new URL(service.url).port
    const asking = get(
      { hostname: 'localhost', servername: 'localhost', port, path: '/seen', lookup, ca, agent: false },
      response => {
        resolve(String(response.statusCode))
        response.destroy()
      },
    )
    asking.on('error', error => resolve(error.name))
  })

test('[PSH6] the connection is made to the address that was looked at, so that a name which answers anew leads nowhere else', async () => {
  await using service = await startPushService()
  const here = namesAnswer(['127.0.0.1'])
  expect(await connect(service, { kind: 'public' }, here)).toBe('NoAllowedAddress')
  expect(service.strays).toEqual([])
  // The control: the same name, where this machine is allowed.
  const test = namesAnswer(['127.0.0.1'], ['10.0.0.1'])
  expect(await connect(service, { kind: 'test', ca: '' }, test)).toBe('404')
  expect(test.asked()).toBe(1)
  expect(service.strays).toEqual(['/seen'])
})

const letterTo = (service: PushService, name: string): Letter => ({
  ...service.subscription(name),
  message: new TextEncoder().encode(JSON.stringify({ space: newEventId(), id: newEventId(), seq: 1 })),
  topic: 'topic',
  ttlSeconds: 60,
})
const carrier = (
  service: PushService,
  places: PushPlaces = { kind: 'test', ca: readFileSync(service.ca, 'utf8') },
  withinMs = 5_000,
) => pushDelivery({ keys: makeVapidKeys(), contact: 'mailto:nobody@holdfast.invalid', places, now: () => 0, withinMs })
const { signal: never } = new AbortController()

test('[PSH6] what is at an address that is not allowed is not even asked, whatever was stored', async () => {
  await using service = await startPushService()
  const deliver = carrier(service, { kind: 'public' })
  const letter = letterTo(service, 'x')
  expect(await deliver(letter, never)).toEqual({ kind: 'not-allowed' })
  expect(await deliver({ ...letter, endpoint: 'https://localhost/to/x' }, never)).toEqual({ kind: 'not-allowed' })
  expect([service.delivered, service.strays]).toEqual([[], []])
})

test('[PSH6] no redirect is followed, and a certificate that nobody vouches for is not spoken to', async () => {
  await using service = await startPushService()
  await using other = await startPushService()
  service.answers.set('moved', { status: 307, headers: { Location: `${service.url}/elsewhere` } })
  expect(await carrier(service)(letterTo(service, 'moved'), never)).toMatchObject({ kind: 'answered', status: 307 })
  expect(service.strays).toEqual([])
  expect(await carrier(service)(letterTo(other, 'x'), never)).toEqual({ kind: 'unreachable' })
  expect(other.strays).toEqual([])
})

test('[PSH6] an answer is waited for so long and no longer, and only its head is read', async () => {
  await using service = await startPushService()
  service.answers.set('silent', 'hang')
  service.answers.set('endless', 'endless')
  service.answers.set('long-head', { status: 201, headers: { 'X-Long': 'x'.repeat(10_000) } })
  expect(await carrier(service, undefined, 200)(letterTo(service, 'silent'), never)).toEqual({ kind: 'unreachable' })
  // Cut off long before its time is over.
  expect(await carrier(service, undefined, 120_000)(letterTo(service, 'endless'), never)).toMatchObject({
    kind: 'answered',
    status: 201,
  })
  await service.until(() => service.cutOff === 1)
  expect(await carrier(service)(letterTo(service, 'long-head'), never)).toEqual({ kind: 'unreachable' })
  const stopping = new AbortController()
  const cutOff = carrier(service)(letterTo(service, 'silent'), stopping.signal)
  await service.until(() => service.asked === 4)
  stopping.abort()
  expect(await cutOff).toEqual({ kind: 'cut-off' })
})

test('[PSH9] keys that nothing can be sealed for give the push up, and nothing is sent', async () => {
  await using service = await startPushService()
  const letter = { ...letterTo(service, 'x'), p256dh: Buffer.alloc(65, 4).toString('base64url') }
  expect(await carrier(service)(letter, never)).toEqual({ kind: 'unsealable' })
  expect(service.strays).toEqual([])
})
