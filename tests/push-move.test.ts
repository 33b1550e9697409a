import { afterAll, beforeAll, expect, test } from 'vitest'
import { MOVE_WITHIN_MS, makeMove, takeMove } from '../client/sync/push-move.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { type Couple, newStore, openCouple, openPhone, until } from './support/sessions.ts'

let server: TestServer
let couple: Couple
beforeAll(async () => {
  server = await startTestServer()
  couple = await openCouple(server.url)
})
afterAll(async () => {
  await couple?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
})

const NOW = 1_000_000
const move = async () => {
  const made = await makeMove(couple.a.store, server.url, NOW)
  if (!made) throw new Error('there is no space to move')
  return made
}

test('[PSH27] a move link and its code make an empty browser the same device, which then reaches its space', async () => {
  const { link, code } = await move()
  const store = newStore()
  expect(await takeMove(store, `  ${link}\n`, code.toLowerCase().replace('-', ' '), NOW)).toBe('moved')
  await using moved = await openPhone(server.url, { store })
  const state = await until(moved.session, now => now.connection === 'online' && now.phase === 'paired' && now)
  expect(state.devices.filter(({ thisOne }) => thisOne)).toHaveLength(1)
  expect(state.devices).toHaveLength(2)
})

test('[PSH27] nothing of it is before the #, and no key of the device stands in it openly', async () => {
  const { link, code } = await move()
  const identity = await couple.a.store.changeIdentity(current => current)
  if (identity?.kind !== 'member') throw new Error('not a member')
  expect(new URL(link).pathname + new URL(link).search).toBe('/settings')
  const { sign, receive, token } = identity.device
  const open = (text: string) => [sign, receive, token, identity.personalKey].filter(key => text.includes(key))
  expect(open(Buffer.from(link.split('.').at(-1) ?? '', 'base64url').toString('latin1'))).toEqual([])
  expect(open(JSON.stringify(identity))).toHaveLength(4)
  expect(link).not.toContain(code)
})

test('[PSH27] too late, with another code, cut off, or where a space is already, it changes nothing', async () => {
  const { link, code } = await move()
  const store = newStore()
  expect(await takeMove(store, link, code, NOW + MOVE_WITHIN_MS + 1)).toBe('too-late')
  expect(await takeMove(store, link, '0000-0000', NOW)).toBe('wrong-code')
  expect(await takeMove(store, link.slice(0, -1), code, NOW)).toBe('wrong-code')
  expect(await takeMove(store, 'https://elsewhere.example/', code, NOW)).toBe('no-link')
  expect(await store.changeIdentity(current => current)).toBeNull()
  const before = await couple.b.store.changeIdentity(current => current)
  expect(await takeMove(couple.b.store, link, code, NOW)).toBe('space-exists')
  expect(await couple.b.store.changeIdentity(current => current)).toEqual(before)
  expect(await takeMove(store, link, code, NOW + MOVE_WITHIN_MS)).toBe('moved')
})
