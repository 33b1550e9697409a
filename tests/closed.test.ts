import { afterAll, beforeAll, expect, test } from 'vitest'
import { closedUnder, closeThese } from '../client/sync/closed.ts'
import { MOST_SHOWN } from '../client/sync/space-log.ts'
import { eventId } from './support/log.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { lighthouse, openCouple, openPhone, until } from './support/sessions.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

/** As many of one seat as are ever listed. */
const MANY = MOST_SHOWN

test('[SCS10] all of many that were closed stay closed on this device, after a reload too, and one more is not', async () => {
  await using pair = await openCouple(server.url)
  const [a, b] = [pair.a.session, pair.b.session]
  const pressed = await Promise.all(Array.from({ length: MANY }, () => a.sendSignal(lighthouse)))
  await until(b, state => state.signals.length === MANY)
  const ids = b.state().signals.map(({ id }) => id)
  expect(ids.toSorted()).toEqual(pressed.toSorted())

  const closed = closedUnder(b, 'closed-signals')
  await expect.poll(() => closed.ids).toEqual(new Set())
  // What is gone from the screen is kept already: a reload at that moment shows none of it again.
  const keptWhenTold: Promise<string[] | undefined>[] = []
  closed.changed.add(() => keptWhenTold.push(b.readLocal<string[]>('closed-signals')))
  await closeThese(b, 'closed-signals', closed, ids)
  expect(closed.ids).toEqual(new Set(ids))
  expect(await Promise.all(keptWhenTold)).toEqual([ids])
  await b[Symbol.asyncDispose]()

  await using again = await openPhone(server.url, { store: pair.b.store })
  const after = closedUnder(again.session, 'closed-signals')
  await expect.poll(() => after.ids).toEqual(new Set(ids))
  const one = await a.sendSignal(lighthouse)
  await until(again.session, state => state.signals.some(({ id }) => id === one))
  expect(after.ids?.has(one)).toBe(false)
})

test('[SCS10] closed in one tab, closed in the other at once, and what nobody closed stays', async () => {
  await using pair = await openCouple(server.url)
  const [a, b] = [pair.a.session, pair.b.session]
  await using other = await openPhone(server.url, { store: pair.b.store })
  const here = closedUnder(b, 'closed-phrases')
  const there = closedUnder(other.session, 'closed-phrases')
  const elsewhere = closedUnder(other.session, 'closed-repairs')
  const first = await a.sayPhrase('Thank you')
  await a.sayPhrase('I am here')
  await until(b, state => state.pause.phrases.length === 2)
  await expect.poll(() => [here.ids, there.ids, elsewhere.ids]).toEqual([new Set(), new Set(), new Set()])
  await closeThese(b, 'closed-phrases', here, [first])
  await expect.poll(() => there.ids).toEqual(new Set([first]))
  expect(elsewhere.ids).toEqual(new Set())
})

test('[SCS10] two tabs that close different things keep both, and what the session no longer shows is let go', async () => {
  await using pair = await openCouple(server.url)
  const [a, b] = [pair.a.session, pair.b.session]
  const first = await a.sendSignal(lighthouse)
  const second = await a.sendSignal(lighthouse)
  await until(b, state => state.signals.length === 2)
  const here = closedUnder(b, 'closed-signals')
  await expect.poll(() => here.ids).toEqual(new Set())
  // Another tab closed one meanwhile, and something that is no longer shown is still kept.
  await b.writeLocal('closed-signals', [first, 'gone'])
  await closeThese(b, 'closed-signals', here, [second])
  expect(here.ids).toContain(first)
  expect(await b.readLocal('closed-signals')).toEqual([first, second])
})

test('[SCS10] what the session never lists stays closed too, until the next of its kind is', async () => {
  await using pair = await openCouple(server.url)
  const { session } = pair.b
  const presses = closedUnder(session, 'closed-presses')
  await closeThese(session, 'closed-presses', presses, [eventId(1)])
  expect(await session.readLocal('closed-presses')).toEqual([eventId(1)])
  await closeThese(session, 'closed-presses', presses, [eventId(2)])
  expect(await session.readLocal('closed-presses')).toEqual([eventId(2)])
  expect(presses.ids, 'both on this page').toEqual(new Set([eventId(1), eventId(2)]))
})
