import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAgreementPage } from '../support/agreement-page.ts'
import { eventually, launchBrowser, openPhone, type Phone } from '../support/browser.ts'
import { type KeptPhones, keptPhones } from '../support/kept-phones.ts'
import { inviteTo, joinSpace, makeSpace, readWords } from '../support/making.ts'
import { BLANK } from '../support/ready-phones.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { openPhone as openDevice, succeed } from '../support/sessions.ts'

let server: TestServer
let browser: Browser
/** The phones of these tests, emptied from one to the next. */
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

const phoneAt = async (url: string): Promise<Phone> => {
  const phone = await phones.open(browser, server.url + BLANK)
  await phone.page.goto(url)
  return phone
}

/** All that the browser keeps of a page: names of stores and what is in the small ones. */
const keptBy = (page: Page): Promise<string> =>
  page.evaluate(async () =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      (await indexedDB.databases()).map(({ name }) => name),
      document.cookie,
    ]),
  )

test('[SCR3] [SCR4] [SCR13] without a space, home offers the three ways and the look at both sides; a space is made and the link copied by keyboard alone, the safety check sends and keeps nothing, and the words come back until they are kept', async () => {
  await using phone = await phoneAt(server.url)
  const { page } = phone
  await page.getByRole('heading', { name: 'Holdfast', level: 1 }).waitFor()
  for (const name of ['Make our space', 'I have an invite', 'I have recovery words'])
    expect(await page.getByRole('button', { name, exact: true }).isVisible(), name).toBe(true)
  expect(await page.getByRole('link', { name: 'Show me both sides first' }).getAttribute('href')).toBe('/both-sides')
  await tabTo(page, 'Make our space')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Your name' }).waitFor()
  await tabTo(page, 'Your name')
  await page.keyboard.type('Mei')
  await page.waitForLoadState('networkidle')
  // Pages of a hard moment are fetched ahead about now: files of the app say nothing of anybody.
  const sent: string[] = []
  page.on('request', request => {
    if (!new URL(request.url()).pathname.startsWith('/assets/')) sent.push(request.url())
  })
  const before = await keptBy(page)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Before you go on' }).waitFor()
  expect(await page.getByRole('link', { name: 'Show me where to turn' }).getAttribute('href')).toBe('/help')
  expect(await keptBy(page)).toBe(before)
  expect(sent).toEqual([])
  await tabTo(page, 'Continue')
  await page.keyboard.press('Enter')
  const words = await readWords(page)
  expect(sent.filter(url => url.endsWith('/api/spaces'))).toHaveLength(1)
  expect(new Set(words.map(word => /^[a-z]{3,8}$/.test(word)))).toEqual(new Set([true]))
  await page.goto(`${server.url}/start`)
  expect(await readWords(page)).toEqual(words)
  const on = await page.getByRole('button', { name: 'I have kept them' }).boundingBox()
  expect((on?.y ?? 0) + (on?.height ?? 0), 'in sight with the words').toBeLessThanOrEqual(page.viewportSize()?.height ?? 0)
  await tabTo(page, 'I have kept them')
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineWidth)
  expect(ring).toBe('3px')
  await page.keyboard.press('Space')
  await page.getByRole('heading', { name: /^Now bring .* in$/ }).waitFor()
  await page.getByRole('textbox', { name: 'Invite link' }).waitFor()
  await tabTo(page, 'Copy link')
  await page.keyboard.press('Enter')
  await page
    .getByRole('status')
    .getByText(/Copied|selected/)
    .waitFor()
  await page.goto(`${server.url}/words`)
  await page.getByText('no longer on this device').waitFor()
  expect(phone.faults).toEqual([])
})

const tabTo = async (page: Page, name: string): Promise<void> => {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => {
      const focused = document.activeElement
      const label = focused instanceof HTMLInputElement ? focused.labels?.[0]?.textContent : focused?.textContent
      return label?.trim()
    })
    if (at === name) return
  }
  throw new Error(`the keyboard does not reach ${name}`)
}

test('[SCR16] Help, a reload and the back button lose neither the step nor the names, making and joining', async () => {
  const link = await inviteTo(server.url)
  for (const [url, go] of [
    [`${server.url}/start`, 'Continue'],
    [link, 'Join'],
  ] as const) {
    await using phone = await phoneAt(url)
    const { page } = phone
    const name = page.getByRole('textbox', { name: 'Your name' })
    const check = page.getByRole('heading', { name: 'Before you go on' })
    await page.getByRole('button', { name: go }).click()
    await eventually(() => name.evaluate(one => one === document.activeElement)).toBe(true)
    await name.fill('Lan')
    await page.getByRole('button', { name: go }).click()
    await check.waitFor()
    await page.getByRole('link', { name: 'Show me where to turn' }).click()
    await page.getByRole('heading', { name: 'Help', level: 1 }).waitFor()
    await page.getByRole('link', { name: 'Back' }).click()
    await check.waitFor()
    await page.reload()
    await check.waitFor()
    await page.goBack()
    expect(await name.inputValue()).toBe('Lan')
    await page.getByRole('button', { name: go }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await readWords(page)
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain('Lan')
    expect(phone.faults).toEqual([])
  }
})

test('[SCR9] Exit in the midst of joining leaves neither the invite nor the name in the tab', async () => {
  const link = await inviteTo(server.url)
  await using phone = await phoneAt(link)
  const { page } = phone
  await page.getByRole('textbox', { name: 'Your name' }).fill('Lan')
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByRole('heading', { name: 'Before you go on' }).waitFor()
  const inTab = () => page.evaluate(() => ({ ...sessionStorage }))
  const secret = new RegExp(`${new URL(link).hash.slice(4, 40)}.*Lan|Lan.*${new URL(link).hash.slice(4, 40)}`)
  expect(JSON.stringify(await inTab())).toMatch(secret)
  await page.getByRole('button', { name: 'Exit' }).click()
  await page.waitForURL('**/plain.html')
  expect(await inTab()).toEqual({ 'holdfast.left': 'yes' })
  // The link opens it again.
  await page.goto(link)
  await page.getByRole('heading', { name: 'Mei invites you' }).waitFor()
})

test('[SCR6] a link cut short, unknown, taken back or used is told, with a way out', async () => {
  await using elsewhere = await startTestServer()
  const foreign = await inviteTo(elsewhere.url, 'Ana')
  await using inviting = await phoneAt(server.url)
  const { link: first } = await makeSpace(inviting.page)
  await inviting.page.getByRole('button', { name: 'Take this link back' }).click()
  await inviting.page.getByText('This link was taken back.').waitFor()
  await headingInFocus(inviting.page, 'Now bring')
  await inviting.page.getByRole('button', { name: 'Make a new link' }).click()
  const field = inviting.page.getByRole('textbox', { name: 'Invite link' })
  await eventually(() => field.inputValue()).not.toBe(first)
  const second = await field.inputValue()
  await using partner = await openDevice(server.url)
  await succeed(partner.session.join({ fragment: new URL(second).hash, name: 'Jonas' }))

  await using phone = await phoneAt(`${server.url}/join`)
  const { page } = phone
  for (const [pasted, told] of [
    [`${server.url}/join#v1.abc`, 'This link is not whole.'],
    [new URL(foreign).hash, 'No invite answers to this link.'],
    [first, 'This invite was taken back.'],
    [second, 'This invite was used before.'],
  ] as const) {
    await page.getByRole('textbox', { name: 'Invite link' }).fill(pasted)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await page.getByRole('alert').getByText(told).waitFor()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('This link opens nothing.')
    await headingInFocus(page, 'This link opens nothing.')
    await page.getByRole('button', { name: 'Open another link' }).click()
  }
  await page.getByRole('textbox', { name: 'Invite link' }).waitFor()

  await inviting.page.goto(`${server.url}/join${new URL(foreign).hash}`)
  await headingInFocus(inviting.page, 'This browser already holds a space.')
  expect(await inviting.page.getByRole('main').textContent()).not.toContain('is not used')
})

/** The key in focus has gone: nobody is left at the page's start. */
const headingInFocus = (page: Page, words: string): Promise<void> =>
  eventually(() =>
    page.evaluate(() => (document.activeElement?.matches('h1') ? document.activeElement.textContent : '')),
  ).toContain(words)

test('[SCR7] the inviting page shows a join at once, and "That isn’t them" ends it', async () => {
  await using inviting = await phoneAt(server.url)
  const { page } = inviting
  const { link } = await makeSpace(page)
  expect(await page.getByRole('textbox', { name: 'Invite link' }).getAttribute('readonly')).not.toBeNull()
  await page.getByRole('img', { name: 'Invite QR code' }).waitFor()
  await page.getByRole('status').getByText('Waiting for your partner').waitFor()
  await page.getByRole('button', { name: 'Take this link back' }).focus()
  await using wrong = await phoneAt(link)
  await joinSpace(wrong.page, 'Eve')
  await page.getByRole('status').getByText('Eve is here').waitFor()
  await headingInFocus(page, 'You are both in.')
  // Gone on already: for as long as it can be undone, the settings lead there.
  await page.getByRole('button', { name: 'Go to Now' }).click()
  await openAgreementPage(page)
  await page.getByText('Saved on both devices').waitFor()
  await page.goto(`${server.url}/settings`)
  await page.getByRole('link', { name: /^Is this not Eve\?/ }).click()
  const undone: string[] = []
  page.on('request', request => request.method() === 'DELETE' && undone.push(request.url()))
  await page.getByRole('button', { name: "That isn't them" }).click()
  const asked = page.getByRole('dialog')
  await asked.getByText(/agreement stays, yours and theirs: look through it/).waitFor()
  const focused = await asked.evaluate(() => document.activeElement?.tagName)
  expect(focused, 'no key that takes anything away').toBe('H2')
  await asked.getByRole('button', { name: 'Take it back' }).click()
  await page.getByRole('status').getByText('Taken back. Whoever joined has no access any more.').waitFor()
  await page.getByRole('status').getByText('Waiting for your partner').waitFor()
  await page.getByRole('textbox', { name: 'Invite link' }).waitFor()
  await headingInFocus(page, 'Now bring')
  expect(undone).toEqual([`${server.url}/api/space/joiner`])
  await wrong.page.reload()
  await wrong.page.getByRole('heading', { name: 'This device is no longer in the space.' }).waitFor()
  await openAgreementPage(page)
  await page.getByText('Saved.', { exact: true }).waitFor()
})

test('[SCR5] the secret is out of the address before anything is drawn, and a reload loses nothing, nor does the same link later', async () => {
  const link = await inviteTo(server.url)
  await using phone = await openPhone(browser, server.url + BLANK)
  const { page } = phone
  await page.addInitScript(() => {
    const seen: string[] = []
    Object.assign(window, { seen })
    new MutationObserver(() => {
      if (document.getElementById('root')?.firstChild) seen.push(location.href)
    }).observe(document, { childList: true, subtree: true })
  })
  await page.goto('about:blank')
  await page.goto(link)
  await page.getByRole('heading', { name: 'Mei invites you' }).waitFor()
  const addresses = await page.evaluate(() => Reflect.get(window, 'seen') as string[])
  expect(new Set(addresses)).toEqual(new Set([`${server.url}/join`]))
  expect(new URL(link).hash.length).toBeGreaterThan(40)
  await page.reload()
  await page.getByRole('heading', { name: 'Mei invites you' }).waitFor()
  // The first answer is lost, the second one long on its way.
  const [lost, slow] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await page.route(
    '**/api/invites/redeem',
    async route => {
      await route.fetch()
      await route.abort()
      lost.resolve()
    },
    { times: 1 },
  )
  await page.getByRole('textbox', { name: 'Your name' }).fill('Jonas')
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await lost.promise
  await page.route('**/api/invites/redeem', async route => {
    await slow.promise
    await route.continue()
  })
  const asked = page.waitForRequest('**/api/invites/redeem')
  await page.reload()
  await asked
  await page.getByRole('heading', { name: 'Before you go on' }).waitFor()
  slow.resolve()
  const words = await readWords(page)
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toMatch(
    new RegExp(`${new URL(link).hash.slice(4, 40)}|Jonas`),
  )
  await page.getByRole('button', { name: 'Later' }).click()
  await page.goto(link)
  expect(await readWords(page)).toEqual(words)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  await page.goto(link)
  await headingInFocus(page, 'This browser has joined already.')
  await page.getByRole('button', { name: 'Go to Now' }).click()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  expect(phone.faults).toEqual([])
})
