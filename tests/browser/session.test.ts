import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agreementKinds } from '../../shared/events.ts'
import { launchBrowser } from '../support/browser.ts'
import { longLog } from '../support/log.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { buildSessionPage, dumpDatabases, openOnPage, untilOnPage } from '../support/session-page.ts'
import { lighthouse, openPhone, type Phone, succeed, until } from '../support/sessions.ts'

let server: TestServer
let browser: Browser
beforeAll(async () => {
  server = await startTestServer({ clientFolder: await buildSessionPage() })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

const newPage = async (): Promise<Page> => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(server.url)
  return page
}

const makeSpace = async (page: Page, name: string, sample: boolean): Promise<string> => {
  const made = await page.evaluate(input => session.createSpace({ ...input, partnerName: 'Jonas' }), { name, sample })
  expect(made).toEqual({ ok: true })
  expect(await page.evaluate(() => session.makeInvite())).toEqual({ ok: true })
  return page.evaluate(() => new URL(session.state().invite?.link ?? '').hash)
}

/** A page, and a partner outside of any browser. */
interface Pair extends AsyncDisposable {
  a: Page
  b: Phone['session']
}

const pair = async (): Promise<Pair> => {
  await using opening = new AsyncDisposableStack()
  const a = opening.adopt(await newPage(), end)
  await openOnPage(a)
  const fragment = await makeSpace(a, 'Amira', false)
  const { session: b } = opening.use(await openPhone(server.url))
  await succeed(b.join({ fragment, name: 'Jonas' }))
  await untilOnPage(a, { 'partner.name': 'Jonas', connection: 'online' })
  await until(b, ({ partner, connection }) => partner?.name === 'Amira' && connection === 'online')
  const opened = opening.move()
  return { a, b, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

const end = (page: Page): Promise<void> => page.context().close()

test('[SES10] a reload draws everything before the network answers, an unsent press included, and sends it then', async () => {
  await using opened = await pair()
  const { a, b } = opened
  await b.sendSignal(lighthouse)
  await untilOnPage(a, { 'signals.0.content.word': 'Lighthouse' })
  await a.evaluate(() => session.received(session.state().signals[0]?.id ?? ('' as never)))
  await until(b, ({ signals }) => signals[0]?.state === 'reached')
  // The partner may know of it before this phone has its own receipt back.
  await untilOnPage(a, { unsent: 0 })

  await a.route('**/api/**', route => route.abort())
  await a.routeWebSocket('**', () => {})
  await a.reload()
  await openOnPage(a)
  await a.evaluate(content => session.sendSignal({ ...content, word: 'Harbour' }), lighthouse)
  await a.reload()
  await openOnPage(a)
  expect(await a.evaluate(() => session.state())).toMatchObject({
    phase: 'paired',
    connection: 'connecting',
    unsent: 1,
    me: { name: 'Amira' },
    partner: { name: 'Jonas' },
    partnerVerified: true,
    signals: [
      { content: lighthouse, receiptSent: true, mine: false },
      { content: { word: 'Harbour' }, state: 'waiting', mine: true },
    ],
  })
  await a.unrouteAll()
  const again = await a.context().newPage()
  await a.close()
  await again.goto(server.url)
  await openOnPage(again)
  await untilOnPage(again, { unsent: 0, 'signals.1.state': 'sent' })
  await until(b, ({ signals }) => signals[1]?.content.word === 'Harbour')
})

test('[SES10] without a network the connection says so, and comes back with it', async () => {
  await using opened = await pair()
  const { a, b } = opened
  await a.context().setOffline(true)
  await untilOnPage(a, { connection: 'offline' })
  await a.evaluate(content => session.sendSignal(content), lighthouse)
  await untilOnPage(a, { 'signals.0.state': 'waiting' })
  await a.context().setOffline(false)
  await untilOnPage(a, { connection: 'online', 'signals.0.state': 'sent' })
  await until(b, ({ signals }) => signals[0]?.content.word === 'Lighthouse')
})

test('[TAB1] two real tabs of one device store each press once', async () => {
  await using opened = await pair()
  const { a, b } = opened
  const second = await a.context().newPage()
  await second.goto(server.url)
  await openOnPage(second)
  await untilOnPage(second, { connection: 'online', 'me.name': 'Amira' })
  await Promise.all([a, second].map(tab => tab.evaluate(content => session.sendSignal(content), lighthouse)))
  for (const tab of [a, second]) await untilOnPage(tab, { 'signals.length': 2, unsent: 0 })
  await until(b, ({ signals }) => signals.length === 2)
  await Promise.all([a, second].map(tab => tab.evaluate(() => session.startPause(25))))
  for (const tab of [a, second]) await untilOnPage(tab, { 'pause.state.kind': 'paused', 'pause.unconfirmed': false, unsent: 0 })
  await until(b, ({ pause }) => pause?.state.kind === 'paused' && !pause.unconfirmed)
})

test('[SES10] removing a sample couple leaves no database of it, and the own one byte-identical', async () => {
  await using opened = await pair()
  const { a } = opened
  await a.evaluate(content => session.sendSignal(content), lighthouse)
  await untilOnPage(a, { 'signals.0.state': 'sent', unsent: 0 })
  await a.evaluate(async () => {
    await session[Symbol.asyncDispose]()
  })
  const before = await dumpDatabases(a, 'holdfast-own')
  expect(before).toContain('Amira')

  const [one, other] = [await a.context().newPage(), await a.context().newPage()]
  for (const page of [one, other]) await page.goto(server.url)
  await openOnPage(one, 'sample-a')
  await openOnPage(other, 'sample-b')
  const fragment = await makeSpace(one, 'Mira', true)
  expect(await other.evaluate(hash => session.join({ fragment: hash, name: 'Tom' }), fragment)).toEqual({ ok: true })
  await untilOnPage(one, { 'partner.name': 'Tom' })
  await one.evaluate(content => session.sendSignal(content), lighthouse)
  await untilOnPage(other, { 'signals.0.content.from': 'Mira' })
  for (const page of [one, other]) expect(await page.evaluate(() => session.removeSample())).toEqual({ ok: true })
  await untilOnPage(one, { phase: 'none' })
  expect(await a.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual(['holdfast-own'])
  expect(await dumpDatabases(a, 'holdfast-own')).toBe(before)
})

test('[SES11] without storage, or with one of another release, a session works and says that it will not last', async () => {
  const context = await browser.newContext()
  for (const breakStorage of [
    () => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }),
    () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('denied', 'SecurityError')
      }
    },
    // A database of a release to come, which this one must neither open nor harm.
    () => {
      const { open } = IDBFactory.prototype
      open.call(indexedDB, 'holdfast-own', 99)
    },
  ]) {
    const page = await context.newPage()
    await page.addInitScript(breakStorage)
    await page.goto(server.url)
    await openOnPage(page)
    expect(await page.evaluate(() => session.state())).toMatchObject({ phase: 'none', storage: 'memory' })
    await makeSpace(page, 'Amira', false)
    await untilOnPage(page, { phase: 'alone', connection: 'online', storage: 'memory' })
    await page.close()
  }
  await context.close()
})

test('[SES11] damaged entries in local storage are passed over and never a white page', async () => {
  await using opened = await pair()
  const { a, b } = opened
  await b.sendSignal(lighthouse)
  await untilOnPage(a, { 'signals.0.content.word': 'Lighthouse' })
  await a.evaluate(async () => {
    await session[Symbol.asyncDispose]()
    const { promise, resolve } = Promise.withResolvers<IDBDatabase>()
    const request = indexedDB.open('holdfast-own')
    request.onsuccess = () => resolve(request.result)
    const database = await promise
    const tx = database.transaction(['log', 'outbox', 'cache'], 'readwrite')
    tx.objectStore('log').put('junk', 2)
    tx.objectStore('outbox').put({ event: { id: 'junk' } })
    for (const key of ['space', 'limits', 'clock', 'withdrawn', 'reunion-done']) tx.objectStore('cache').put({ junk: key }, key)
    const written = Promise.withResolvers<void>()
    tx.oncomplete = () => written.resolve()
    await written.promise
    database.close()
  })
  await a.reload()
  await openOnPage(a)
  await untilOnPage(a, { phase: 'paired', 'partner.name': 'Jonas', connection: 'online', unsent: 0 })
})

test('[VER6] a database of the earlier release is taken over whole, and what was agreed long ago is read from it at every start', async () => {
  await using opened = await pair()
  const { a } = opened
  await a.route('**/api/**', route => route.abort())
  await a.routeWebSocket('**', () => {})
  await a.evaluate(
    async ({ records }) => {
      await session[Symbol.asyncDispose]()
      const done = <T>(request: IDBRequest<T>) => {
        const { promise, resolve, reject } = Promise.withResolvers<T>()
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
        return promise
      }
      const now = await done(indexedDB.open('holdfast-own'))
      const reading = now.transaction(['identity', 'cache'])
      const identity = await done(reading.objectStore('identity').get('me'))
      const [keys, values] = [
        await done(reading.objectStore('cache').getAllKeys()),
        await done(reading.objectStore('cache').getAll()),
      ]
      now.close()
      await done(indexedDB.deleteDatabase('holdfast-own'))
      // As the earlier release made it.
      const opening = indexedDB.open('holdfast-own', 1)
      opening.onupgradeneeded = () => {
        const database = opening.result
        database.createObjectStore('identity')
        database.createObjectStore('log')
        database.createObjectStore('outbox', { autoIncrement: true }).createIndex('id', 'event.id', { unique: true })
        database.createObjectStore('cache')
      }
      const earlier = await done(opening)
      const writing = earlier.transaction(['identity', 'log', 'cache'], 'readwrite')
      writing.objectStore('identity').put(identity, 'me')
      for (const [index, key] of keys.entries()) writing.objectStore('cache').put(values[index], key)
      for (const record of records) writing.objectStore('log').put(record, record.event.seq)
      const written = Promise.withResolvers<void>()
      writing.oncomplete = () => written.resolve()
      await written.promise
      earlier.close()
    },
    { records: longLog() },
  )
  for (let start = 0; start < 2; start++) {
    await a.reload()
    await openOnPage(a)
    const found = await a.evaluate(() => ({
      phase: session.state().phase,
      kinds: session.agreementEvents().map(({ kind }) => kind),
    }))
    expect(found).toEqual({ phase: 'paired', kinds: [...agreementKinds] })
  }
})

test('[SES12] over plain http on another machine’s name, where WebCrypto is missing, a session pairs and sends', async () => {
  const elsewhere = await launchBrowser({ localName: 'lan.test' })
  const pages = [await (await elsewhere.newContext()).newPage(), await (await elsewhere.newContext()).newPage()] as const
  for (const page of pages) {
    await page.goto(`http://lan.test:${server.port}/`)
    await openOnPage(page)
    expect(await page.evaluate(() => [isSecureContext, typeof crypto.subtle, typeof crypto.randomUUID])).toEqual([
      false,
      'undefined',
      'undefined',
    ])
  }
  const fragment = await makeSpace(pages[0], 'Amira', false)
  expect(await pages[1].evaluate(hash => session.join({ fragment: hash, name: 'Jonas' }), fragment)).toEqual({ ok: true })
  await untilOnPage(pages[0], { 'partner.name': 'Jonas', partnerVerified: true })
  await pages[0].evaluate(content => session.sendSignal(content), lighthouse)
  await untilOnPage(pages[1], { 'signals.0.content.word': 'Lighthouse' })
  await elsewhere.close()
})
