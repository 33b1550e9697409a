import { expect, test } from 'vitest'
import { agreeOnBothSides, openRecord, starterSignals, untilRecord } from '../support/agreeing.ts'
import { download, fileWith, makeDraftLike, openAlongPage } from '../support/along-page.ts'
import { eventually } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import type { Couple } from '../support/sessions.ts'

const stage = crisisStage()

/** Three signals were put in force, and Jonas no longer agrees to the third. */
const withSignalsInForce = async (couple: Couple) => {
  const signals = starterSignals()
  await agreeOnBothSides(couple, signals)
  using jonas = openRecord(couple.b.session)
  await jonas.noLongerAgree(signals[2]?.[0] ?? '')
  using mei = openRecord(couple.a.session)
  await untilRecord(mei, ({ inForce }) => inForce?.clauses.length === 2)
}

test('[TAK2] [TAK11] what is taken along is what is in force and not the draft, with its number; a file that empties the draft leaves it where it is: on paper, and on both phones’ Now', async () => {
  const { a, b } = await stage.bothOnNow({ before: withSignalsInForce })
  for (const page of [a, b]) {
    await openAlongPage(page)
    await page
      .getByText(/^In force: version 1, .*\d{4}, less 1 clause withdrawn since$/)
      .first()
      .waitFor()
    const sheet = (await page.locator('article').textContent()) ?? ''
    for (const there of ['Lighthouse', 'Feather', 'In force: version 1', 'Mei and Jonas', 'Either may pause.'])
      expect(sheet).toContain(there)
    for (const absent of ['Anchor', 'I am here', 'Draft']) expect(sheet).not.toContain(absent)
    const text = (await download(page, 'Save text')).bytes.toString()
    expect(text).toContain('## Coming back\n\nNothing in force.')
    expect(text).not.toContain('Anchor')
    expect(text).toContain('less 1 clause')
    // The data is the draft, which has all of it.
    expect(JSON.parse((await download(page, 'Save data')).bytes.toString())).toEqual(fileWith())
  }

  await makeDraftLike(a, fileWith({ signals: [], phrases: ['Only this'] }))
  expect(await a.locator('article').textContent()).toContain('Lighthouse')
  const draftThere = async () => JSON.parse((await download(b, 'Save data')).bytes.toString())
  await eventually(async () => (await draftThere()).signals).toEqual([])
  expect(await b.locator('article').textContent()).toContain('Lighthouse')
  for (const page of [a, b]) {
    await page.getByRole('link', { name: 'Now', exact: true }).click()
    await page.getByRole('button', { name: 'Send Lighthouse' }).waitFor()
    expect(await page.getByRole('button', { name: 'Send Anchor' }).count()).toBe(0)
  }
})
