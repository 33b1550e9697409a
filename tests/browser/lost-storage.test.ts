import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openAgreementPage, phrase, typeAtEnd, written } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { eventually } from '../support/browser.ts'
import { alertOn, key } from '../support/crisis-screens.ts'

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
  await typeAtEnd(phrase(a, "I won't leave"), ' you')
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
  await typeAtEnd(phrase(a, 'Take it slow'), ', please')
  await eventually(() => written(phrase(b, 'Take it slow'))).toBe('Take it slow, please')
  await notKept(a).waitFor()
  await a.getByText('Saved.', { exact: true }).waitFor()
  await pressSignal(a, 'Anchor')
  await alertOn(b).waitFor()
  expect(await a.evaluate(async () => (await indexedDB.databases()).length), 'nothing is put back').toBe(0)
})
