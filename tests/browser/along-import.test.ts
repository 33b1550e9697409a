import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { MOST_FILE_BYTES } from '../../client/documents/read-agreement-file.ts'
import { openAgreementPage, putAtEnd, written } from '../support/agreement-page.ts'
import { agreementPhones, goAway } from '../support/agreement-phones.ts'
import { alongOn, chooseFile, download, fileWith, makeDraftLike, openAlongPage, signalWith } from '../support/along-page.ts'
import { agreeBoth, clauseOn, standsAs } from '../support/assent-page.ts'
import { eventually } from '../support/browser.ts'
import { looksOf } from '../support/look.ts'

const phones = agreementPhones()

/** Mei's page on "Take it along", as the test before left it. */
const alongPage = (): Promise<Page> => alongOn(phones().a)

const draftOf = async (page: Page) => JSON.parse((await download(page, 'Save data')).bytes.toString())
const bringIn = (page: Page) => page.getByRole('button', { name: 'Bring it in' })
const effects = (page: Page) => page.getByRole('region', { name: /would do$/ })

test('[TAK10] a file is shown before anything changes, adds what is missing by keyboard, and the partner has it at once; one that says nothing new says so and is left', async () => {
  const { b } = phones()
  const a = await alongPage()
  await chooseFile(
    a,
    fileWith({
      signals: [
        signalWith({ word: 'Lighthouse', emoji: '🏮', meaning: 'Otherwise' }),
        signalWith({ word: 'Harbour', emoji: '⛵' }),
      ],
      activities: [],
      phrases: ['I am here', 'Home is\u202e where you are', 'I am here '],
      promises: [],
    }),
  )
  await a.getByRole('heading', { name: 'What “ours.json” would do' }).waitFor()
  const told = effects(a)
  await told.getByText('Adds 3 clauses').waitFor()
  for (const text of ['🏮 Lighthouse', 'Otherwise', '⛵ Harbour', 'Home is where you are'])
    expect(await told.getByText(text, { exact: true }).count()).toBe(1)
  await told.getByText('1 clause is there already and stays as it is.').waitFor()
  await told.getByText('The draft has a signal like “Lighthouse” with other words. Both would stand there.').waitFor()
  await told.getByText('Spaces or signs that cannot be seen were taken out of 2 texts.').waitFor()
  await told.getByText('1 clause is in the file twice, and comes once.').waitFor()
  expect(await draftOf(a)).toEqual(fileWith())
  await bringIn(a).press('Enter')
  await a.getByRole('status').getByText('It is in the draft.').waitFor()
  await b.getByRole('group', { name: 'Signal: Harbour' }).waitFor()
  await b.getByRole('group', { name: 'Phrase: Home is where you are' }).waitFor()
  const { signals, phrases, activities } = await draftOf(a)
  expect(signals.map(({ word }: { word: string }) => word)).toEqual(['Lighthouse', 'Feather', 'Anchor', 'Lighthouse', 'Harbour'])
  expect(phrases).toEqual([...fileWith().phrases, 'Home is where you are'])
  expect(activities).toEqual(fileWith().activities)
  await a.getByRole('button', { name: 'Undo' }).press('Enter')
  await a.getByText('The draft is as it was.').waitFor()
  expect(await draftOf(a)).toEqual(fileWith())
  await b.getByRole('group', { name: 'Signal: Harbour' }).waitFor({ state: 'detached' })

  await chooseFile(a, fileWith())
  await effects(a).getByText('The draft says all of this already.').waitFor()
  expect(await bringIn(a).isDisabled()).toBe(true)
  await a.getByRole('button', { name: 'Leave it' }).click()
  expect(await bringIn(a).count()).toBe(0)
})

test('[TAK10] what the partner writes meanwhile is in the preview at once', async () => {
  const { b } = phones()
  const a = await alongPage()
  await chooseFile(a, fileWith({ phrases: ['I am here', 'Written by both'] }))
  await a.getByText('Adds 1 clause').waitFor()
  await b.getByRole('button', { name: 'Add phrase' }).click()
  await b.keyboard.insertText('Written by both')
  await a.getByText('The draft says all of this already.').waitFor()
  expect(await bringIn(a).isDisabled()).toBe(true)
  await makeDraftLike(a, fileWith())
})

test('[TAK11] "Make the draft like the file" takes out what is only here, and one step of undo on the agreement brings all of it back', async () => {
  const { b } = phones()
  const a = await alongPage()
  const file = fileWith({ phrases: ['Take it slow', 'New words', 'I am here'], activities: [] })
  await chooseFile(a, file)
  await a.getByRole('radio', { name: 'Make the draft like the file' }).press('Space')
  await a.getByText('Adds 1 clause').waitFor()
  await a.getByText('Takes 5 clauses out of the draft').waitFor()
  await a.getByText('The clauses come to stand in the order of the file.').waitFor()
  await bringIn(a).click()
  await a.getByText('It is in the draft.').waitFor()
  expect(await draftOf(a)).toEqual(file)
  await b.getByRole('group', { name: 'Phrase: New words' }).waitFor()
  await a.getByRole('banner').getByRole('link', { name: 'Agreement' }).click()
  await a.getByRole('group', { name: 'Phrase: New words' }).waitFor()
  await a.getByRole('button', { name: 'Undo', exact: true }).click()
  await a.getByRole('group', { name: /^Activity: Cold water/ }).waitFor()
  await openAlongPage(a)
  expect(await draftOf(a)).toEqual(fileWith())
})

test('[TAK10] one changed sentence of a file is shown word by word and changes its clause, in place', async () => {
  const { b } = phones()
  const a = await alongPage()
  const more = (meaning: string) => `${meaning} Very near.`
  const file = fileWith({
    signals: fileWith().signals.map((signal, at) => (at === 0 ? { ...signal, meaning: more(signal.meaning) } : signal)),
  })
  const id = await b.getByRole('group', { name: 'Signal: Lighthouse' }).getAttribute('id')
  await chooseFile(a, file)
  await a.getByRole('radio', { name: 'Make the draft like the file' }).check()
  await a.getByText('Changes 1 clause').waitFor()
  await a.locator('ins', { hasText: 'Very near.' }).waitFor()
  expect(await a.locator('del').count()).toBe(0)
  await bringIn(a).click()
  await a.getByText('0 added, 1 changed, 0 taken out.').waitFor()
  expect(await draftOf(a)).toEqual(file)
  await b.getByRole('group', { name: 'Signal: Lighthouse' }).getByText('Very near.').waitFor()
  expect(await b.getByRole('group', { name: 'Signal: Lighthouse' }).getAttribute('id')).toBe(id)
  await a.getByRole('button', { name: 'Undo', exact: true }).click()
  await a.getByText('The draft is as it was.').waitFor()
})

test('[TAK17] a signal of both that one file takes out and another says again comes back as theirs, told beforehand', async () => {
  const { a, b } = phones()
  await openAgreementPage(a)
  const feather = clauseOn(b, 'Signal: Feather')
  await agreeBoth(clauseOn(a, 'Signal: Feather'), feather)
  await openAlongPage(a)
  await makeDraftLike(a, fileWith({ signals: fileWith().signals.filter(({ word }) => word !== 'Feather') }))
  await feather.waitFor({ state: 'detached' })
  await chooseFile(a, fileWith())
  await a.getByRole('radio', { name: 'Make the draft like the file' }).check()
  await effects(a).getByText('Brings back 1 clause that was taken out').waitFor()
  await effects(a).getByText('What comes back is the clause that it was, with what was agreed to of it.').waitFor()
  expect(await effects(a).getByText(/^Adds/).count()).toBe(0)
  await bringIn(a).click()
  await a.getByText('0 added, 0 changed, 0 taken out. 1 brought back.').waitFor()
  await standsAs(feather, 'Ours')
  expect(await draftOf(a)).toEqual(fileWith())
})

test('[TAK12] a file brought in on both phones apart stands there twice, each whole, once they meet', async () => {
  const { b, network } = phones()
  const [a] = await Promise.all([alongPage(), openAlongPage(b)])
  network.block(true)
  const file = fileWith({ phrases: [...fileWith().phrases, 'From the file'] })
  for (const page of [a, b]) {
    await chooseFile(page, file)
    await bringIn(page).click()
    await page.getByText('It is in the draft.').waitFor()
    await page.getByRole('banner').getByRole('link', { name: 'Agreement' }).click()
  }
  const brought = (page: Page) => page.getByRole('group', { name: /^Phrase: From the file/ })
  await putAtEnd(brought(a).getByRole('textbox'), ', says Mei')
  await putAtEnd(brought(b).getByRole('textbox'), ', says Jonas')
  network.block(false)
  const both = ['From the file, says Jonas', 'From the file, says Mei']
  for (const page of [a, b])
    await eventually(async () => {
      const texts = await Promise.all((await brought(page).getByRole('textbox').all()).map(written))
      return texts.sort()
    }).toEqual(both)
  // Nobody looks at Jonas's page from here on: all that it would draw costs as much as what is looked at.
  await goAway(b)
  await openAlongPage(a)
  await makeDraftLike(a, fileWith())
})

test('[TAK13] the minutes of a pause come only when they are asked for, and with "like the file" by themselves', async () => {
  const a = await alongPage()
  const file = fileWith({ pause: { shortest: 30, usual: 40, longest: 480 }, phrases: ['I am here', 'One more'] })
  await chooseFile(a, file)
  const minutes = a.getByRole('switch', { name: 'Its pause times too' })
  expect(await minutes.isChecked()).toBe(false)
  await bringIn(a).click()
  await a.getByText('It is in the draft.').waitFor()
  expect((await draftOf(a)).pause).toEqual(fileWith().pause)
  await chooseFile(a, file)
  await minutes.press('Space')
  await a.getByText('Pause times become: At least 30 minutes, usually 40 minutes, at most 8 hours.').waitFor()
  await bringIn(a).click()
  await a.getByText('0 added, 0 changed, 0 taken out. The pause times are those of the file.').waitFor()
  expect((await draftOf(a)).pause).toEqual(file.pause)
  await chooseFile(a, fileWith({ phrases: [...fileWith().phrases, 'One more'] }))
  await a.getByText('The draft has all clauses of the file already. Only the pause times differ').waitFor()
  expect(await a.getByText('The draft says all of this already.').count()).toBe(0)
  await a.getByRole('radio', { name: 'Make the draft like the file' }).check()
  expect(await minutes.isChecked()).toBe(true)
  await a.getByRole('status').getByText('The pause times change.').waitFor()
  await minutes.uncheck()
  await a.getByText('Only the pause times differ').waitFor()
  expect(await bringIn(a).isDisabled()).toBe(true)
  await chooseFile(a, fileWith())
  await a.getByRole('radio', { name: 'Make the draft like the file' }).check()
  await bringIn(a).click()
  await a.getByText('It is in the draft.').waitFor()
  expect(await draftOf(a)).toEqual(fileWith())
})

test('[TAK9] a file that breaks a rule is refused with what is wrong and where, and nothing changes; one that is too large is not even read', async () => {
  const { a } = phones()
  await openAlongPage(a)
  await a.evaluate(() => {
    const { arrayBuffer } = Blob.prototype
    Blob.prototype.arrayBuffer = function () {
      Reflect.set(globalThis, 'bytesRead', this.size)
      return arrayBuffer.call(this)
    }
  })
  const bytesRead = () => a.evaluate(() => Reflect.get(globalThis, 'bytesRead'))
  const refused = async (name: string, content: unknown, why: string) => {
    await chooseFile(a, content, name)
    const alert = a.getByRole('alert')
    await alert.getByText(`“${name}” was not brought in. Nothing has changed.`).waitFor()
    await alert.getByText(why).waitFor()
    expect(await bringIn(a).count()).toBe(0)
    expect(await a.evaluate(() => Reflect.get({}, 'polluted'))).toBe(undefined)
    expect(await draftOf(a)).toEqual(fileWith())
  }
  await refused('of-more-than-any-agreement-has.json', 'x'.repeat(MOST_FILE_BYTES + 1), 'It is over 4 MB')
  expect(await bytesRead()).toBe(undefined)
  await chooseFile(a, fileWith(), 'small.json')
  await a.getByText('The draft says all of this already.').waitFor()
  expect(await bytesRead()).toBeGreaterThan(500)
  await refused('cut-off.json', JSON.stringify(fileWith()).slice(0, -9), 'It is not whole JSON')
  await refused('long.json', fileWith({ phrases: ['x'.repeat(401)] }), 'phrases[0]: it is longer than 400 characters.')
  await refused(
    'prototype.json',
    JSON.stringify(fileWith()).replace('{', '{"__proto__":{"polluted":1},'),
    '__proto__: nothing of this name belongs there.',
  )
  await refused('brackets.json', '['.repeat(900_000), 'It is not whole JSON')
  await refused('another-program.json', { clauses: [] }, 'It is not an agreement of Holdfast.')
  const short = fileWith({ pause: { shortest: 10, usual: 25, longest: 240 } })
  await refused('ten-minutes.json', short, 'pause.shortest: it is under 20 minutes.')
})

test('[TAK15] the preview and a refusal have no finding by axe, light and dark, and nothing is wider than the screen', async () => {
  const a = await alongPage()
  await chooseFile(a, fileWith({ pause: { shortest: 30, usual: 40, longest: 480 }, phrases: ['W'.repeat(200)] }))
  await a.getByRole('radio', { name: 'Make the draft like the file' }).check()
  await a.getByText('Adds 1 clause').waitFor()
  expect(await looksOf(a)).toEqual([])
  await chooseFile(a, 'nothing', `${'n'.repeat(120)}.json`)
  await a.getByRole('alert').waitFor()
  expect(await looksOf(a)).toEqual([])
})
