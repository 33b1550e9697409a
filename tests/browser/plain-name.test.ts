import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { look } from '../support/look.ts'

const { bothOnNow } = crisisStage()

const openSettings = async (page: Page): Promise<void> => {
  await page.goto(new URL('/settings', page.url()).href)
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
}

/** What a tab, and a home screen that it is added to, would show. */
const shownBy = (page: Page) =>
  page.evaluate(() => ({
    title: document.title,
    ...Object.fromEntries(
      ['icon', 'apple-touch-icon', 'manifest'].map(rel => [
        rel,
        document.querySelector(`link[rel="${rel}"]`)?.getAttribute('href'),
      ]),
    ),
  }))
const plain = {
  title: 'List',
  icon: '/plain.svg',
  'apple-touch-icon': '/icons/plain-touch-180.png',
  manifest: '/plain.webmanifest',
}

test('[EXT1] settings say what Exit cannot take away', async () => {
  const { a } = await bothOnNow()
  await openSettings(a)
  const region = a.getByRole('region', { name: 'Keep it private' })
  const listed = await region.getByRole('list', { name: 'What Exit cannot take away' }).getByRole('listitem').allTextContents()
  for (const said of [
    /keeps your space/,
    /tabs/,
    /history/,
    /home screen/,
    /Notifications/,
    /move link/,
    /cards and files/,
    /list of calls/,
    /server/,
  ])
    expect(listed.some(one => said.test(one))).toBe(true)
  expect(await look(a)).toEqual([])
})

test('[EXT2] a plain name and picture hold for every tab of this device, at once and later, and for no other device', async () => {
  const { a, b, mei } = await bothOnNow()
  const other = await mei.context.newPage()
  await other.goto(a.url())
  await openSettings(a)
  await openSettings(other)
  const usual = await shownBy(a)
  expect(usual).toMatchObject({ title: 'Holdfast', manifest: '/manifest.webmanifest' })
  const choice = a.getByRole('switch', { name: 'Plain name and picture' })
  await choice.check({ force: true })
  expect(await shownBy(a)).toEqual(plain)
  await eventually(() => shownBy(other)).toEqual(plain)
  await a.reload()
  await a.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  expect(await shownBy(a)).toEqual(plain)
  const devtools = await mei.context.newCDPSession(a)
  const { data } = await devtools.send('Page.getAppManifest')
  expect(JSON.parse(data ?? '{}').name).toBe('List')
  await b.reload()
  expect(await shownBy(b)).toEqual(usual)
  await choice.uncheck({ force: true })
  expect(await shownBy(a)).toEqual(usual)
})
