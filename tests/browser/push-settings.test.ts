import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PushSettings } from '../../shared/push.ts'
import { eventually, launchBrowser } from '../support/browser.ts'
import { key, openNow } from '../support/crisis-screens.ts'
import { goTo } from '../support/drill-phones.ts'
import { ask } from '../support/http.ts'
import { pageTime } from '../support/page-time.ts'
import { askedOf, type PushBrowser, stubPush } from '../support/push-browser.ts'
import { chosenOn, tokenOn } from '../support/push-worker.ts'
import { type PushedServer, pushedServer } from '../support/pushed-server.ts'
import { readyPhones } from '../support/ready-phones.ts'

let server: PushedServer
let browser: Browser
beforeAll(async () => {
  server = await pushedServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

const stub = (name: string, given: Partial<PushBrowser> = {}): PushBrowser => ({
  permission: 'default',
  says: 'granted',
  subscription: server.service.subscription(name),
  ...given,
})

const region = (page: Page) => page.getByRole('region', { name: 'When a signal comes' })
const onOff = (page: Page) => region(page).getByRole('switch', { name: 'Notifications on this device' })

/** Jonas in Settings, in a browser as given. */
const inSettings = async (page: Page, given: PushBrowser): Promise<void> => {
  await stubPush(page, given)
  await page.goto(`${server.url}/settings`)
  await region(page).waitFor()
}

const endpointOf = async (token: string): Promise<string | null> => {
  const { body } = await ask(server.url, '/api/push', { token })
  return (body as PushSettings).endpoint
}

test('[PSH25] permission is asked on the press alone; then the server pushes to this device, until it is turned off', async () => {
  await using phones = await readyPhones(browser, server.url, { jonas: { keepsApp: true } })
  const [mei, jonas] = [phones.mei.page, phones.jonas.page]
  const token = await tokenOn(jonas)
  await openNow(mei)
  await inSettings(jonas, stub('settings'))
  await onOff(jonas).waitFor()
  expect(await askedOf(jonas)).toMatchObject({ permissionsAsked: 0, keys: [] })
  await onOff(jonas).check({ force: true })
  await region(jonas).getByText('On. A signal reaches it while the app is closed.').waitFor()
  expect((await askedOf(jonas)).permissionsAsked).toBe(1)
  await eventually(() => endpointOf(token)).toBe(server.service.subscription('settings').endpoint)
  await key(mei, 'Send Lighthouse').click()
  await server.service.until(() => server.service.delivered.some(({ to }) => to === 'settings'))
  expect(server.service.unopened).toEqual([])

  await jonas.goto(`${server.url}/settings`)
  await key(jonas, 'Coming. Five minutes.').click()
  await key(jonas, 'Done').click()
  // Without looking at what takes the press: the page takes none for a moment after an alert.
  await jonas.waitForFunction(() => document.body.getAnimations().length === 0)
  await onOff(jonas).uncheck({ force: true })
  await region(jonas).getByText('Off. While the app is closed, a signal waits.').waitFor()
  await eventually(() => endpointOf(token)).toBeNull()
  expect((await askedOf(jonas)).unsubscribed).toBe(1)
})

test('[PSH25] what is chosen is kept across a reload: wording, sound, quiet hours', async () => {
  await using phones = await readyPhones(browser, server.url, { jonas: { keepsApp: true } })
  const { page } = phones.jonas
  await inSettings(page, stub('choices'))
  await onOff(page).check({ force: true })
  await region(page).getByRole('radio', { name: 'Who and what' }).check({ force: true })
  await region(page).getByRole('switch', { name: 'Quiet hours' }).check({ force: true })
  await region(page).getByLabel('To', { exact: true }).fill('08:30')
  await region(page).getByRole('switch', { name: 'Vibration' }).uncheck({ force: true })
  // Nobody reloads within the same moment, as a test can.
  await eventually(() => chosenOn(page)).toMatchObject({ vibration: false })
  await page.reload()
  expect(await region(page).getByRole('radio', { name: 'Who and what' }).isChecked()).toBe(true)
  expect(await region(page).getByLabel('To', { exact: true }).inputValue()).toBe('08:30')
  expect(await region(page).getByLabel('From', { exact: true }).inputValue()).toBe('22:00')
  expect(await region(page).getByRole('switch', { name: 'Vibration' }).isChecked()).toBe(false)
  expect(await region(page).getByRole('switch', { name: 'Signals are quiet too' }).isChecked()).toBe(false)
})

test.each([
  { where: 'denied', given: { permission: 'denied' as const }, says: 'The browser was told no.' },
  { where: 'Safari on iOS', given: { inSafari: true }, says: 'Add to Home Screen' },
])('[PSH25] $where: no switch that does nothing, but what can be done', async ({ given, says }) => {
  await using phones = await readyPhones(browser, server.url, { jonas: { keepsApp: true } })
  const { page } = phones.jonas
  await inSettings(page, stub('nowhere', given))
  await region(page).getByText(says).waitFor()
  expect(await onOff(page).count()).toBe(0)
  expect(await region(page).getByRole('radio').count()).toBe(0)
})

test('[PSH25] a person who says no is told so, and a push service that is not reached is tried again at the next opening', async () => {
  await using phones = await readyPhones(browser, server.url, { jonas: { keepsApp: true } })
  const { page } = phones.jonas
  await inSettings(page, stub('later', { subscription: null }))
  await onOff(page).check({ force: true })
  await region(page).getByText('Not reached yet.').waitFor()
  const token = await tokenOn(page)
  expect(await endpointOf(token)).toBeNull()
  await stubPush(page, stub('later', { permission: 'granted' }))
  await page.goto(server.url)
  await eventually(() => endpointOf(token)).toBe(server.service.subscription('later').endpoint)

  const { page: mei } = phones.mei
  await inSettings(mei, stub('no', { says: 'denied' }))
  await onOff(mei).click({ force: true })
  await region(mei).getByText('The browser was told no.').waitFor()
})

test('[PSH26] a browser whose endpoint or key is another subscribes anew at the next opening', async () => {
  await using phones = await readyPhones(browser, server.url, { jonas: { keepsApp: true } })
  const { page } = phones.jonas
  const token = await tokenOn(page)
  await inSettings(page, stub('first'))
  await onOff(page).check({ force: true })
  await eventually(() => endpointOf(token)).toBe(server.service.subscription('first').endpoint)
  const [serverKey] = (await askedOf(page)).keys

  await stubPush(page, stub('second', { permission: 'granted' }))
  await page.goto(server.url)
  await eventually(() => endpointOf(token)).toBe(server.service.subscription('second').endpoint)
  expect((await askedOf(page)).keys).toEqual([])

  await page.evaluate(other => sessionStorage.setItem('stub-key', other), Buffer.alloc(65, 4).toString('base64url'))
  await page.reload()
  await eventually(async () => (await askedOf(page)).keys).toEqual([serverKey])
})

test('[PSH26] permission taken back in the browser’s own settings ends it at the server too, and nobody is asked', async () => {
  await using phones = await readyPhones(browser, server.url, { jonas: { keepsApp: true } })
  const { page } = phones.jonas
  const token = await tokenOn(page)
  await inSettings(page, stub('revoked'))
  await onOff(page).check({ force: true })
  await eventually(() => endpointOf(token)).toBe(server.service.subscription('revoked').endpoint)
  await page.evaluate(() => sessionStorage.removeItem('stub-permission'))
  await stubPush(page, stub('revoked', { permission: 'denied' }))
  await page.goto(server.url)
  await eventually(() => endpointOf(token)).toBeNull()
  expect((await askedOf(page)).permissionsAsked).toBe(0)
})

test('[PSH25] Now offers notifications once both are there, and never again once that was put away', async () => {
  await using phones = await readyPhones(browser, server.url, { jonas: { keepsApp: true } })
  const { page } = phones.jonas
  const offer = page.getByRole('link', { name: /Be reached/ })
  await stubPush(page, stub('offered'))
  await page.goto(server.url)
  await offer.waitFor()
  expect((await askedOf(page)).permissionsAsked).toBe(0)
  await key(page, 'Not now').click()
  await offer.waitFor({ state: 'detached' })
  await page.reload()
  await page.getByRole('button', { name: 'Not again' }).click()
  await page.getByRole('link', { name: /Make these your own/ }).waitFor()
  expect(await offer.count()).toBe(0)
})

test('[PSH25] [DRL13] the end of a drill asks on its press alone, and then says what is so on both phones', async () => {
  await using phones = await readyPhones(browser, server.url, { mei: { keepsApp: true }, jonas: { keepsApp: true } })
  const [mei, jonas] = [phones.mei.page, phones.jonas.page]
  await stubPush(mei, stub('drill'))
  await stubPush(jonas, stub('drill-no', { says: 'denied' }))
  await Promise.all([openNow(mei), openNow(jonas)])
  await goTo('answer', { a: mei, b: jonas, time: pageTime() })
  await key(mei, 'Stop practice').click()
  for (const page of [mei, jonas]) {
    await page.getByText('It is reached while the app is closed: No').waitFor()
    expect((await askedOf(page)).permissionsAsked).toBe(0)
  }
  await key(mei, 'I heard it').click()
  const told = jonas.getByRole('list').filter({ hasText: 'Heard: Yes' })
  await told.getByText('While closed: No').waitFor()
  await key(mei, 'Turn on').click()
  await mei.getByText('It is reached while the app is closed: Yes').waitFor()
  await told.getByText('While closed: Yes').waitFor()
  expect(await key(mei, 'Turn on').count()).toBe(0)
  expect((await askedOf(mei)).permissionsAsked).toBe(1)
  expect(await endpointOf(await tokenOn(mei))).toBe(server.service.subscription('drill').endpoint)

  await key(jonas, 'Turn on').click()
  await jonas.getByText('The browser was told no.').waitFor()
  await jonas.getByText('It is reached while the app is closed: No').waitFor()
  expect(await key(jonas, 'Turn on').count()).toBe(0)
})
