import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { Sealing } from '../client/keys/envelope.ts'
import { sealing } from '../client/keys/envelope.ts'
import { openSealedDocument } from '../client/sync/sealed-document.ts'
import type { SessionKeys } from '../client/sync/session-keys.ts'
import { agreeOnBothSides, openRecord, untilRecord } from './support/agreeing.ts'
import { findText, type Haystack } from './support/haystack.ts'
import { identitySealing } from './support/identity-sealing.ts'
import { startRecordingProxy } from './support/recording-proxy.ts'
import { startTestServer } from './support/server.ts'
import { type Couple, openCouple, succeed, until } from './support/sessions.ts'

/** Words, names and emoji that stand nowhere by chance. Each rests and travels on another way. */
const WRITTEN = {
  nameA: 'Amira Ωkonkwo-Żółć',
  nameB: 'Jonas Håkansson',
  word: 'Leuchtturmwärter',
  emoji: '🗼🐳🫶',
  gesture: 'Handrücken ans Herz',
  meaning: 'mein Alarm läuft gerade',
  helps: 'setz dich zu mir aufs Sofa',
  answer: 'ich bin gleich bei dir',
  phrase: 'wir gehören zusammen',
  clause: 'Promenadenspaziergang am Hafen',
  journal: 'Zahnarztstuhlgefühl im Magen',
  label: 'Küchentablett',
  agreed: 'Handschlag unterm Apfelbaum',
  asked: 'gilt das auch sonntags',
  replied: 'sonntags erst recht',
}

/** A whole evening of a couple through a proxy that records; then everything that somebody else could read. */
const liveAndLook = async (how: Sealing): Promise<Haystack[]> => {
  const logLines: string[] = []
  await using server = await startTestServer({ logLines, env: { HOLDFAST_LOG: 'debug' } })
  await using proxy = await startRecordingProxy(server.url)
  const options = { sealing: how, label: WRITTEN.label }
  await using pair = await openCouple(proxy.url, { a: options, b: options, names: [WRITTEN.nameA, WRITTEN.nameB] })
  const [a, b] = [pair.a.session, pair.b.session]
  const id = await a.sendSignal({ clauseId: 'one', ...WRITTEN })
  await until(b, state => state.signals[0])
  await b.received(id)
  await b.answer(id, WRITTEN.answer)
  await until(a, state => state.signals[0]?.answer?.text === WRITTEN.answer)
  await a.startPause(25)
  await until(b, state => state.pause.state.kind === 'paused')
  const phrase = await b.sayPhrase(WRITTEN.phrase)
  await until(b, state => state.unsent === 0)
  expect((await pair.a.store.read()).log.some(({ event }) => event.id === phrase)).toBe(true)
  await agree(pair)
  await write(a, 'agreement', WRITTEN.clause)
  await write(a, 'journal', WRITTEN.journal)
  await succeed(a.undoJoin())
  await succeed(a.makeInvite())
  return [
    { name: 'the database', bytes: await readFile(server.file) },
    { name: 'the write-ahead log', bytes: await readFile(`${server.file}-wal`) },
    { name: 'the server’s log', bytes: Buffer.from(logLines.join('\n')) },
    { name: 'the traffic', bytes: Buffer.concat(proxy.passed().map(({ bytes }) => bytes)) },
  ]
}

/** Both agree to a phrase, ask about it, and put it in force. */
const agree = async (pair: Couple): Promise<void> => {
  await agreeOnBothSides(pair, [['starter-phrase-1', { kind: 'phrase', phrase: WRITTEN.agreed }]])
  using annas = openRecord(pair.a.session)
  using bens = openRecord(pair.b.session)
  await annas.ask('starter-phrase-1', WRITTEN.asked)
  const { id } = await untilRecord(bens, record => record.questionsOf('starter-phrase-1').open[0])
  await bens.reply(id, WRITTEN.replied)
  await untilRecord(annas, record => record.questionsOf('starter-phrase-1').open[0]?.replies[0]?.text === WRITTEN.replied)
}

/** Types into a document and waits until the server has kept it. */
const write = async (session: SessionKeys, name: 'agreement' | 'journal', text: string): Promise<void> => {
  const access = session.documentAccess()
  if (!access) throw new Error('no space')
  const keyring = name === 'journal' ? access.personalKeyring : access.keyring
  const cipher = {
    seal: (context: string, bytes: Uint8Array) => access.sealing.seal(keyring, context, bytes),
    open: (context: string, bytes: Uint8Array) => {
      const opened = access.sealing.open(keyring, context, bytes)
      return opened.ok ? opened.value : null
    },
  }
  await using document = openSealedDocument({ name, generation: 0, access, cipher, persist: null })
  document.inner.getText('words').insert(0, text)
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = () => document.status().saved !== 'saving' && document.status().connection === 'online' && resolve()
  const stop = document.subscribe(look)
  look()
  await promise
  stop()
}

test('[ABS1] nothing a partner wrote is in the database, its write-ahead log, the server’s log or the traffic', async () => {
  const haystacks = await liveAndLook(sealing)
  for (const { name, bytes } of haystacks) expect(bytes.length, `${name} holds something`).toBeGreaterThan(200)
  for (const [what, text] of Object.entries(WRITTEN)) expect(findText(text, haystacks), what).toEqual([])
})

test('[ABS1] with sealing replaced by identity the same search finds every one of them on disk and on the way', async () => {
  const haystacks = await liveAndLook(identitySealing)
  for (const [what, text] of Object.entries(WRITTEN)) {
    const found = findText(text, haystacks).join()
    expect(found, what).toMatch(/in the (database|write-ahead log)/)
    expect(found, what).toContain('in the traffic')
  }
})

test('[ABS2] the search itself finds a text in every form in which it could rest', () => {
  const text = 'Küche 🐳'
  const hidden = (bytes: Buffer) => [{ name: 'hay', bytes: Buffer.concat([Buffer.from('xy'), bytes, Buffer.from('z')]) }]
  const utf8 = Buffer.from(text)
  const utf16 = Buffer.from(text, 'utf16le')
  for (const bytes of [utf8, utf16, Buffer.from(utf16).swap16(), Buffer.from(JSON.stringify(text))])
    expect(findText(text, hidden(bytes))).not.toEqual([])
  for (const before of ['', 'a', 'ab', 'abc', 'abcd'])
    for (const encoding of ['base64', 'base64url', 'hex'] as const)
      expect(findText(text, hidden(Buffer.from(Buffer.from(before + text + before).toString(encoding))))).not.toEqual([])
  expect(findText('Kuche', hidden(utf8))).toEqual([])
})
