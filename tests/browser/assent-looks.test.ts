import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { clauseText, openAgreementPage, phrase, putAtEnd, typeAtEnd } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { agree, agreeBoth, clauseOn, standsAs, standsWithdrawn } from '../support/assent-page.ts'
import { eventually } from '../support/browser.ts'
import { browsersOwn, looksOf } from '../support/look.ts'

const phones = agreementPhones()
const named = (page: Page, name: string) => clauseOn(page, new RegExp(`^(Phrase|Signal|Promise): ${name}`))
const inFocus = (of: Locator): Promise<boolean> => of.evaluate(element => element === document.activeElement)
const topOf = (of: Locator): Promise<number> => of.evaluate(element => element.getBoundingClientRect().top)

test('[AGS7] what changed since ours shows the old words, and word by word what went and what came, with one tap to agree', async () => {
  const { a, b } = phones()
  await agreeBoth(named(a, 'Lighthouse'), named(b, 'Lighthouse'))
  const rule = (page: Page) => clauseOn(page, 'Pause rule: how long')
  await agreeBoth(rule(a), rule(b))

  const meaning = clauseText(b, /^Signal: Lighthouse/, 'Meaning')
  await typeAtEnd(meaning, '')
  for (let letter = 0; letter < 'near.'.length; letter++) await b.keyboard.press('Shift+ArrowLeft')
  await b.keyboard.insertText('beside me.')
  await rule(b).getByRole('button', { name: 'More: Usual pause (minutes)' }).click()
  await standsAs(named(a, 'Lighthouse'), 'Changed since ours')
  await standsAs(rule(a), 'Changed since ours')
  const changes = (clause: Locator) => clause.getByRole('region', { name: 'What changed' })
  await eventually(() => changes(named(a, 'Lighthouse')).locator('ins').count()).toBe(1)
  const text = async (clause: Locator, tag: string) =>
    (await changes(clause).locator(tag).textContent())?.replace(/\s+/g, ' ').trim()
  expect(await text(named(a, 'Lighthouse'), 'del')).toBe('removed: near end of change.')
  expect(await text(named(a, 'Lighthouse'), 'ins')).toBe('added: beside me end of change.')
  expect(await text(rule(a), 'del')).toBe('removed: 25 end of change.')
  expect(await text(rule(a), 'ins')).toBe('added: 30 end of change.')
  await named(a, 'Lighthouse').getByText("I'm flooded. Stay near.", { exact: true }).waitFor()
  // Marked where the words stand, in nobody's hue, and not a letter more in them.
  const mark = clauseText(a, /^Signal: Lighthouse/, 'Meaning').locator('.added')
  await eventually(() => mark.allTextContents()).toEqual(['beside me'])
  const drawn = await mark.evaluate(marked => {
    const { backgroundImage, textDecorationColor, textDecorationLine } = getComputedStyle(marked)
    const probe = document.body.appendChild(document.createElement('i'))
    const hues = ['--a', '--a-tint', '--b', '--b-tint'].map(hue => {
      probe.style.color = `var(${hue})`
      return getComputedStyle(probe).color
    })
    probe.remove()
    return { line: textDecorationLine, persons: hues.filter(hue => `${backgroundImage} ${textDecorationColor}`.includes(hue)) }
  })
  expect(drawn).toEqual({ line: 'underline', persons: [] })

  for (const clause of [named(b, 'Lighthouse'), rule(b), named(a, 'Lighthouse'), rule(a)]) await agree(clause)
  await standsAs(named(b, 'Lighthouse'), 'Ours')
  await standsAs(rule(b), 'Ours')
  expect(await changes(named(a, 'Lighthouse')).count()).toBe(0)
})

test('[AGS8] the texts are there to write in in every state, and nothing jumps under the caret when the state changes', async () => {
  const { a, b } = phones()
  const [clause, text] = [named(a, 'I am here'), phrase(a, 'I am here')]
  await agreeBoth(clause, named(b, 'I am here'))
  for (const width of [390, 1280]) {
    await a.setViewportSize({ width, height: 844 })
    // A space changes no word, and the page has come to rest in its new width.
    await typeAtEnd(text, ' ')
    const before = await topOf(text)
    await a.keyboard.type('!')
    await standsAs(clause, 'Changed since ours')
    expect(await inFocus(text)).toBe(true)
    expect(Math.abs((await topOf(text)) - before)).toBeLessThan(2)
    await a.keyboard.press('Backspace')
    await standsAs(clause, 'Ours')
    expect(await inFocus(text)).toBe(true)
    expect(Math.abs((await topOf(text)) - before)).toBeLessThan(2)
    await a.keyboard.press('Backspace')
  }
  await a.setViewportSize({ width: 390, height: 844 })
  for (const name of ['I am here', 'We are okay', 'Take it slow'])
    expect(await named(a, name).getByRole('textbox', { name: 'Phrase', exact: true }).count()).toBe(1)
})

test('[AGS14] agreeing, no longer agreeing, asking and putting in force work by keyboard alone, with the focus where the work is', async () => {
  const { a, b } = phones()
  const clause = named(a, 'We are okay')
  await agree(named(b, 'We are okay'))
  await standsAs(clause, 'Jonas agrees. Your turn.')
  await clause.getByRole('button', { name: 'Agree to this' }).press('Enter')
  await standsAs(clause, 'Ours')
  await eventually(() => inFocus(clause)).toBe(true)
  const put = a.getByRole('button', { name: 'Put in force' })
  await put.press('Enter')
  await a.getByText('In force: version 1').waitFor()
  expect(await inFocus(put)).toBe(true)
  await clause.getByRole('button', { name: 'I no longer agree' }).press('Enter')
  await standsWithdrawn(clause, 'You no longer agree')
  await eventually(() => inFocus(clause)).toBe(true)
  await a.getByRole('button', { name: 'Versions' }).press('Enter')
  await eventually(() => inFocus(a.getByRole('heading', { name: 'Versions', level: 1 }))).toBe(true)
  await a.getByRole('banner').getByRole('link', { name: 'Agreement' }).click()
  await clause.waitFor()
})

test('[AGS16] in a wide window what is ours stands left and what is on the table right, in numbered rows', async () => {
  const { a, b } = phones()
  await a.setViewportSize({ width: 1280, height: 800 })
  for (const column of ['Ours', 'On the table']) expect(await a.getByText(column, { exact: true }).first().isVisible()).toBe(true)
  // Ours: the words left, nothing right but the way to new ones; these are written on the right, and nothing moves.
  const ours = named(a, 'I am here')
  await standsAs(ours, 'Ours')
  const left = async (of: Locator) => (await of.boundingBox())?.x ?? Number.NaN
  const middle = (await left(ours)) + ((await ours.boundingBox())?.width ?? 0) / 2
  expect(await left(ours.getByRole('status'))).toBeLessThan(middle)
  await ours.getByRole('button', { name: 'Suggest new words' }).click()
  const text = ours.getByRole('textbox', { name: 'Phrase' })
  expect(await inFocus(text)).toBe(true)
  expect(await left(text)).toBeGreaterThan(middle)
  await a.keyboard.press('End')
  await a.keyboard.insertText(' again')
  await standsAs(named(a, 'I am here again'), 'Changed since ours')
  await named(a, 'I am here again').getByText('I am here', { exact: true }).waitFor()
  expect(await left(named(a, 'I am here again').getByText('I am here', { exact: true }))).toBeLessThan(middle)
  expect(await left(named(a, 'I am here again').getByRole('status'))).toBeGreaterThan(middle)
  // Of a signal its word: what is typed in an emoji's place is refused.
  await standsAs(named(a, 'Lighthouse'), 'Ours')
  await named(a, 'Lighthouse').getByRole('button', { name: 'Suggest new words' }).click()
  expect(await inFocus(clauseText(a, /^Signal: Lighthouse/, 'Word'))).toBe(true)
  const open = named(a, 'Take it slow')
  expect(await left(open.getByText('Lands here when you both agree.'))).toBeLessThan(middle)
  await standsAs(named(b, 'I am here again'), 'Changed since ours')
  // What "…" opens keeps its distance from the key below.
  await open.getByRole('button', { name: 'More for' }).click()
  const [remove, below] = await Promise.all(
    ['Remove', 'Agree to this'].map(name => open.getByRole('button', { name }).boundingBox()),
  )
  expect((below?.y ?? 0) - (remove?.y ?? 0) - (remove?.height ?? 0)).toBeGreaterThanOrEqual(12)
  await a.keyboard.press('Escape')
})

/** One clause that the partner agrees to, one with a question, and one that would be put in force anew. */
const everyState = async (a: Page, b: Page): Promise<void> => {
  await agreeBoth(named(a, "I won't leave"), named(b, "I won't leave"))
  const asked = named(a, 'Take it slow')
  await agree(named(b, 'Take it slow'))
  await standsAs(asked, 'Jonas agrees. Your turn.')
  await asked.getByRole('button', { name: 'I have a question' }).click()
  await asked.getByRole('textbox', { name: 'Your question' }).fill('How slow?')
  await asked.getByRole('button', { name: 'Ask' }).click()
  await asked.getByText('How slow?').waitFor()
}

test('[AGS15] at no width, light and dark, any state of a clause or a version has a finding by axe, is wider than the screen, or shows a control as the browser draws it', async () => {
  const { a, b } = phones()
  await a.setViewportSize({ width: 390, height: 844 })
  await everyState(a, b)
  await a.getByText('What would change').click()
  await named(a, 'We are okay').getByRole('button', { name: 'I have a question' }).click()
  expect(await looksOf(a)).toEqual([])
  await a.getByRole('button', { name: 'Versions' }).click()
  await a.getByText('Its words').last().click()
  expect(await looksOf(a)).toEqual([])
  await a
    .getByRole('group', { name: 'Phrase: I am here' })
    .getByRole('button', { name: 'Bring it back as a draft' })
    .last()
    .click()
  await a.getByRole('dialog').waitFor()
  expect(await looksOf(a)).toEqual([])
  // The control.
  await a.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<select></select><details><summary></summary></details>'))
  expect(await browsersOwn(a)).toHaveLength(2)
})

test('[SCP41] during a pause "Suggest new words" rests and says why, and the words that stand there can be written in all the same', async () => {
  const { a, b } = phones()
  for (const page of [a, b]) await page.goto(new URL('/', page.url()).href)
  await b.getByRole('button', { name: 'Pause us now' }).click()
  await a.getByRole('heading', { name: /^Back at/ }).waitFor()
  await a.setViewportSize({ width: 1280, height: 800 })
  await openAgreementPage(a)
  const ours = named(a, "I won't leave")
  const suggest = ours.getByRole('button', { name: 'Suggest new words' })
  await eventually(() => suggest.getAttribute('aria-disabled')).toBe('true')
  await ours.getByText('New words can wait until the pause is over.').waitFor()
  expect(await suggest.evaluate(key => key.ariaDescribedByElements?.map(by => by.textContent))).toEqual([
    'New words can wait until the pause is over.',
  ])
  await suggest.press('Enter')
  expect(await inFocus(suggest)).toBe(true)
  await putAtEnd(ours.getByRole('textbox', { name: 'Phrase' }), ' you')
  await standsAs(named(a, "I won't leave you"), 'Changed since ours')
})
