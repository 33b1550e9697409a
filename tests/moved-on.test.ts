import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { Agreement } from '../client/documents/agreement.ts'
import { draftWordings } from '../client/documents/draft-wording.ts'
import { MovedOn } from '../client/documents/moved-on.ts'
import type { OpenedAgreementRecord } from '../client/documents/open-agreement-record.ts'
import { overToo, standingOf } from '../client/documents/standing.ts'
import { seedStarters } from '../client/documents/starters.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { wordingHash } from '../client/keys/wording-hash.ts'
import type { onPageLife } from '../client/sync/page-life.ts'
import { PAUSE_CLAUSE_ID } from '../shared/clause.ts'
import { isOurs, openRecord, untilRecord } from './support/agreeing.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { openCouple } from './support/sessions.ts'
import { bothGiven, given, phrase, recorded, withdrawn } from './support/statements.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const CLAUSE = 'starter-phrase-1'
const [here, near] = [phrase('I am here'), phrase('I am near')]

/** A couple of whom A writes in a draft of its own; what B wrote comes by `fromPartner`. */
const writing = async () => {
  const pair = await openCouple(server.url)
  const doc = new Y.Doc()
  const agreement = new Agreement(doc)
  seedStarters(doc, starterTexts)
  const annas = openRecord(pair.a.session)
  const bens = openRecord(pair.b.session)
  const watch = (life?: typeof onPageLife) =>
    new MovedOn({ session: pair.a.session, doc, record: annas, view: () => agreement.snapshot(), ...(life && { life }) })
  const write = (words: string) => agreement.textOf(CLAUSE, 'phrase')?.insert(0, words)
  const erase = (count: number) => agreement.textOf(CLAUSE, 'phrase')?.delete(0, count)
  const fromPartner = (change: (theirs: Agreement) => void) => {
    const theirs = new Y.Doc()
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(doc))
    change(new Agreement(theirs))
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs), 'partner')
  }
  await untilRecord(annas, () => true)
  const isWaiting = (clauseId = CLAUSE) => annas.state().waiting('a', clauseId) !== null
  const dispose = async () => {
    annas.close()
    bens.close()
    await pair[Symbol.asyncDispose]()
  }
  return { pair, doc, agreement, annas, bens, watch, write, erase, fromPartner, isWaiting, [Symbol.asyncDispose]: dispose }
}

test('[AST5] writing on puts nothing off, and a page that may be about to end takes back at once', async () => {
  await using couple = await writing()
  let leave = (): void => undefined
  const life: typeof onPageLife = ({ leaving }) => {
    leave = leaving
    return () => undefined
  }
  using movedOn = couple.watch(life)
  await couple.annas.agree(CLAUSE, here)
  const timers = vi.spyOn(globalThis, 'setTimeout')
  const ended = vi.spyOn(globalThis, 'clearTimeout')
  for (const letter of 'spahreP') couple.write(letter)
  expect(timers.mock.calls.filter(([, ms]) => ms === 1_500)).toHaveLength(1)
  expect(ended).not.toHaveBeenCalled()
  vi.restoreAllMocks()
  await untilRecord(couple.bens, record => record.waiting('a', CLAUSE) !== null)
  leave()
  await untilRecord(couple.bens, record => record.waiting('a', CLAUSE) === null)
  expect(couple.isWaiting()).toBe(false)
  await movedOn.settle()
})

test('[AST5] who changes a clause after agreeing has moved on: the partner cannot complete the old assent', async () => {
  await using couple = await writing()
  const { annas, bens } = couple
  using movedOn = couple.watch()
  await annas.agree(CLAUSE, here)
  couple.write('Perhaps ')
  await movedOn.settle()
  expect(couple.isWaiting()).toBe(false)
  await bens.agree(CLAUSE, here)
  await untilRecord(annas, record => record.holds('b', CLAUSE, wordingHash(here)))
  expect(annas.state().ours(CLAUSE)).toBe(null)
})

test('[AST5] from the first letter on it is known that the yes goes with it, until it has gone or the letter was undone; the partner’s letter ends nothing', async () => {
  await using couple = await writing()
  using movedOn = couple.watch()
  await couple.annas.agree(CLAUSE, here)
  const told = vi.fn()
  movedOn.subscribe(CLAUSE, told)
  couple.fromPartner(theirs => theirs.textOf(CLAUSE, 'phrase')?.insert(0, 'Yes. '))
  expect(movedOn.isLeaving(CLAUSE)).toBe(false)
  couple.erase(5)
  expect([movedOn.isLeaving(CLAUSE), movedOn.isLeaving('another')]).toEqual([true, false])
  await movedOn.settle()
  expect([movedOn.isLeaving(CLAUSE), couple.isWaiting()], 'the words are back').toEqual([false, true])
  couple.write('Yes. ')
  const whenGone: boolean[] = []
  couple.annas.subscribe(() => couple.isWaiting() || whenGone.push(movedOn.isLeaving(CLAUSE)))
  await movedOn.settle()
  expect([whenGone[0], movedOn.isLeaving(CLAUSE)], 'no moment between the two').toEqual([true, false])
  expect(told).toHaveBeenCalledTimes(4)
})

test('[AST5] where nobody watches, the partner completes it: what the rule stops', async () => {
  await using couple = await writing()
  await couple.annas.agree(CLAUSE, here)
  couple.write('Perhaps ')
  await couple.bens.agree(CLAUSE, here)
  await isOurs(couple.annas, CLAUSE, here)
})

test('[AST5] taking the clause out, and other minutes, take the assent back too', async () => {
  await using couple = await writing()
  using movedOn = couple.watch()
  await couple.annas.agree(CLAUSE, here)
  const minutes = draftWordings(couple.agreement.snapshot()).find(({ clauseId }) => clauseId === PAUSE_CLAUSE_ID)?.wording
  if (!minutes) throw new Error('no minutes')
  await couple.annas.agree(PAUSE_CLAUSE_ID, minutes)
  couple.agreement.removeClause(CLAUSE)
  couple.agreement.setPauseMinutes({ usual: 45 })
  await movedOn.settle()
  expect([couple.isWaiting(), couple.isWaiting(PAUSE_CLAUSE_ID)]).toEqual([false, false])
})

test('[AST5] what was undone before it settled, what the partner changed, and another clause take nothing back', async () => {
  await using couple = await writing()
  using movedOn = couple.watch()
  await couple.annas.agree(CLAUSE, here)
  couple.write('Oh ')
  couple.erase(3)
  couple.agreement.textOf('starter-phrase-2', 'phrase')?.insert(0, 'And ')
  couple.agreement.moveClause(CLAUSE, 2)
  await movedOn.settle()
  expect(couple.isWaiting(), 'undone, and moved').toBe(true)
  couple.fromPartner(theirs => theirs.textOf(CLAUSE, 'phrase')?.insert(0, 'Always: '))
  await movedOn.settle()
  expect(couple.isWaiting(), 'changed by the partner').toBe(true)
  couple.fromPartner(theirs => theirs.removeClause(CLAUSE))
  await movedOn.settle()
  expect(couple.isWaiting(), 'taken out by the partner').toBe(true)
})

test('[AST5] what both hold, and what is in force, is never taken back by itself', async () => {
  await using couple = await writing()
  const { annas, bens } = couple
  using movedOn = couple.watch()
  const next = phrase('Perhaps I am here')
  for (const wording of [here, next]) {
    await annas.agree(CLAUSE, wording)
    await bens.agree(CLAUSE, wording)
    await isOurs(annas, CLAUSE, wording)
    if (wording === here) await annas.putInForce([{ clauseId: CLAUSE, hash: wordingHash(here) }])
  }
  couple.write('Oh ')
  await movedOn.settle()
  await isOurs(annas, CLAUSE, next)
  // The wording that is in force is proposed again, and left again.
  await annas.agree(CLAUSE, here)
  couple.write('No ')
  await movedOn.settle()
  expect(annas.state().inForce?.clauses).toMatchObject([{ wording: here }])
})

test('[AST5] who changed what both hold before the other no longer agrees has moved on as who does after', async () => {
  for (const page of ['the same page', 'the next page'] as const) {
    await using couple = await writing()
    const { annas, bens } = couple
    using first = couple.watch()
    await annas.agree(CLAUSE, here)
    await bens.agree(CLAUSE, here)
    await isOurs(annas, CLAUSE, here)
    couple.write('Now ')
    await first.settle()
    expect(annas.state().ours(CLAUSE)?.hash, 'what both hold stays').toBe(wordingHash(here))
    if (page === 'the next page') first[Symbol.dispose]()
    using _next = page === 'the next page' ? couple.watch() : null
    await bens.noLongerAgree(CLAUSE)
    await untilRecord(annas, record => record.ours(CLAUSE) === null && record.waiting('a', CLAUSE) === null)
    couple.erase(4)
    const record = annas.state()
    expect(overToo(record, CLAUSE, record.withdrawals(CLAUSE)), page).toBe('a')
  }
})

test('[AST5] a yes is left as it is where the partner changed the words, where the draft says again what both hold, and where both met anew', async () => {
  await using couple = await writing()
  const { annas, bens } = couple
  using movedOn = couple.watch()
  const bothAgree = async (wording: typeof here) => {
    await annas.agree(CLAUSE, wording)
    await bens.agree(CLAUSE, wording)
    await isOurs(annas, CLAUSE, wording)
  }
  const leavesAlone = async () => {
    await bens.noLongerAgree(CLAUSE)
    await untilRecord(annas, record => record.ours(CLAUSE) === null)
    await movedOn.settle()
  }
  await bothAgree(here)
  couple.fromPartner(theirs => theirs.textOf(CLAUSE, 'phrase')?.insert(0, 'Always: '))
  await movedOn.settle()
  await leavesAlone()
  expect(couple.isWaiting(), 'changed by the partner').toBe(true)

  couple.erase(8)
  await bothAgree(here)
  couple.write('Oh ')
  await movedOn.settle()
  couple.fromPartner(theirs => theirs.textOf(CLAUSE, 'phrase')?.delete(0, 3))
  await movedOn.settle()
  couple.fromPartner(theirs => theirs.textOf(CLAUSE, 'phrase')?.insert(0, 'Well, '))
  await leavesAlone()
  expect(couple.isWaiting(), 'it stood there again, and the partner changed it').toBe(true)

  couple.erase(6)
  await bothAgree(here)
  couple.write('Now ')
  await movedOn.settle()
  const next = phrase('Now I am here')
  await bothAgree(next)
  await movedOn.settle()
  couple.fromPartner(theirs => theirs.textOf(CLAUSE, 'phrase')?.insert(0, 'Well, '))
  await leavesAlone()
  expect(annas.state().waiting('a', CLAUSE)?.hash, 'both had met on these').toBe(wordingHash(next))
})

test('[AST5] a page that closes at once loses nothing of it: the next one takes the assent back', async () => {
  await using couple = await writing()
  await couple.annas.agree(CLAUSE, here)
  const closing = couple.watch()
  couple.write('P')
  closing[Symbol.dispose]()
  expect(couple.isWaiting()).toBe(true)
  using again = couple.watch()
  await untilRecord(couple.annas, () => true)
  await again.settle()
  expect(couple.isWaiting()).toBe(false)
})

test('[AST5] a partner whose signatures are never all checked holds no taking back up', async () => {
  await using couple = await writing()
  const { annas, agreement, pair } = couple
  await annas.agree(CLAUSE, here)
  const part = { to: 0, newest: 0 }
  const record: OpenedAgreementRecord = {
    ...annas,
    state: () => ({ ...annas.state(), unverified: true, sure: { ...annas.state().sure, ...part } }),
  }
  using movedOn = new MovedOn({ session: pair.a.session, doc: couple.doc, record, view: () => agreement.snapshot() })
  couple.write('Perhaps ')
  await movedOn.settle()
  expect(couple.isWaiting(), 'while nothing is known').toBe(true)
  Object.assign(part, { to: 7, newest: 9 })
  await movedOn.settle()
  expect(couple.isWaiting(), 'while what came before the edit is not: the partner may have met it').toBe(true)
  Object.assign(part, { to: 10, newest: 90 })
  await movedOn.settle()
  expect(couple.isWaiting()).toBe(false)
})

test('[AST5] after the other’s withdrawal a yes that was moved on from is told as over on both phones, also once the words are back', () => {
  const overOf = (...statements: Parameters<typeof recorded>) => {
    const record = recorded(...statements)
    const standing = standingOf(record, 'a', CLAUSE, here)
    return [standing.kind === 'withdrawn' && standing.stays, overToo(record, CLAUSE, record.withdrawals(CLAUSE))]
  }
  const left = [...bothGiven(CLAUSE, here), withdrawn('b', CLAUSE)]
  expect(overOf(...left), 'it waits').toEqual(['a', null])
  expect(overOf(...left, withdrawn('a', CLAUSE, here)), 'as `MovedOn` does').toEqual([null, 'a'])
  expect(overOf(...left, given('a', CLAUSE, near)), 'other words').toEqual([null, 'a'])
  expect(overOf(...left, withdrawn('a', CLAUSE, here), given('a', CLAUSE, here)), 'anew').toEqual(['a', null])
  expect(overOf(...left, withdrawn('a', CLAUSE)), 'said of both already').toEqual([null, null])
  expect(overOf(...bothGiven(CLAUSE, here)), 'nobody withdrew').toEqual([false, null])
  const record = { ...recorded(...left, withdrawn('a', CLAUSE, here)), unverified: true }
  expect(overToo(record, CLAUSE, record.withdrawals(CLAUSE)), 'while it is read').toBe(null)
})
