import { expect, test } from 'vitest'
import { LIMITS } from '../server/limits.ts'
import { ask, createPair, random32, recoverDevice } from './support/http.ts'
import { startTestServer } from './support/server.ts'

test('[UND4] undoing and taking an invite back have a budget of their own, which reading and changing do not use up', async () => {
  const few = { points: 8, seconds: 600 }
  await using limited = await startTestServer({
    limits: { ...LIMITS, reading: few, device: few, ending: { points: 3, seconds: 600 } },
  })
  const pair = await createPair(limited.url)
  const { token } = pair.a
  const codes = async (path: string, method: string, body?: object): Promise<number> =>
    (await ask(limited.url, path, { method, token, body })).status
  for (let count = 0; count < 9; count++) await codes('/api/space', 'GET')
  for (let count = 0; count < 9; count++) await codes('/api/space/seat', 'PUT', {})
  expect([await codes('/api/space', 'GET'), await codes('/api/space/seat', 'PUT', {})]).toEqual([429, 429])
  expect(await codes('/api/space/joiner', 'DELETE')).toBe(200)
  expect(await codes(`/api/invites/${random32()}`, 'DELETE')).toBe(404)
  expect(await codes('/api/space', 'DELETE')).toBe(403)
  expect(await codes('/api/space/joiner', 'DELETE')).toBe(429)
})

test('[SPC8] a seat reads its space so often, with all its devices; the other seat is not held up by it', async () => {
  await using limited = await startTestServer({ limits: { ...LIMITS, reading: { points: 10, seconds: 600 } } })
  const pair = await createPair(limited.url)
  const second = await recoverDevice(limited.url, pair, 'b')
  const read = async (token: string): Promise<number> => (await ask(limited.url, '/api/space', { token })).status
  for (let count = 0; count < 5; count++) expect([await read(pair.b.token), await read(second.token)]).toEqual([200, 200])
  expect([await read(pair.b.token), await read(second.token), await read(pair.a.token)]).toEqual([429, 429, 200])
})
