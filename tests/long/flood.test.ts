import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { MOST_CLAUSES, MOST_READ } from '../../client/documents/agreement-view.ts'
import { newClause } from '../../client/documents/clauses.ts'
import { OUTER_ROOT } from '../../shared/documents.ts'
import { context } from '../../shared/envelope.ts'
import { openAgreementPage } from '../support/agreement-page.ts'
import { eventually, launchBrowser } from '../support/browser.ts'
import { key } from '../support/crisis-screens.ts'
import { openDocument } from '../support/document-client.ts'
import { alonePhone } from '../support/ready-phones.ts'
import { sealedBy } from '../support/sealed-device.ts'
import { startTestServer } from '../support/server.ts'
import { openPhone as openDevice, until } from '../support/sessions.ts'

const CLAUSES = 6_000
const HUGE = 8
const PARTS = 15_000
/** Of phrases so many can be reached, whoever wrote them. */
const LEFT_OUT = 4 + CLAUSES - MOST_READ + HUGE * PARTS

/** What no page of ours writes so often: clauses by the thousand, each an entry of its own, and some that are huge. */
const flood = (): Uint8Array[] => {
  const entries: Uint8Array[] = []
  for (let count = 0; count < CLAUSES; count++) {
    const doc = new Y.Doc()
    const more = { order: 'a0', starter: false, seat: null, texts: { phrase: `flood ${count}` }, shown: true }
    doc.getMap<unknown>('clauses').set(`flood-${count}`, newClause('phrase', more))
    entries.push(Y.encodeStateAsUpdate(doc))
  }
  for (let count = 0; count < HUGE; count++) {
    const doc = new Y.Doc()
    doc.transact(() => {
      for (let part = 0; part < PARTS; part++) doc.getMap('clauses').set(`${count} ${part}`, part)
    })
    entries.push(Y.encodeStateAsUpdate(doc))
  }
  return entries.map(update => new Uint8Array([0, ...update]))
}

test('[SEA14] [AGR21] while a partner floods the agreement, a signal goes out all the same, and all that was written is there in the end', async () => {
  await using opening = new AsyncDisposableStack()
  const server = opening.use(await startTestServer())
  const browser = opening.adopt(await launchBrowser(), launched => launched.close())
  await using phone = await alonePhone(browser, server.url)
  const { page } = phone
  const { session } = await openDevice(server.url)
  await session.join({ fragment: new URL(phone.link).hash.slice(1), name: 'Jonas' })
  const access = await until(session, () => session.documentAccess())
  const cipher = sealedBy(access.keyring)
  const where = context.document(access.spaceId, 'agreement', 0)
  const sealed = flood().map(entry => cipher.seal(where, entry))
  await using hostile = openDocument(server.url, access)
  await hostile.until(() => hostile.provider.synced)
  await openAgreementPage(page)
  const entries = hostile.doc.getArray<Uint8Array>(OUTER_ROOT)
  // Each message as large as the server takes it.
  for (let from = 0; from < CLAUSES; from += 1_000) entries.push(sealed.slice(from, from + 1_000))
  for (const huge of sealed.slice(CLAUSES)) entries.push([huge])
  const notShown = page.getByText(/entries are not shown/)
  await notShown.waitFor()
  await page.getByRole('link', { name: 'Now', exact: true }).click()
  await key(page, 'Send Lighthouse').click()
  await page.getByRole('heading', { name: 'Sent to Jonas.' }).waitFor()
  await until(session, () => session.state().signals.length === 1)

  await openAgreementPage(page)
  await eventually(async () => Number((await notShown.textContent())?.replace(/\D/g, ''))).toBe(LEFT_OUT)
  // What is one's own stands among them, or is asked for: nothing is out of reach.
  const phrases = page.getByRole('group', { name: /^Phrase: / })
  for (let shown = MOST_CLAUSES; shown < MOST_READ; shown += MOST_CLAUSES) {
    await eventually(() => phrases.count()).toBe(shown)
    await page.getByText(`${shown} of ${MOST_READ} are shown.`).waitFor()
    // By key: a second click in the same place at once is a double click, and a fast one was lost here.
    await page.getByRole('button', { name: `Show ${MOST_CLAUSES} more` }).press('Enter')
    expect(await phrases.nth(shown).evaluate(clause => clause === document.activeElement)).toBe(true)
  }
  await eventually(() => phrases.count()).toBe(MOST_READ)
  expect(await page.getByRole('button', { name: / more$/ }).count()).toBe(0)
  expect(phone.faults).toEqual([])
  // A flood takes a slow machine a while.
}, 120_000)
