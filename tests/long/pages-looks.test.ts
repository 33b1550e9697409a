import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser, openPhone } from '../support/browser.ts'
import { look, looksOf } from '../support/look.ts'
import { makeSpace } from '../support/making.ts'
import { startTestServer } from '../support/server.ts'

const looks = async (page: Page, path: string): Promise<string[]> => (await looksOf(page)).map(what => `${path} ${what}`)

test('[SCR12] nothing is found by axe, light and dark, and nothing is wider than the screen', async () => {
  await using server = await startTestServer()
  await using browser = await launchBrowser()
  await using phone = await openPhone(browser, server.url)
  const { page } = phone
  const found: string[] = []
  const looked = async (path: string, heading: string) => {
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
    expect(new URL(page.url()).pathname).toBe(path)
    found.push(...(await looks(page, path)))
  }
  const home = async () => {
    await page.goBack()
    await page.getByRole('heading', { name: 'Holdfast', level: 1 }).waitFor()
  }
  await looked('/', 'Holdfast')
  await page.getByRole('button', { name: 'I have an invite' }).click()
  await looked('/join', 'Open your invite')
  await home()
  await page.getByRole('button', { name: 'I have recovery words' }).click()
  await looked('/recover', 'Your 24 words')
  await page.getByRole('link', { name: 'Help' }).click()
  await looked('/help', 'Help')
  await page.goto(`${server.url}/more`)
  await looked('/more', 'More')
  await page.getByRole('link', { name: 'Journal' }).click()
  await looked('/journal', 'Journal')
  await page.goBack()
  await page.getByRole('link', { name: /Settings/ }).click()
  await looked('/settings', 'Settings')
  await page.goto(`${server.url}/nowhere`)
  await looked('/nowhere', 'Nothing is here.')
  await page.getByRole('link', { name: 'Go to Now' }).click()
  await page.getByRole('button', { name: 'Make our space' }).click()
  await page.getByRole('textbox', { name: 'Your name' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/start')
  found.push(...(await looks(page, '/start')))
  await home()
  await makeSpace(page)
  found.push(...(await looks(page, '/invite')))
  await page.goto(`${server.url}/words`)
  await page.getByRole('list', { name: 'Recovery words' }).waitFor()
  found.push(...(await looks(page, '/words')))
  expect(found).toEqual([])
  await page.evaluate(() => {
    document.body.append(document.createElement('button'))
    document.body.style.width = '110vw'
  })
  expect(await look(page)).toEqual([expect.stringContaining('button-name'), expect.stringContaining('too wide')])
})
