import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clauseText, typeAtEnd, written } from '../support/agreement-page.ts'
import { launchBrowser, openPhone } from '../support/browser.ts'
import { look } from '../support/look.ts'
import { joinSpace, makeSpace } from '../support/making.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let browser: Browser
beforeAll(async () => {
  server = await startTestServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

const notKept = (page: Page) => page.getByText('This browser keeps nothing here.', { exact: true })

test.each([
  {
    name: 'throws',
    deny: () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('denied', 'SecurityError')
      }
    },
  },
  {
    name: 'fails later',
    deny: () => {
      const { open } = IDBFactory.prototype
      // A version below the one that is there is refused by an event of the request. What else a page opens is not refused.
      IDBFactory.prototype.open = (name, version) => {
        if (name !== 'holdfast-own') return open.call(indexedDB, name, version)
        open.call(indexedDB, name, 2)
        return open.call(indexedDB, name, 1)
      }
    },
  },
])(
  '[SCR18] where IndexedDB $name, the pages say that nothing is kept here, and writing goes on without a fault, cut off without being called saved',
  async ({ deny }) => {
    await using phone = await openPhone(browser, server.url)
    const { page } = phone
    await page.addInitScript(deny)
    await page.goto(server.url)
    await notKept(page).waitFor()
    expect(await look(page)).toEqual([])
    await makeSpace(page)
    await notKept(page).waitFor()
    await page.getByRole('link', { name: 'Now', exact: true }).click()
    await page.getByRole('group', { name: 'Signals' }).waitFor()
    expect(await notKept(page).count()).toBe(0)
    await page.getByRole('link', { name: 'Agreement' }).click()
    await notKept(page).waitFor()
    const phrase = clauseText(page, /^Phrase: I am here/, 'Phrase')
    await typeAtEnd(phrase, ', now')
    expect(await written(phrase)).toMatch(/, now$/)
    await page.getByText('Saved.', { exact: true }).waitFor()
    const left = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
    expect(left.filter(name => name !== 'holdfast-own')).toEqual([])
    expect(phone.faults).toEqual([])
    await phone.context.setOffline(true)
    await typeAtEnd(phrase, ', too')
    await page.getByText('Not saved yet. This browser keeps nothing here: leave this page open.').waitFor()
  },
)

const openDenied = async (path: string) => {
  const phone = await openPhone(browser, server.url)
  await phone.page.addInitScript(() => {
    const denied = {
      get: (): never => {
        throw new DOMException('denied', 'SecurityError')
      },
    }
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, denied)
  })
  await phone.page.goto(path)
  return phone
}

test('[SCR18] where the browser denies every storage, the app is there, an invite brings its partner in, and Exit leaves', async () => {
  await using phone = await openDenied(server.url)
  const { page } = phone
  await notKept(page).waitFor()
  const { link } = await makeSpace(page)
  await using partner = await openDenied(link)
  await notKept(partner.page).waitFor()
  await joinSpace(partner.page)
  await page.getByText('Jonas is here').waitFor()
  await page.getByRole('button', { name: 'Exit' }).click()
  await page.waitForURL(/plain/)
  expect([...phone.faults, ...partner.faults]).toEqual([])
})

test('[SCR18] where storage works, no page says so', async () => {
  await using phone = await openPhone(browser, server.url)
  await phone.page.getByRole('heading', { name: 'Holdfast', level: 1 }).waitFor()
  await makeSpace(phone.page)
  expect(await notKept(phone.page).count()).toBe(0)
})
