import { afterAll, beforeAll, expect, test } from 'vitest'
import { introduceDevice, newDeviceSecrets } from '../client/keys/device-key.ts'
import { sealing } from '../client/keys/envelope.ts'
import { newPartnerSecret, seatKeyOf } from '../client/keys/seat-key.ts'
import { Certificates } from '../client/sync/certificates.ts'
import { provenPartner, readSeats } from '../client/sync/seats.ts'
import type { SpaceView } from '../shared/spaces.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { lighthouse, movedClock, openCouple, openPhone, until } from './support/sessions.ts'

let server: TestServer
const clock = movedClock()
beforeAll(async () => {
  server = await startTestServer({ now: clock.now })
})
afterAll(() => server[Symbol.asyncDispose]())

test('[PAI4] seat keys that no invite proves, or that changed since, are not verified, and their devices are not certified', async () => {
  await using pair = await openCouple(server.url)
  const { identity, cache } = await pair.a.store.read()
  if (identity?.kind !== 'member') throw new Error('no member')
  const view = cache.get('space') as SpaceView
  const certificates = new Certificates()
  const read = async (listed: SpaceView) => {
    await certificates.check(listed)
    return readSeats(sealing, identity, listed, certificates)
  }
  const good = await read(view)
  expect(good).toMatchObject({ partnerVerified: true, partnerName: 'Jonas' })
  expect(good.devices.map(device => device.certified)).toEqual([true, true])

  const eve = seatKeyOf(newPartnerSecret())
  const swapped = withPartner(view, seat => ({
    ...seat,
    keys: eve.shown,
    devices: seat.devices.map(device => {
      const { tokenHash, ...forged } = introduceDevice(view.spaceId, 'b', eve, device.deviceId, newDeviceSecrets())
      return { ...device, ...forged }
    }),
  }))
  const seen = await read(swapped)
  expect(seen.partnerVerified).toBe(false)
  expect(seen.devices.map(device => device.certified)).toEqual([true, false])
  expect(provenPartner({ ...identity, pinned: null }, view)).toEqual(view.seats[1]?.keys)
  expect(provenPartner({ ...identity, pinned: null }, swapped)).toBeNull()
  const halfSwapped = withPartner(view, seat => ({ ...seat, keys: { ...seat.keys, receive: eve.shown.receive } }))
  expect((await read(halfSwapped)).partnerVerified).toBe(false)

  const added = withPartner(view, seat => ({
    ...seat,
    devices: seat.devices.map(device => ({ ...device, certificate: 'A'.repeat(86) })),
  }))
  expect((await read(added)).devices.map(device => device.certified)).toEqual([true, false])
  const unchecked = readSeats(sealing, identity, view, new Certificates())
  expect(unchecked.devices.map(device => device.certified)).toEqual([false, false])
  const kept = readSeats(sealing, identity, view, new Certificates(cache.get('certificates')))
  expect(kept.devices.map(device => device.certified)).toEqual([true, true])
})

test('[PAI4] a receipt of a device that its seat’s key did not certify counts for nothing', async () => {
  await using pair = await openCouple(server.url)
  const [a, b] = [pair.a.session, pair.b.session]
  const id = await a.sendSignal(lighthouse)
  await until(b, state => state.signals[0])
  await b.received(id)
  await until(a, state => state.signals[0]?.state === 'reached')
  await a[Symbol.asyncDispose]()
  const view = (await pair.a.store.read()).cache.get('space') as SpaceView
  const forge = (device: SpaceView['seats'][number]['devices'][number]) => ({ ...device, certificate: 'A'.repeat(86) })
  await pair.a.store.writeCache(
    'space',
    withPartner(view, seat => ({ ...seat, devices: seat.devices.map(forge) })),
  )
  await using unreached = await openPhone('http://127.0.0.1:9', { store: pair.a.store })
  expect(unreached.session.state().signals[0]).toMatchObject({ state: 'sent', reached: null })
  await pair.a.store.writeCache(
    'space',
    withPartner(view, seat => ({ ...seat, devices: [] })),
  )
  await using removed = await openPhone('http://127.0.0.1:9', { store: pair.a.store })
  expect(removed.session.state().signals[0]).toMatchObject({ state: 'reached', reached: { device: '' } })
})

const withPartner = (view: SpaceView, change: (seat: SpaceView['seats'][number]) => SpaceView['seats'][number]): SpaceView => ({
  ...view,
  seats: view.seats.map(seat => (seat.seat === 'b' ? change(seat) : seat)),
})
