import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { eventually, launchBrowser } from '../support/browser.ts'
import { eraseAll, openDocument } from '../support/document-client.ts'
import { buildDocumentPage, openAgreementOnPage, typePhrase, untilAgreement } from '../support/document-page.ts'
import type { Credentials } from '../support/relay-client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { openOnPage, untilOnPage } from '../support/session-page.ts'

/** A browser of its own, whose network the test may take away: what is loaded from then on does not reach the server. */
interface Phone {
  page: Page
  network: { down: boolean }
}

let server: TestServer
let browser: Browser
/** Two phones in one space, which go from test to test: each begins with a page of its own on each, and goes on with the words it finds. */
let annas: Phone
let bens: Phone
beforeAll(async () => {
  server = await startTestServer({ clientFolder: await buildDocumentPage() })
  browser = await launchBrowser()
  ;[annas, bens] = [await newPhone(), await newPhone()]
  const [anna, ben] = [annas.page, bens.page]
  await anna.evaluate(() => session.createSpace({ name: 'Anna', partnerName: 'Ben' }))
  await anna.evaluate(() => session.makeInvite())
  const fragment = await anna.evaluate(() => new URL(session.state().invite?.link ?? '').hash)
  await ben.evaluate(hash => session.join({ fragment: hash, name: 'Ben' }), fragment)
  await untilOnPage(anna, { 'partner.name': 'Ben' })
})
afterEach(async () => {
  for (const { page, network } of [annas, bens]) {
    network.down = false
    for (const left of page.context().pages()) await left.close()
  }
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

const newPhone = async (): Promise<Phone> => {
  const context = await browser.newContext()
  const network = { down: false }
  await context.route('**/api/**', route => (network.down ? route.abort() : route.continue()))
  await context.routeWebSocket('**', socket => {
    if (network.down) void socket.close({ code: 1001 })
    else socket.connectToServer()
  })
  const page = await context.newPage()
  await page.goto(server.url)
  await openOnPage(page)
  return { page, network }
}

/** Another page on a phone, with its agreement open. */
const pageOn = async (phone: Phone): Promise<Page> => {
  const page = await phone.page.context().newPage()
  await openBoth(page)
  return page
}

const openBoth = async (page: Page): Promise<void> => {
  await page.goto(server.url)
  await openOnPage(page)
  await openAgreementOnPage(page)
}

/** The first phrase as a page has it. */
const firstPhrase = (page: Page): Promise<string> => page.evaluate(() => opened.state().view.phrases[0]?.texts.phrase ?? '')

test('[SEA7] what was typed is there after the page crashed, without a network, and reaches the partner from a later page', async () => {
  const anna = await pageOn(annas)
  await untilAgreement(anna, { saved: 'kept', phrase: 'I am here' })
  await anna.evaluate(() => session.setOffline(true))
  await typePhrase(anna, 'Whatever comes: ')
  await untilAgreement(anna, { saved: 'here' })
  await anna.goto('chrome://crash').catch(() => undefined)
  annas.network.down = true
  const next = await pageOn(annas)
  await untilAgreement(next, { phrase: 'Whatever comes: I am here', saved: 'here' })
  annas.network.down = false
  await pageOn(annas)
  await untilAgreement(await pageOn(bens), { phrase: 'Whatever comes: I am here' })
})

test('[SEA6] with the real storage of two browsers both is reached, and not while the partner’s cannot be written', async () => {
  const [anna, ben] = [await pageOn(annas), await pageOn(bens)]
  await untilAgreement(anna, { saved: 'both' })
  const words = await firstPhrase(anna)
  await ben.evaluate(() => {
    const stock = IDBDatabase.prototype.transaction
    Object.assign(globalThis, { full: true })
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      const transaction = stock.call(this, stores, mode, options)
      const full = (globalThis as { full?: boolean }).full
      // As a browser does when its disk is full.
      if (full && mode !== 'readonly' && transaction.objectStoreNames.contains('updates'))
        queueMicrotask(() => transaction.abort())
      return transaction
    }
  })
  await typePhrase(anna, 'Seen: ')
  await untilAgreement(ben, { phrase: `Seen: ${words}` })
  await ben.evaluate(() => {
    opened.setPresent(true)
    opened.setPlace({ clauseId: 'starter-phrase-1', field: 'phrase' })
  })
  await anna.evaluate(() => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => opened.state().peers.some(peer => peer.field === 'phrase') && resolve()
    opened.subscribe(look)
    look()
    return promise
  })
  await untilAgreement(anna, { saved: 'kept' })
  await untilAgreement(ben, { saved: 'kept' })
  await ben.evaluate(() => Object.assign(globalThis, { full: false }))
  await typePhrase(anna, 'Kept: ')
  await untilAgreement(anna, { saved: 'both' })
  bens.network.down = true
  await openBoth(ben)
  await untilAgreement(ben, { phrase: `Kept: Seen: ${words}` })
})

test('[SEA1] two tabs of one phone share what is typed without any network', async () => {
  annas.network.down = true
  const [anna, tab] = [await pageOn(annas), await pageOn(annas)]
  const words = await firstPhrase(anna)
  await typePhrase(anna, 'one ')
  await untilAgreement(tab, { phrase: `one ${words}` })
  await typePhrase(tab, 'two ')
  await untilAgreement(anna, { phrase: `two one ${words}`, saved: 'here' })
  expect(await anna.evaluate(() => opened.state().view.phrases.length)).toBe(4)
})

test('[AGD6] the home screen gets what is in force once both agreed to it, and never what is being written', async () => {
  const [anna, ben] = [await pageOn(annas), await pageOn(bens)]
  await untilAgreement(anna, { saved: 'both' })
  const words = await firstPhrase(anna)
  await untilAgreement(ben, { phrase: words })
  await anna.evaluate(() => keepHome(session))
  const home = () =>
    anna.evaluate(async () => (await session.readLocal<{ phrases: string[]; version: number | null }>('home-projection')) ?? null)
  await eventually(home).toMatchObject({ version: null })
  await typePhrase(anna, 'Yes: ')
  await untilAgreement(ben, { phrase: `Yes: ${words}` })
  for (const page of [anna, ben])
    await page.evaluate(async phrase => {
      const record = openAgreementRecord(session)
      globalThis.record = record
      await record?.agree('starter-phrase-1', { kind: 'phrase', phrase })
    }, `Yes: ${words}`)
  expect((await home())?.phrases[0], 'agreed to, and not in force yet').toBe('I am here')
  await ben.evaluate(async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const look = () => {
      const ours = record?.state().ours('starter-phrase-1')
      if (ours) resolve(ours.hash)
    }
    record?.subscribe(look)
    look()
    await record?.putInForce([{ clauseId: 'starter-phrase-1', hash: await promise }])
  })
  await eventually(home).toMatchObject({ version: 1, phrases: [`Yes: ${words}`] })
  await typePhrase(anna, 'Or: ')
  await untilAgreement(ben, { phrase: `Or: Yes: ${words}` })
  expect(await home()).toMatchObject({ version: 1, phrases: [`Yes: ${words}`] })
  await ben.evaluate(() => record?.noLongerAgree('starter-phrase-1'))
  await eventually(home).toMatchObject({ version: 1, phrases: [] })
})

test('[SEA12] an agreement that was once emptied is not begun anew with starters, on a new device nor after a reload', async () => {
  const anna = await pageOn(annas)
  await untilAgreement(anna, { saved: 'kept' })
  const ben = await bens.page.context().newPage()
  await ben.goto(server.url)
  await openOnPage(ben)
  const words = (await anna.evaluate(() => session.recoveryWords())) ?? []
  const credentials = await ben.evaluate(() => {
    const { deviceId, token } = session.documentAccess() ?? {}
    return { deviceId, token } as Credentials
  })
  await anna.close()
  await using emptying = openDocument(server.url, credentials)
  await eraseAll(emptying)
  await emptying.until(() => emptying.isKept())

  const recovered = async () => {
    const { page } = await newPhone()
    expect(await page.evaluate(typed => session.recover(typed), words.join(' '))).toEqual({ ok: true })
    await untilOnPage(page, { phase: 'paired', 'me.seat': 'a' })
    return page
  }
  const phrases = (page: Page) => page.evaluate(() => opened.state().view.phrases.length)
  const fresh = await recovered()
  await openAgreementOnPage(fresh)
  await untilAgreement(fresh, { connection: 'online', saved: 'kept' })
  expect(await phrases(fresh)).toBe(0)
  await openBoth(fresh)
  await untilAgreement(fresh, { connection: 'online', saved: 'kept' })
  expect(await phrases(fresh)).toBe(0)

  // The control: a device that does not ask whether anything was erased begins anew.
  const unguarded = await recovered()
  await unguarded.evaluate(() => {
    const agreement = openAgreement(session)
    if (!agreement) throw new Error('there is no space on this page')
    globalThis.opened = agreement
    Object.assign(agreement.document, { wasEverErased: () => false })
  })
  await untilAgreement(unguarded, { connection: 'online', phrase: 'I am here' })
  for (const page of [fresh, unguarded]) await page.context().close()
})
