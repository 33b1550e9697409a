import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, launchBrowser, openPhone, type Phone, type PhoneOptions } from '../support/browser.ts'
import { type KeptPhones, keptPhones } from '../support/kept-phones.ts'
import { BLANK } from '../support/ready-phones.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let browser: Browser
/** The phone of these tests, emptied from one to the next. */
let phones: KeptPhones
beforeAll(async () => {
  server = await startTestServer()
  browser = await launchBrowser()
  phones = keptPhones()
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

const phoneAt = async (path: string, options?: PhoneOptions): Promise<Phone> => {
  const phone = await phones.open(browser, server.url + BLANK, options)
  if (path !== BLANK) await phone.page.goto(server.url + path)
  return phone
}

const isNeutral = async (page: Page): Promise<boolean> => {
  await page.waitForURL('**/plain.html')
  const all = await page.evaluate(() => `${document.title} ${document.documentElement.outerHTML}`)
  return !/holdfast|partner|pause|signal/i.test(all)
}

const comesBackHome = async (page: Page): Promise<void> => {
  await page.goBack()
  await page.getByRole('heading', { name: 'Holdfast', level: 1 }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/')
}

test('[SCR9] Exit shows a neutral page in place of this one; coming back shows home', async () => {
  await using phone = await phoneAt('/')
  const { page } = phone
  await page.getByRole('button', { name: 'I have recovery words' }).click()
  await page.getByRole('textbox').fill('abandon')
  await page.getByRole('link', { name: 'Help' }).click()
  await page.getByRole('heading', { name: 'Help', level: 1 }).waitFor()
  const before = await page.evaluate(() => history.length)
  await page.getByRole('button', { name: 'Exit' }).click()
  expect(await isNeutral(page)).toBe(true)
  expect(await page.evaluate(() => history.length)).toBe(before)
  await comesBackHome(page)
  expect(phone.faults).toEqual([])
})

test('[SCR9] Exit is in reach at the end of a page, narrow and wide', async () => {
  await using phone = await phoneAt(BLANK)
  const { page } = phone
  for (const { path, ...size } of [
    { path: '/help', width: 390, height: 640 },
    { path: '/settings', width: 390, height: 400 },
    { path: '/settings', width: 1280, height: 400 },
  ]) {
    await page.setViewportSize(size)
    await page.goto(`${server.url}${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
    await eventually(() => page.evaluate(() => scrollY)).toBeGreaterThan(0)
    // Nothing is scrolled to for the press: where the key stands must be it.
    const box = await page.getByRole('button', { name: 'Exit' }).boundingBox()
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2)
    expect(await isNeutral(page), `${path} at ${size.width} px`).toBe(true)
  }
})

test('[SCR9] Escape three times leaves, also out of a field; twice does not', async () => {
  await using phone = await phoneAt('/more')
  const { page } = phone
  await page.getByRole('link', { name: /Settings/ }).click()
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
  await page.goto(`${server.url}/recover`)
  await page.getByRole('textbox').press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('a')
  await page.keyboard.press('Escape')
  expect(await page.getByRole('textbox').inputValue()).toBe('a')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  expect(await isNeutral(page)).toBe(true)
  await comesBackHome(page)
})

test('[SCR10] after the first visit the app and the neutral page open without a server', async () => {
  const gone = await startTestServer()
  await using phone = await openPhone(browser, gone.url, { keepsApp: true })
  const { page } = phone
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await gone[Symbol.asyncDispose]()
  for (const [path, heading] of [
    ['/', 'Holdfast'],
    ['/help', 'Help'],
    ['/settings', 'Settings'],
    ['/join', 'Open your invite'],
    ['/recover', 'Your 24 words'],
  ] as const) {
    await page.goto(`${gone.url}${path}`)
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
  }
  const font = await page.evaluate(() => document.fonts.check('17px "Atkinson Hyperlegible Next Variable"'))
  expect(font).toBe(true)
  await page.goto(`${gone.url}/plain.html`)
  expect(await isNeutral(page)).toBe(true)
  await expect(openPhone(browser, gone.url)).rejects.toThrow('ERR_CONNECTION_REFUSED')
})

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.textContent}`)

test('[SCR11] a navigation puts the focus on the heading, back leads back, an unknown address leads home', async () => {
  await using phone = await phoneAt('/more')
  const { page } = phone
  await page.getByRole('heading', { name: 'More' }).waitFor()
  expect(await focused(page)).toMatch(/^BODY/)
  await page.getByRole('link', { name: 'Journal' }).click()
  await eventually(() => focused(page)).toBe('H1 Journal')
  expect(await page.getByRole('link', { name: 'Journal' }).getAttribute('aria-current')).toBe('page')
  await page.getByRole('link', { name: 'Check-ins' }).click()
  await eventually(() => focused(page)).toBe('H1 Check-ins')
  await page.goBack()
  await eventually(() => focused(page)).toBe('H1 Journal')
  expect(await page.title()).toBe('Holdfast')
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
  await page.goto(`${server.url}/no/such/place`)
  await page.getByRole('heading', { name: 'Nothing is here.' }).waitFor()
  await page.getByRole('link', { name: 'Go to Now' }).click()
  await page.getByRole('heading', { name: 'Holdfast', level: 1 }).waitFor()
})

const groundOf = (page: Page): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
const LIGHT = 'rgb(240, 241, 232)'
const DARK = 'rgb(12, 26, 27)'

test('[SCR14] the look follows the system until one is chosen, and the choice holds', async () => {
  await using phone = await phoneAt('/settings', { dark: true })
  const { page } = phone
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
  expect(await groundOf(page)).toBe(DARK)
  const look = page.getByRole('radiogroup', { name: 'How it looks' })
  await look.getByRole('radio', { name: 'Auto' }).focus()
  await page.keyboard.press('ArrowRight')
  expect(await groundOf(page)).toBe(LIGHT)
  await page.reload()
  await look.waitFor()
  expect(await groundOf(page)).toBe(LIGHT)
  expect(await look.getByRole('radio', { name: 'Light' }).isChecked()).toBe(true)
  await look.getByRole('radio', { name: 'Auto' }).check()
  expect(await groundOf(page)).toBe(DARK)
})
