import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { PushBounds } from '../server/features/push-room.ts'
import { ask, createPair, post } from './support/http.ts'
import { answered, pushDesk } from './support/push-desk.ts'
import { startPushService } from './support/push-service.ts'
import { pushedServer, subscribe } from './support/pushed-server.ts'
import { connectClient } from './support/relay-client.ts'
import { shown } from './support/relay-events.ts'
import { spawnServer, startTestServer, temporaryFolder } from './support/server.ts'

test('[PSH7] an acknowledgement and the other phone wait for no push service, whatever that does', async () => {
  await using pushed = await pushedServer()
  const { url, service } = pushed
  const pair = await createPair(url)
  service.answers.set('b', 'hang')
  await subscribe(pushed, pair.b.token, 'b')
  await using a = await connectClient(url, pair.a)
  await using b = await connectClient(url, pair.b)
  for (let at = 1; at <= 20; at++) expect(await a.send(shown())).toMatchObject({ ok: true, seq: at })
  await b.until(() => b.events.length === 20)
  expect((await post(url, '/api/events', shown(), pair.a.token)).body).toMatchObject({ ok: true, seq: 21 })
  await service.until(() => service.delivered.length === 1)
})

test('[PSH10] a thousand events to a push service that never answers hold one request, and another couple’s push goes through', async () => {
  await using pushed = await pushedServer()
  const { url, service, file } = pushed
  const flooded = await createPair(url)
  const other = await createPair(url)
  service.answers.set('dead', 'hang')
  await subscribe(pushed, flooded.b.token, 'dead')
  await subscribe(pushed, other.b.token, 'alive')
  await using a = await connectClient(url, flooded.a)
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => a.send(shown())))
  expect(answers.every(answer => answer.ok)).toBe(true)
  await using c = await connectClient(url, other.a)
  await c.send(shown())
  await service.until(() => service.delivered.some(one => one.to === 'alive'))
  expect(service.delivered.filter(one => one.to === 'dead')).toHaveLength(1)
  using database = new DatabaseSync(file, { readOnly: true })
  const count = database.prepare('select count(*) as waiting from pushes where device_id = ?')
  expect(count.get(flooded.b.deviceId)).toEqual({ waiting: 100 })
})

const DEAD = 12
/** Many couples whose push services, all of one domain, never answer; then one of another domain. Says whether that one was called. */
const isReached = async (bounds: PushBounds): Promise<boolean> => {
  await using desk = await pushDesk({ bounds })
  const share = Math.min(bounds.all, bounds.perDomain)
  const isFilled = Promise.withResolvers<void>()
  const isLetGo = Promise.withResolvers<void>()
  desk.postman.carry = async ({ endpoint }) => {
    if (desk.tries.length === share) isFilled.resolve()
    if (endpoint.includes('alive')) return answered(201)
    await isLetGo.promise
    return { kind: 'not-allowed' }
  }
  for (let at = 0; at < DEAD; at++) {
    const couple = await desk.couple()
    await desk.subscribe(couple, 'b', `https://n${at}.dead.example/b`)
    await desk.send(couple, shown())
  }
  const alive = await desk.couple()
  await desk.subscribe(alive, 'b', 'https://push.alive.example/b')
  await isFilled.promise
  expect(desk.pushes.underWay()).toBe(share)
  await desk.send(alive, shown())
  // Each of these takes its turn in the store behind what the sender asked of it before.
  for (let turn = 0; turn < 10; turn++) await desk.store.read(async () => undefined)
  const reached = desk.tries.some(one => one.endpoint.includes('alive'))
  isLetGo.resolve()
  return reached
}

test('[PSH10] a push service that is slow under any number of names fills its own share of what is under way, and no other', async () => {
  expect(await isReached({ all: 8, perDomain: 4, perSpace: 4, perDevice: 1 })).toBe(true)
  // The control: without a share for each, the slow one has all of it.
  expect(await isReached({ all: 8, perDomain: 8, perSpace: 4, perDevice: 1 })).toBe(false)
})

/** The seqs that come from a server on the data of one that was killed in the middle; `between` is done to the data meanwhile. */
const pushedAfterKill = async (between: (file: string) => void): Promise<number[]> => {
  await using service = await startPushService()
  const dataDir = await temporaryFolder()
  const env = { HOLDFAST_PUSH_TEST_CA: service.ca }
  const first = await spawnServer({ dataDir, env })
  const pair = await createPair(first.url)
  await subscribe({ url: first.url, service }, pair.b.token, 'b')
  service.answers.set('b', 'hang')
  await post(first.url, '/api/events', shown(), pair.a.token)
  await service.until(() => service.delivered.length === 1)
  await first.kill()
  between(join(dataDir, 'holdfast.db'))
  service.answers.set('b', { status: 201 })
  await using second = await startTestServer({ dataDir, env })
  await post(second.url, '/api/events', shown(), pair.a.token)
  // A device gets one after the other, and the older first.
  await service.until(() => service.delivered.some(one => one.message.seq === 2))
  return service.delivered.slice(1).map(one => one.message.seq)
}

test('[PSH8] what was acknowledged is pushed by the next server at once, also after kill -9', async () => {
  expect(await pushedAfterKill(() => undefined)).toEqual([1, 2])
})

test('[PSH8] had a push not been written down with its event, it would not come after kill -9', async () => {
  const forget = (file: string): void => {
    using database = new DatabaseSync(file)
    database.exec('delete from pushes')
  }
  expect(await pushedAfterKill(forget)).toEqual([2])
})

test('[PSH11] a server that stops waits for a push under way no longer than it has to, and the next one sends it', async () => {
  await using pushed = await pushedServer()
  const { service } = pushed
  const pair = await createPair(pushed.url)
  service.answers.set('b', 'hang')
  await subscribe(pushed, pair.b.token, 'b')
  await post(pushed.url, '/api/events', shown(), pair.a.token)
  await service.until(() => service.delivered.length === 1)
  const begun = performance.now()
  await pushed.stop()
  expect(performance.now() - begun).toBeLessThan(5_000)
  service.answers.set('b', { status: 201 })
  await pushed.restart()
  await service.until(() => service.delivered.length === 2)
  expect(service.delivered.map(one => one.message.seq)).toEqual([1, 1])
  expect((await ask(pushed.url, '/api/push', { token: pair.b.token })).body.endpoint).toContain('/to/b')
})

test('[PSH9] the log names a refusal by its code, and neither whom it was for nor where', async () => {
  await using pushed = await pushedServer()
  const { url, service, logLines } = pushed
  const pair = await createPair(url)
  service.answers.set('b', { status: 403 })
  service.answers.set('b2', { status: 201 })
  await subscribe(pushed, pair.b.token, 'b')
  const signal = shown()
  await post(url, '/api/events', signal, pair.a.token)
  await service.until(() => service.delivered.length === 1)
  await pushed.stop()
  const all = logLines.join('')
  expect(all).toContain('"code":"403"')
  for (const part of [service.url, '/to/b', pair.spaceId, pair.b.deviceId, signal.id, signal.sealed.slice(0, 30)])
    expect(all).not.toContain(part)
})
