import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { clauseText, openAgreementPage, phrase, putAtEnd, typeAtEnd, written } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { eventually, setOffline } from '../support/browser.ts'
import { openHostilePartner } from '../support/hostile-partner.ts'
import { alonePhone } from '../support/ready-phones.ts'

const phones = agreementPhones({ jonasKeepsApp: true })

test('[AGR4] what is typed without a network is kept, says so, and goes out by itself, with what was typed meanwhile', async () => {
  const { a, b, network } = phones()
  const [atMei, atJonas] = [phrase(a, "I won't leave"), phrase(b, "I won't leave")]
  const activity = (page: Page) => clauseText(page, /^Activity: Walk/, 'Activity')
  await b.getByText('Saved on both devices').waitFor()
  network.block(true)
  await putAtEnd(atJonas, ' you')
  await b.getByText('Saved here. It goes out when there is a connection.').waitFor()
  await putAtEnd(activity(a), ' twice')
  // The server has it, the partner has not: the stronger claim is not made.
  await a.getByText('Saved.', { exact: true }).waitFor()
  expect(await written(atMei)).toBe("I won't leave")

  network.block(false)
  await eventually(() => written(atMei)).toBe("I won't leave you")
  await eventually(() => written(activity(b))).toContain(' twice')
  await a.getByText('Saved on both devices').waitFor()
  await b.getByText('Saved on both devices').waitFor()
})

/** The word of the browser must do: waiting for the connection to fail takes about 20 s. */
const AT_ONCE = { timeout: 6_000 }

test('[AGR18] a network that goes is told at once, and a page opened without one says so from its first line on', async () => {
  const { a, b } = phones()
  const walk = (page: Page) => clauseText(page, /^Activity: Walk/, 'Activity')
  await b.getByText('Saved on both devices').waitFor()
  await b.getByText('Mei is here').first().waitFor()
  await setOffline(b.context(), true)
  await b.getByText('No connection right now').waitFor(AT_ONCE)
  await b
    .getByText('Mei is here')
    .first()
    .waitFor({ state: 'hidden', ...AT_ONCE })
  await putAtEnd(walk(b), ' now')
  await b.getByText('Saved here. It goes out when there is a connection.').waitFor(AT_ONCE)
  await setOffline(b.context(), false)
  await b.getByText('Saved on both devices').waitFor()
  await eventually(() => written(walk(a))).toContain(' now')

  await setOffline(b.context(), true)
  await b.getByRole('link', { name: 'Holdfast, now' }).click()
  await b.getByRole('heading', { name: /Jonas/ }).waitFor()
  await b.evaluate(() => {
    const lines = new Set<string>()
    Object.assign(window, { lines })
    new MutationObserver(() => {
      for (const line of document.querySelectorAll('[role="status"][data-look]')) lines.add(line.textContent)
    }).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true })
  })
  await b.getByRole('link', { name: 'Agreement' }).click()
  // What an update of the last moment left on this device alone is said as that.
  await b.getByText(/^(No connection right now|Saved here\. It goes out)/).waitFor()
  const lines = await b.evaluate(() => [...(window as unknown as { lines: Set<string> }).lines])
  expect(lines.filter(line => /^Saved(\.| on)/.test(line))).toEqual([])
  await setOffline(b.context(), false)
  await b.getByText('Saved on both devices').waitFor()
})

test('[AGR5] a reload in the middle of typing loses no letter, with or without a server', async () => {
  const { a, b } = phones()
  await typeAtEnd(phrase(b, "I won't leave"), ' abcdef')
  await b.reload()
  await eventually(() => written(phrase(b, "I won't leave"))).toBe("I won't leave you abcdef")
  await eventually(() => written(phrase(a, "I won't leave"))).toBe("I won't leave you abcdef")

  // From this device's storage alone.
  await b.routeWebSocket('**', () => undefined)
  await b.reload()
  await typeAtEnd(phrase(b, "I won't leave"), ' klm')
  await b.getByText('Saved here.').waitFor()
  await b.reload()
  await eventually(() => written(phrase(b, "I won't leave"))).toBe("I won't leave you abcdef klm")

  // The control: with another storage it is not there.
  await b.addInitScript(() => {
    const open = indexedDB.open.bind(indexedDB)
    indexedDB.open = (name, version) => open(name.startsWith('holdfast-document') ? `${name}-elsewhere` : name, version)
  })
  await b.reload()
  await b.getByRole('heading', { name: 'Our agreement' }).waitFor()
  expect(await b.getByText('abcdef klm').count()).toBe(0)
})

test('[AGR15] whatever a partner’s page puts into the document, what is text is shown and the rest can be written in', async () => {
  const { browser, server } = phones()
  await using phone = await alonePhone(browser, server.url)
  const { page } = phone
  await using hostile = await openHostilePartner(server.url, phone.link)
  await openAgreementPage(page)
  await hostile.until(() => hostile.text('starter-phrase-4', 'phrase') !== null)
  // While it is open in an editor, and before.
  hostile.text('starter-phrase-2', 'phrase')?.insert(0, 'long '.repeat(20_000))
  hostile.text('starter-phrase-3', 'phrase')?.insert(0, 'two\r\nlines\r')
  hostile.clause('starter-activity-1')?.set('activity', 'no text at all')
  hostile.clause('starter-activity-2')?.set('kind', 'nonsense')
  hostile.clauses.set('foreign', 'nonsense')
  hostile.pause.set('usual', Number.NaN)

  await page.getByText('2 entries are not shown.').waitFor()
  await eventually(() => page.getByText('Too long to write in here. This is how it begins.').count()).toBe(1)
  const last = phrase(page, "I won't leave")
  await putAtEnd(last, ' you')
  await hostile.until(() => hostile.text('starter-phrase-4', 'phrase')?.toString() === "I won't leave you")
  const lines = phrase(page, 'Take it slow')
  await typeAtEnd(lines, '!')
  await hostile.until(() => hostile.text('starter-phrase-3', 'phrase')?.toString() === 'two\r\nlines\rTake it slow!')
  await page.reload()
  await eventually(() => page.getByText('Too long to write in here. This is how it begins.').count()).toBe(1)
  expect(phone.faults).toEqual([])
})
