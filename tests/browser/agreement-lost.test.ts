import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { openAgreementPage, phrase, putAtEnd, written } from '../support/agreement-page.ts'
import { eventually, launchBrowser } from '../support/browser.ts'
import { openHostilePartner } from '../support/hostile-partner.ts'
import { alonePhone } from '../support/ready-phones.ts'
import { startTestServer } from '../support/server.ts'

test('[AGD7] [SEA18] [WTG5] a clause that a partner’s page deletes or exchanges is told of and comes back; values in a text move no letter, and a note in one’s name is not one’s own', async () => {
  await using opened = new AsyncDisposableStack()
  const server = opened.use(await startTestServer())
  const browser = opened.adopt(await launchBrowser(), launched => launched.close())
  await using phone = await alonePhone(browser, server.url)
  const { page } = phone
  await using hostile = await openHostilePartner(server.url, phone.link)
  await openAgreementPage(page)
  await hostile.until(() => hostile.text('starter-phrase-4', 'phrase') !== null)

  const text = hostile.text('starter-phrase-4', 'phrase')
  text?.doc?.transact(transaction => {
    const { _start: left, doc } = text
    if (!left || !doc) return
    const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
    new Y.Item(id, null, null, left, left.id, text, null, new Y.ContentAny([1, 2, 3, 4, 5])).integrate(transaction, 0)
  })
  const last = phrase(page, "I won't leave")
  await putAtEnd(last, ' you')
  expect(await written(last)).toBe("I won't leave you")
  await hostile.until(() => text?.toString() === "I won't leave you")

  hostile.clauses.delete('starter-phrase-4')
  await page.getByText("Jonas removed “I won't leave you”.").waitFor()
  expect(await phrase(page, "I won't leave you").count()).toBe(0)
  await page.getByRole('button', { name: 'Bring it back' }).click()
  await eventually(() => written(phrase(page, "I won't leave you"))).toBe("I won't leave you")
  await hostile.until(() => JSON.stringify(hostile.clauses.toJSON()).includes("I won't leave you"))
  await page
    .getByText(/^Saved/)
    .first()
    .waitFor()
  expect(await page.getByText('Jonas removed').count()).toBe(0)

  // A clause for another, twice: what was typed in between is told of as well.
  const [first, theirs] = ['starter-phrase-1', 'Leave me']
  hostile.exchange(first, { phrase: theirs })
  await page.getByText('Jonas removed “I am here”.').waitFor()
  await putAtEnd(phrase(page, theirs), ' a note')
  await hostile.until(() => hostile.text(first, 'phrase')?.toString() === 'Leave me a note')
  hostile.exchange(first, { phrase: theirs })
  const row = page.getByRole('status').filter({ hasText: 'Jonas removed “Leave me a note”.' })
  await row.getByRole('button', { name: 'Bring it back' }).click()
  await eventually(() => written(phrase(page, 'Leave me a note'))).toBe('Leave me a note')
  expect(await page.getByText(/^Jonas removed/).allInnerTexts()).toEqual(['Jonas removed “I am here”.'])

  // Two notes of changes, one of them in the name of who looks: no words are put in their mouth.
  const notes = hostile.clauses.doc?.getMap('changes')
  for (const [seat, words] of [
    ['a', 'I obey'],
    ['b', 'We take it slow'],
  ])
    notes?.set(`starter-phrase-3:${seat}`, { id: `x${seat}`, at: 1, saw: null, words: { phrase: words } })
  const hint = page.getByRole('group', { name: 'There are two wordings of this' })
  await hint.getByText('I obey').waitFor()
  expect(await hint.getByText(/wording$|wrote$/).allInnerTexts()).toEqual(['One wording', 'Another wording'])
  expect(await page.getByText('You wrote').count()).toBe(0)
  expect(phone.faults).toEqual([])
})
