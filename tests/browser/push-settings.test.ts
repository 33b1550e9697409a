import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PushSettings } from '../../shared/push.ts'
import { eventually, launchBrowser, type Phone } from '../support/browser.ts'
import { key, openNow } from '../support/crisis-screens.ts'
import { goTo } from '../support/drill-phones.ts'
import { ask } from '../support/http.ts'
import { pageTime } from '../support/page-time.ts'
import { askedOf, type PushBrowser, stubPush } from '../support/push-browser.ts'
import { chosenOn, tokenOn } from '../support/push-worker.ts'
import { type PushedServer, pushedServer } from '../support/pushed-server.ts'
import { BLANK, type PairedPhones, readyPhones } from '../support/ready-phones.ts'

let server: PushedServer
let browser: Browser
let phones: PairedPhones
beforeAll(async () => {
  server = await pushedServer()
  browser = await launchBrowser()
  // One couple goes from test to test: first nobody was asked, then Mei turns notifications on, and Jonas turns them on and off.
  const options = { keepsApp: true, reducedMotion: true }
  phones = await readyPhones(browser, server.url, { mei: options, jonas: options })
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

/** A tab of its own on a phone, whose browser was not asked yet: what stands in for that one stays with a tab. */
const newTab = async ({ context }: Phone): Promise<Page> => {
  const page = await context.newPage()
  for (const other of context.pages()) if (other !== page) await other.close()
  await page.goto(server.url + BLANK)
  return page
}

/** The browser has forgotten what it was told, without anybody having said no. */
const forgets = (page: Page): Promise<void> => page.evaluate(() => sessionStorage.removeItem('stub-permission'))

const endpointOf = async (token: string): Promise<string | null> => {
  const { body } = await ask(server.url, '/api/push', { token })
  return (body as PushSettings).endpoint
}

test('[PSH25] Now offers notifications once both are there, and never again once that was put away; where they cannot be had there is no switch that does nothing, but what can be done', async () => {
  const page = await newTab(phones.jonas)
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

  for (const { given, says } of [
    { given: { permission: 'denied' as const }, says: 'press the sign beside the address' },
    { given: { permission: 'denied' as const, inSafari: false }, says: 'by its name on the home screen' },
    { given: { inSafari: true }, says: 'Add to Home Screen' },
  ]) {
    await inSettings(page, stub('nowhere', given))
    await region(page).getByText(says).waitFor()
    expect(await onOff(page).count()).toBe(0)
    expect(await region(page).getByRole('radio').count()).toBe(0)
  }
})

test('[PSH25] [DRL13] the end of a drill asks on its press alone, and then says what is so on both phones', async () => {
  const [mei, jonas] = [await newTab(phones.mei), await newTab(phones.jonas)]
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

  // On, and the push service is not reached: that is said, as Settings say it.
  await stubPush(mei, stub('drill', { permission: 'granted', subscription: null }))
  await mei.reload()
  const closed = mei.getByRole('listitem').filter({ hasText: 'It is reached while the app is closed: No' })
  await closed.getByText('Notifications are on here.').waitFor()
  await closed.getByText('Not reached yet. It is tried again each time the app opens.').waitFor()
  expect(await closed.getByText('Notifications are off here.').count()).toBe(0)
  expect(await closed.getByRole('button').count()).toBe(0)
})

test('[PSH25] permission is asked on the press alone; then the server pushes to this device until it is turned off, and what is chosen is kept across a reload', async () => {
  const [mei, jonas] = [await newTab(phones.mei), await newTab(phones.jonas)]
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
  await key(jonas, 'Coming. Five minutes.').click()
  await key(jonas, 'Done').click()
  // Without looking at what takes the press: the page takes none for a moment after an alert.
  await jonas.waitForFunction(() => document.body.getAnimations().length === 0)

  await region(jonas).getByRole('radio', { name: 'Who and what' }).check({ force: true })
  await region(jonas).getByRole('switch', { name: 'Quiet hours' }).check({ force: true })
  await region(jonas).getByLabel('To', { exact: true }).fill('08:30')
  await region(jonas).getByRole('switch', { name: 'Vibration' }).uncheck({ force: true })
  // Nobody reloads within the same moment, as a test can.
  await eventually(() => chosenOn(jonas)).toMatchObject({ vibration: false })
  await jonas.reload()
  expect(await region(jonas).getByRole('radio', { name: 'Who and what' }).isChecked()).toBe(true)
  expect(await region(jonas).getByLabel('To', { exact: true }).inputValue()).toBe('08:30')
  expect(await region(jonas).getByLabel('From', { exact: true }).inputValue()).toBe('22:00')
  expect(await region(jonas).getByRole('switch', { name: 'Vibration' }).isChecked()).toBe(false)
  expect(await region(jonas).getByRole('switch', { name: 'Signals are quiet too' }).isChecked()).toBe(false)

  await onOff(jonas).uncheck({ force: true })
  await region(jonas).getByText('Off. While the app is closed, a signal waits.').waitFor()
  await eventually(() => endpointOf(token)).toBeNull()
  expect((await askedOf(jonas)).unsubscribed).toBe(1)
})

test('[PSH25] [PSH26] a person who says no is told so; a push service that is not reached is tried again at the next opening, another endpoint or key subscribes anew, and permission taken back ends it at the server too', async () => {
  const page = await newTab(phones.jonas)
  const token = await tokenOn(page)
  const opensAgain = async (given: PushBrowser): Promise<void> => {
    await stubPush(page, given)
    await page.goto(server.url)
  }
  await inSettings(page, stub('no', { says: 'denied' }))
  await onOff(page).click({ force: true })
  await region(page).getByText('The browser was told no.').waitFor()

  await forgets(page)
  await inSettings(page, stub('later', { subscription: null }))
  await onOff(page).check({ force: true })
  await region(page).getByText('Not reached yet.').waitFor()
  expect(await endpointOf(token)).toBeNull()
  const [serverKey] = (await askedOf(page)).keys
  // Not only on the page on which it was pressed.
  await page.reload()
  await region(page).getByText('Not reached yet.').waitFor()
  expect(await region(page).getByText('On. A signal').count()).toBe(0)
  await opensAgain(stub('later', { permission: 'granted' }))
  await eventually(() => endpointOf(token)).toBe(server.service.subscription('later').endpoint)

  // The browser has dropped it: Settings asks for a new one at once, and only then says that it is on.
  await page.evaluate(() => sessionStorage.removeItem('stub-key'))
  await inSettings(page, stub('later', { permission: 'granted' }))
  await region(page).getByText('On. A signal reaches it').waitFor()
  expect((await askedOf(page)).keys).toEqual([serverKey])
  await forgets(page)
  await inSettings(page, stub('later'))
  await region(page).getByText('Off. While the app is closed, a signal waits.').waitFor()
  expect(await onOff(page).isChecked()).toBe(false)

  await opensAgain(stub('second', { permission: 'granted' }))
  await eventually(() => endpointOf(token)).toBe(server.service.subscription('second').endpoint)
  expect((await askedOf(page)).keys).toEqual([])
  await page.evaluate(other => sessionStorage.setItem('stub-key', other), Buffer.alloc(65, 4).toString('base64url'))
  await page.reload()
  await eventually(async () => (await askedOf(page)).keys).toEqual([serverKey])

  // In the browser's own settings: nobody is asked.
  await forgets(page)
  await opensAgain(stub('second', { permission: 'denied' }))
  await eventually(() => endpointOf(token)).toBeNull()
  expect((await askedOf(page)).permissionsAsked).toBe(0)
})
