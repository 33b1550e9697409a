import { afterAll, beforeAll, expect, test } from 'vitest'
import { signText } from '../client/keys/device-key.ts'
import { wordingHash } from '../client/keys/wording-hash.ts'
import { assentText, MOST_ENTRIES } from '../shared/assent.ts'
import type { Wording } from '../shared/wording.ts'
import { agreeOnBothSides, isOurs, openRecord, untilRecord } from './support/agreeing.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { openCouple, openPhone, succeed, until, untilOnline } from './support/sessions.ts'
import { phrase, phrasesOf } from './support/statements.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const [here, near] = [phrase('I am here'), phrase('I am near')]
const CLAUSE = 'starter-phrase-1'

test('[AST7] an assent is shown at once where it was given, reaches the other phone, and is ours when both gave it', async () => {
  await using pair = await openCouple(server.url)
  using annas = openRecord(pair.a.session)
  using bens = openRecord(pair.b.session)
  await untilRecord(annas, () => true)
  await annas.agree(CLAUSE, here)
  expect(annas.state().holds('a', CLAUSE, wordingHash(here)), 'without waiting for anybody').toBe(true)
  await untilRecord(bens, record => record.holds('a', CLAUSE, wordingHash(here)))
  expect(bens.state().ours(CLAUSE)).toBe(null)
  await bens.agree(CLAUSE, here)
  await isOurs(annas, CLAUSE, here)
  await isOurs(bens, CLAUSE, here)
  const same = annas.state()
  expect(annas.state(), 'one value until something changes').toBe(same)
})

test('[AST9] a yes that is taken back ends nothing in force, also where it was to the very words that are', async () => {
  await using pair = await openCouple(server.url)
  await agreeOnBothSides(pair, [[CLAUSE, here]])
  using annas = openRecord(pair.a.session)
  using bens = openRecord(pair.b.session)
  for (const one of [annas, bens]) await one.agree(CLAUSE, near)
  await isOurs(annas, CLAUSE, near)
  await annas.agree(CLAUSE, here)
  expect(await annas.takeBack(CLAUSE, wordingHash(here))).toBe('staysInForce')
  await annas.ask(CLAUSE, 'Is it there?')
  await untilRecord(bens, record => record.questionsOf(CLAUSE).open.length > 0)
  for (const one of [annas, bens]) {
    const { inForce, ours, waiting } = one.state()
    expect([phrasesOf(inForce?.clauses), ours(CLAUSE)?.wording, waiting('a', CLAUSE)]).toEqual([['I am here'], near, null])
  }
  // Other words are withdrawn as they are.
  await annas.agree(CLAUSE, phrase('We are okay'))
  expect(await annas.takeBack(CLAUSE, wordingHash(phrase('We are okay')))).toBe('takenBack')
  expect(annas.state().waiting('a', CLAUSE)).toBe(null)
})

test('[AST1] B’s own program, changed at will, cannot make A’s phone show A’s assent', async () => {
  await using pair = await openCouple(server.url)
  using annas = openRecord(pair.a.session)
  using bens = openRecord(pair.b.session)
  const b = pair.b.session
  const access = b.documentAccess()
  if (!access) throw new Error('no space')
  const a = access.signers.find(({ seat }) => seat === 'a')
  if (!a) throw new Error('A is not listed')
  const other = phrase('I do as I am told')
  // A gave this once, to another clause: B has seen it, signature and all.
  await annas.agree('starter-phrase-2', other)
  const real = await untilRecord(bens, () => b.agreementEvents()[0])
  await bens.agree(CLAUSE, other)
  const asA = (event: string) =>
    assentText({ space: access.spaceId, seat: 'a', deviceId: a.deviceId, event: real.id }, 'given', CLAUSE, event)
  const forgeries: unknown[] = [
    { step: 'given', clauseId: CLAUSE, wording: other, signature: signText(access.deviceSign, asA(wordingHash(other))) },
    { step: 'given', clauseId: CLAUSE, wording: other, signature: 'A'.repeat(86) },
    {
      step: 'given',
      clauseId: CLAUSE,
      wording: other,
      seat: 'a',
      deviceId: a.deviceId,
      signature: signText(access.deviceSign, asA('x')),
    },
    { step: 'given', clauseId: CLAUSE },
    { entries: [], signature: 'A'.repeat(86) },
    'A agrees',
    null,
  ]
  for (const forgery of forgeries) await b.pressAgreement('assent', () => forgery)
  await b.pressAgreement('version', () => ({ entries: [], signature: 'A'.repeat(86) }))
  await until(b, state => state.unsent === 0)
  await bens.ask(CLAUSE, 'done')
  await untilRecord(annas, record => record.questionsOf(CLAUSE).open[0])
  expect(annas.state().waiting('a', CLAUSE)).toBe(null)
  expect(annas.state().ours(CLAUSE)).toBe(null)
  expect(annas.state().waiting('b', CLAUSE)).toMatchObject({ wording: other })
  expect(annas.state().versions).toEqual([])
})

test('[VER2] both put in force without a network: the versions are 1 and 2 on both phones', async () => {
  await using pair = await openCouple(server.url)
  using annas = openRecord(pair.a.session)
  using bens = openRecord(pair.b.session)
  for (const opened of [annas, bens]) {
    await opened.agree(CLAUSE, here)
    await opened.agree('q', phrase('I am near'))
  }
  await isOurs(annas, 'q', phrase('I am near'))
  await isOurs(bens, 'q', phrase('I am near'))
  pair.a.session.setOffline(true)
  pair.b.session.setOffline(true)
  await annas.putInForce([{ clauseId: CLAUSE, hash: wordingHash(here) }])
  await bens.putInForce([{ clauseId: 'q', hash: wordingHash(phrase('I am near')) }])
  for (const opened of [annas, bens])
    expect(opened.state().versions.map(({ number, unsent }) => [number, unsent])).toEqual([[1, true]])
  pair.a.session.setOffline(false)
  await untilRecord(annas, ({ versions }) => versions[0]?.unsent === false)
  pair.b.session.setOffline(false)
  for (const opened of [annas, bens]) {
    const record = await untilRecord(opened, record => record.versions.length === 2 && !record.versions[1]?.unsent && record)
    expect(record.versions.map(({ number, seat }) => [number, seat])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ])
    expect(phrasesOf(record.inForce?.clauses)).toEqual(['I am near', 'I am here'])
  }
})

test('[VER3] "I no longer agree" takes the clause out of force on both phones, without a word from the other', async () => {
  await using pair = await openCouple(server.url)
  await agreeOnBothSides(pair, [
    [CLAUSE, here],
    ['q', phrase('I am near')],
  ])
  using annas = openRecord(pair.a.session)
  using bens = openRecord(pair.b.session)
  await bens.noLongerAgree(CLAUSE)
  for (const opened of [annas, bens])
    expect(await untilRecord(opened, ({ inForce }) => inForce?.clauses.length === 1 && phrasesOf(inForce.clauses))).toEqual([
      'I am near',
    ])
  expect(annas.state().waiting('a', CLAUSE), 'A’s assent stands, and waits').toMatchObject({ wording: here })
})

test('[VER5] the longest clauses fit into an event, and so does a version that names 201', async () => {
  await using pair = await openCouple(server.url)
  const long = (length: number) => '"'.repeat(length)
  const longest: Wording = {
    kind: 'signal',
    word: long(80),
    emoji: '👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧',
    gesture: long(200),
    meaning: long(400),
    helps: long(400),
    answer1: long(200),
    answer2: '灯'.repeat(200),
  }
  const wide: Wording = { kind: 'promise', seat: 'a', when: '灯'.repeat(400), say: '灯'.repeat(1_000) }
  const held: [string, Wording][] = [
    ['s'.repeat(64), longest],
    ['w'.repeat(64), wide],
  ]
  await agreeOnBothSides(pair, held.slice(0, 1))
  using annas = openRecord(pair.a.session)
  using bens = openRecord(pair.b.session)
  for (const record of [annas, bens]) await record.agree('w'.repeat(64), wide)
  await until(pair.a.session, ({ unsent }) => unsent === 0)
  const others = Array.from({ length: MOST_ENTRIES - 2 }, (_, index): [string, Wording] => [
    `clause-${index}`,
    phrase(`${index}`),
  ])
  const entries = [...others, ...held.toReversed()].map(([clauseId, wording]) => ({ clauseId, hash: wordingHash(wording) }))
  await bens.putInForce(entries)
  const { inForce } = await untilRecord(bens, record => record.versions[1]?.unsent === false && record)
  expect(inForce).toMatchObject({ number: 2, clauses: [{ wording: wide }, { wording: longest }] })
  expect(pair.b.session.state().refusal).toBe(null)
  await expect(bens.agree('q', phrase('a\u200bb')), 'what cannot be signed is not').rejects.toThrow()
  await expect(bens.agree('pause', here)).rejects.toThrow()
})

test('[VER6] a reload, without a network too, and a fresh device come to the same record', async () => {
  await using pair = await openCouple(server.url)
  await agreeOnBothSides(pair, [
    [CLAUSE, here],
    ['q', phrase('I am near')],
  ])
  const words = (await pair.b.session.recoveryWords()) ?? []
  using annas = openRecord(pair.a.session)
  await annas.ask('q', 'How near?')
  await annas.noLongerAgree(CLAUSE)
  using bens = openRecord(pair.b.session)
  const told = await untilRecord(
    bens,
    record => record.inForce?.clauses.length === 1 && record.questionsOf('q').open[0] && record,
  )
  const shown = ({ versions, inForce, questionsOf }: typeof told) => ({ versions, inForce, asked: questionsOf('q') })
  await pair.b.session[Symbol.asyncDispose]()

  await using again = await openPhone('http://127.0.0.1:9', { store: pair.b.store })
  using reloaded = openRecord(again.session)
  expect(shown(await untilRecord(reloaded, record => record))).toEqual(shown(told))

  await using fresh = await openPhone(server.url)
  await succeed(fresh.session.recover(words.join(' ')))
  await untilOnline(fresh.session)
  using recovered = openRecord(fresh.session)
  expect(
    shown(
      await untilRecord(recovered, record => record.questionsOf('q').open[0] && record.inForce?.clauses.length === 1 && record),
    ),
  ).toEqual(shown(told))
  await recovered.agree(CLAUSE, phrase('From a second device'))
  await untilRecord(annas, record => record.holds('b', CLAUSE, wordingHash(phrase('From a second device'))))
})

test('[AST8] each signature is checked once, over reloads too', async () => {
  await using pair = await openCouple(server.url)
  await agreeOnBothSides(pair, [[CLAUSE, here]])
  await pair.b.session[Symbol.asyncDispose]()
  /** How often the record of a new page was drawn with events in it that were still to be checked. */
  const checking = async (forget: boolean): Promise<number> => {
    await using again = await openPhone('http://127.0.0.1:9', { store: pair.b.store })
    if (forget) await again.session.writeLocal('verified-signatures', [])
    using reloaded = openRecord(again.session)
    let unverified = 0
    const stop = reloaded.subscribe(() => {
      if (reloaded.state().unverified) unverified += 1
    })
    await untilRecord(reloaded, record => record.inForce)
    stop()
    return unverified
  }
  expect(await checking(false)).toBe(0)
  expect(await checking(true), 'where what was checked is forgotten').toBeGreaterThan(0)
  expect(await checking(false), 'and is known again afterwards').toBe(0)
})
