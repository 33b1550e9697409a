import { expect, test } from 'vitest'
import { eventually, openPhone } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { look } from '../support/look.ts'

const { bothOnNow, browser } = crisisStage()

/** How a page of an iPhone tells where it runs: in Safari, or in the app on the home screen. */
const asIPhone = (isApp: boolean) => {
  Object.defineProperty(navigator, 'standalone', { value: isApp })
  Object.defineProperty(navigator, 'maxTouchPoints', { value: 5 })
  for (const name of ['Notification', 'PushManager']) Reflect.deleteProperty(globalThis, name)
}

test('[PSH27] on an iPhone a link copied in the browser and its code bring the device into the app, by "Paste" or by hand', async () => {
  const { page, context } = (await bothOnNow({ open: openPhone })).mei
  const { origin } = new URL(page.url())
  await context.addInitScript(asIPhone, false)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`${origin}/settings`)
  await page.getByText('An iPhone shows notifications only of what stands on the home screen.').waitFor()
  await page.getByRole('button', { name: 'Copy move link' }).click()
  const told = (await page.getByText(/^Copied\. Its code is/).textContent()) ?? ''
  const code = /Its code is (\S+)\./.exec(told)?.[1] ?? ''
  const link = await page.evaluate(() => navigator.clipboard.readText())

  await using app = await openPhone(browser(), `${origin}/plain.html`)
  await app.context.addInitScript(asIPhone, true)
  await app.page.goto(origin)
  await app.page.getByRole('link', { name: 'I have a move link' }).click()
  const paste = app.page.getByRole('button', { name: 'Paste' })
  await eventually(() => paste.evaluate(key => key === document.activeElement)).toBe(true)
  expect(await look(app.page)).toEqual([])
  // Not allowed to read what was copied: said, with the way that is left.
  await paste.press('Enter')
  await app.page.getByText('Hold a finger on the field, then tap Paste.').waitFor()
  await app.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await app.page.evaluate(text => navigator.clipboard.writeText(text), 'Buy milk')
  await paste.press('Enter')
  await app.page.getByText('This is no whole move link.').waitFor()
  await app.page.evaluate(text => navigator.clipboard.writeText(text), link)
  await paste.press('Enter')
  const field = app.page.getByRole('textbox', { name: 'Code' })
  await eventually(() => field.evaluate(one => one === document.activeElement)).toBe(true)
  expect(await app.page.getByRole('textbox', { name: 'Move link' }).inputValue()).toBe(link)
  await field.fill('AAAA-AAAA')
  await field.press('Enter')
  await app.page.getByText('Link and code do not fit.').waitFor()
  await field.fill(code)
  await field.press('Enter')
  await app.page.getByRole('status').filter({ hasText: 'Signals ready' }).waitFor()
  expect(app.faults).toEqual([])
})
