import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openAgreementPage, phrase, putAtEnd, written } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { eventually, setOffline } from '../support/browser.ts'
import { alertOn, key, openNow } from '../support/crisis-screens.ts'
import { makeSpace } from '../support/making.ts'
import { alonePhone } from '../support/ready-phones.ts'
import { openPhone, succeed, until } from '../support/sessions.ts'

const phones = agreementPhones()
const notKept = (page: Page) => page.getByText('This browser keeps nothing here.', { exact: true })

declare global {
  /** On a page told to remember them: every connection to local storage it has open. */
  var connections: IDBDatabase[]
}

/** From the next load on, so that a test can close them as a browser does that is short of room. */
const rememberConnections = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    globalThis.connections = []
    const { open } = IDBFactory.prototype
    IDBFactory.prototype.open = function (...args) {
      const request = open.apply(this, args)
      request.addEventListener('success', () => globalThis.connections.push(request.result))
      return request
    }
  })
}

const pressSignal = async (page: Page, word: string): Promise<void> => {
  await page.getByRole('link', { name: 'Now', exact: true }).click()
  await key(page, `Send ${word}`).click()
}

test('[SES17] connections closed under a page are opened again: what is typed and pressed then goes out, and is there after a reload', async () => {
  const { a, b } = phones()
  await rememberConnections(a)
  await openAgreementPage(a)
  await a.getByText('Saved on both devices').waitFor()
  expect(await a.evaluate(() => connections.length)).toBeGreaterThan(1)
  await a.evaluate(() => {
    for (const connection of connections) connection.close()
  })
  await putAtEnd(phrase(a, "I won't leave"), ' you')
  await eventually(() => written(phrase(b, "I won't leave"))).toBe("I won't leave you")
  await a.getByText('Saved on both devices').waitFor()
  expect(await notKept(a).count()).toBe(0)
  await a.evaluate(() => {
    for (const connection of connections) connection.close()
  })
  await pressSignal(a, 'Lighthouse')
  await key(b, "I'm here. I'll stay near.").click()
  await key(b, 'Done').click()
  await alertOn(b).waitFor({ state: 'detached' })

  // From this device's storage alone.
  const later = await a.context().newPage()
  await later.routeWebSocket('**', () => undefined)
  await later.goto(a.url())
  await openAgreementPage(later)
  await eventually(() => written(phrase(later, "I won't leave"))).toBe("I won't leave you")
  await later.close()
})

test('[SES17] when the browser’s data is cleared under a page, it says so, and what is typed and pressed still goes out', async () => {
  const { a, b, server } = phones()
  await openAgreementPage(a)
  await openAgreementPage(b)
  await a.getByText('Saved on both devices').waitFor()
  expect(await notKept(a).count(), 'the control: until then it is kept').toBe(0)
  const devtools = await a.context().newCDPSession(a)
  await devtools.send('Storage.clearDataForOrigin', { origin: new URL(server.url).origin, storageTypes: 'indexeddb' })
  await notKept(a).waitFor()
  await a.getByText('Saved.', { exact: true }).waitFor()
  await putAtEnd(phrase(a, 'Take it slow'), ', please')
  await eventually(() => written(phrase(b, 'Take it slow'))).toBe('Take it slow, please')
  await pressSignal(a, 'Anchor')
  await alertOn(b).waitFor()
  expect(await a.evaluate(async () => (await indexedDB.databases()).length), 'nothing is put back').toBe(0)
})

/** How much rests in the app's own database, which is there. Not its cache: a page that is in no space may keep things there too. */
const resting = (page: Page) =>
  page.evaluate(async () => {
    const opening = indexedDB.open('holdfast-own')
    await new Promise(resolve => opening.addEventListener('success', resolve))
    const names = ['identity', 'log', 'outbox']
    const reading = opening.result.transaction(names)
    const counts = names.map(name => reading.objectStore(name).count())
    await new Promise(resolve => reading.addEventListener('complete', resolve))
    opening.result.close()
    return counts.map(({ result }) => result)
  })

/** A pause in an outbox that belongs to nobody, as a page of an earlier release left it. */
const layPress = (page: Page) =>
  page.evaluate(async () => {
    const opening = indexedDB.open('holdfast-own')
    await new Promise(resolve => opening.addEventListener('success', resolve))
    const writing = opening.result.transaction('outbox', 'readwrite')
    const event = { id: '01890a5d-ac96-774b-bcce-b302099a8057', kind: 'pause', heldMs: 0, step: { kind: 'start', minutes: 25 } }
    writing.objectStore('outbox').add({ event, pressedAt: Date.now() })
    await new Promise(resolve => writing.addEventListener('complete', resolve))
    opening.result.close()
  })

test('[OBX16] where the database is removed and made anew by another tab, a press is not called kept, rests nowhere, and goes to the partner alone', async () => {
  const { browser, server } = phones()
  await using mei = await alonePhone(browser, server.url)
  const { page, context } = mei
  await rememberConnections(page)
  await using jonas = await openPhone(server.url)
  await succeed(jonas.session.join({ fragment: new URL(mei.link).hash, name: 'Jonas' }))
  await openNow(page)
  await setOffline(context, true)
  await page.evaluate(async () => {
    for (const connection of connections) connection.close()
    const removing = indexedDB.deleteDatabase('holdfast-own')
    await new Promise(resolve => removing.addEventListener('success', resolve))
  })
  await context.setOffline(false)
  // The page that was open stays without a network: its sockets end as they open.
  const other = await context.newPage()
  await other.goto(server.url)
  await other.getByRole('button', { name: 'Make our space' }).waitFor()
  await key(page, 'Send Lighthouse').click()
  await page.getByText('This browser keeps nothing here: leave this page open.').waitFor()
  expect(await page.getByText('Kept on this phone').count()).toBe(0)
  expect(await resting(other), 'nothing is put back').toEqual([0, 0, 0])

  await layPress(other)
  expect(await resting(other), 'the control: it lies there').toEqual([0, 0, 1])
  await other.reload()
  await eventually(() => resting(other)).toEqual([0, 0, 0])
  // The same while the page is open.
  await layPress(other)
  const { link } = await makeSpace(other, 'Mei', 'Kim')
  expect((await resting(other))[2]).toBe(0)
  await using kim = await openPhone(server.url)
  await succeed(kim.session.join({ fragment: new URL(link).hash, name: 'Kim' }))
  await setOffline(context, false)
  await until(jonas.session, ({ signals }) => signals.some(({ content, mine }) => !mine && content?.word === 'Lighthouse'))
  await until(kim.session, ({ connection, partner }) => connection === 'online' && partner?.name === 'Mei')
  expect(kim.session.state().signals).toEqual([])
  expect(mei.faults).toEqual([])
})
