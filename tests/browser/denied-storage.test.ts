import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clauseText, putAtEnd, written } from '../support/agreement-page.ts'
import { launchBrowser, openPhone, type Phone, setOffline } from '../support/browser.ts'
import { look } from '../support/look.ts'
import { joinSpace, makeSpace } from '../support/making.ts'
import { BLANK } from '../support/ready-phones.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let browser: Browser
/** One phone for all that is denied: what a page may not keep is not there for the next. */
let phone: Phone
beforeAll(async () => {
  server = await startTestServer()
  browser = await launchBrowser()
  phone = await openPhone(browser, server.url + BLANK, { reducedMotion: true })
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
    const page = await phone.context.newPage()
    await page.addInitScript(deny)
    await page.goto(server.url)
    await notKept(page).waitFor()
    await makeSpace(page)
    await notKept(page).waitFor()
    await page.getByRole('link', { name: 'Now', exact: true }).click()
    await page.getByRole('group', { name: 'Signals' }).waitFor()
    expect(await notKept(page).count()).toBe(0)
    await page.getByRole('link', { name: 'Agreement' }).click()
    await notKept(page).waitFor()
    const phrase = clauseText(page, /^Phrase: I am here/, 'Phrase')
    await putAtEnd(phrase, ', now')
    expect(await written(phrase)).toMatch(/, now$/)
    await page.getByText('Saved.', { exact: true }).waitFor()
    const left = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
    expect(left.filter(name => name !== 'holdfast-own')).toEqual([])
    expect(phone.faults).toEqual([])
    await setOffline(phone.context, true)
    await putAtEnd(phrase, ', too')
    await page.getByText('Not saved yet. This browser keeps nothing here: leave this page open.').waitFor()
    await page.close()
    await phone.context.setOffline(false)
  },
)

const deniedEverything = async ({ page }: Phone, url: string): Promise<Page> => {
  await page.addInitScript(() => {
    const denied = {
      get: (): never => {
        throw new DOMException('denied', 'SecurityError')
      },
    }
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, denied)
  })
  await page.goto(url)
  return page
}

test('[SCR18] where the browser denies every storage, the app is there, an invite brings its partner in, and Exit leaves', async () => {
  const page = await deniedEverything(phone, server.url)
  await notKept(page).waitFor()
  expect(await look(page)).toEqual([])
  const { link } = await makeSpace(page)
  await using partner = await openPhone(browser, server.url + BLANK)
  await deniedEverything(partner, link)
  await notKept(partner.page).waitFor()
  await joinSpace(partner.page)
  await page.getByText('Jonas is here').waitFor()
  await page.getByRole('button', { name: 'Exit' }).click()
  await page.waitForURL(/plain/)
  expect([...phone.faults, ...partner.faults]).toEqual([])
})

test('[SCR18] where storage works, no page says so', async () => {
  // Of its own: one of the denials leaves a database behind.
  await using whole = await openPhone(browser, server.url)
  await whole.page.getByRole('heading', { name: 'Holdfast', level: 1 }).waitFor()
  await makeSpace(whole.page)
  expect(await notKept(whole.page).count()).toBe(0)
})
