import { afterAll, beforeAll, expect, test } from 'vitest'
import { countsInstead } from '../client/features/signal/counts-instead.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { lighthouse, openCouple, openPhone, until } from './support/sessions.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

test('[SCS55] of two answers of a seat the first counts, and the page of the other knows which', async () => {
  await using pair = await openCouple(server.url)
  const [a, one] = [pair.a.session, pair.b.session]
  const id = await a.sendSignal(lighthouse)
  await until(one, ({ signals }) => signals[0])
  await using again = await openPhone(server.url, { store: pair.b.store })
  const other = again.session
  await until(other, ({ signals }) => signals[0])
  for (const page of [one, other]) page.setOffline(true)
  await one.answer(id, 'I am here')
  await other.answer(id, 'Not now')
  const seenOn = (page: typeof one, text: string) => countsInstead(page.state().signals[0], text)
  expect([seenOn(one, 'I am here'), seenOn(other, 'Not now')], 'nothing is known yet').toEqual([null, null])
  for (const page of [one, other]) page.setOffline(false)
  const counts = (await until(a, ({ signals }) => signals[0]?.answer))?.text ?? ''
  for (const page of [one, other]) await until(page, ({ unsent, signals }) => unsent === 0 && signals[0]?.answer)
  for (const text of ['I am here', 'Not now'])
    for (const page of [one, other]) expect(seenOn(page, text)).toBe(text === counts ? null : counts)
})
