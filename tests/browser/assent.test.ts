import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { clauseText, openAgreementPage, phrase, putAtEnd, typeAtEnd, written } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { agree, agreeBoth, clauseOn, putInForce, standsAs, standsWithdrawn, statusOf } from '../support/assent-page.ts'
import { eventually } from '../support/browser.ts'

const phones = agreementPhones({ jonasKeepsApp: true })
const lighthouse = (page: Page) => clauseOn(page, /^Signal: Lighthouse/)
const seal = (page: Page) => lighthouse(page).getByRole('img').first().getAttribute('aria-label')
const inForce = (page: Page) => page.getByRole('status').filter({ hasText: /^(In force|Nothing is in force)/ })

test('[AGS1] [AGS2] A edits, B agrees, A agrees, in force; one word voids both assents at once on both screens, and version 1 holds until both agree anew', async () => {
  const { a, b, mei } = phones()
  const home = await mei.context.newPage()
  await home.goto(new URL('/', a.url()).href)
  await home.getByRole('button', { name: /^Send Lighthouse/ }).waitFor()
  expect(await inForce(a).textContent()).toBe('Nothing is in force yet')
  await a.getByText('Until then, Now uses the starters.').waitFor()

  await putAtEnd(clauseText(a, /^Signal: Lighthouse/, 'Word'), ' on')
  await standsAs(lighthouse(b), 'Being written')
  await eventually(() => written(clauseText(b, /^Signal: Lighthouse/, 'Word'))).toBe('Lighthouse on')
  await agree(lighthouse(b))
  await standsAs(lighthouse(b), 'You agree. Mei, not yet.')
  await standsAs(lighthouse(a), 'Jonas agrees. Your turn.')
  expect(await seal(a)).toBe('Agreed by Jonas, not yet by Mei')
  await agree(lighthouse(a))
  await standsAs(lighthouse(a), 'Ours')
  expect(await seal(a)).toBe('Agreed by Mei and Jonas')
  await standsAs(lighthouse(b), 'Ours')
  // Agreed, and not in force before somebody puts it there.
  expect(await home.getByRole('button', { name: 'Send Lighthouse on' }).count()).toBe(0)
  await putInForce(a)
  await b.getByText('In force: version 1').waitFor()
  await home.getByRole('button', { name: 'Send Lighthouse on' }).waitFor()
  expect(await home.getByRole('button', { name: /^Send / }).count()).toBe(1)

  await putAtEnd(clauseText(a, /^Signal: Lighthouse/, 'Word'), ' now')
  await standsAs(lighthouse(a), 'Changed since ours')
  await standsAs(lighthouse(b), 'Changed since ours')
  for (const page of [a, b]) {
    expect(await lighthouse(page).getByText('Holds until one of you no longer agrees').count()).toBe(1)
    expect(await lighthouse(page).getByRole('button', { name: 'Agree to this' }).count()).toBe(1)
    await eventually(() => inForce(page).textContent()).toBe('In force: version 1')
  }
  expect(await home.getByRole('button', { name: 'Send Lighthouse on', exact: true }).count()).toBe(1)

  // B sees word by word what came, and agrees with one tap; A's own words were A's to agree to first.
  await agree(lighthouse(a))
  await standsAs(lighthouse(b), 'Mei agrees. Your turn.')
  const changes = lighthouse(b).getByRole('region', { name: 'What changed' })
  expect((await changes.textContent())?.replace(/\s+/g, ' ')).toBe('What changedWordLighthouse on added: now end of change. ')
  expect(await changes.locator('ins').count()).toBe(1)
  await agree(lighthouse(b))
  await standsAs(lighthouse(a), 'Ours')
  await putInForce(b)
  await a.getByText('In force: version 2').waitFor()
  await home.getByRole('button', { name: 'Send Lighthouse on now' }).waitFor()
  await home.close()
})

/** Whether a clause has shown these words at any moment since. */
const heardIn = (clause: Locator, words: string) =>
  clause.evaluateHandle((element, said) => {
    const told = { heard: false }
    const look = () => {
      told.heard ||= element.textContent.includes(said)
    }
    new MutationObserver(look).observe(element, { childList: true, subtree: true, characterData: true })
    return told
  }, words)

test('[AGS5] “I no longer agree” ends force on both phones at once, and restoring the words revives nothing', async () => {
  const { a, b } = phones()
  const [atMei, atJonas] = [clauseOn(a, /^Phrase: Take it slow/), clauseOn(b, /^Phrase: Take it slow/)]
  await agreeBoth(atMei, atJonas)
  await putInForce(a)
  await b.getByText('In force: version 3').waitFor()
  await atJonas.getByRole('button', { name: 'I no longer agree' }).click()
  await atJonas.getByText('It left force here, and on the other phone as soon as both are connected.').waitFor()
  await standsWithdrawn(atJonas, 'You no longer agree')
  await standsWithdrawn(atMei, 'Jonas no longer agrees')
  await a.getByText('“Take it slow” has left it since: Jonas no longer agrees.').waitFor()
  await b.getByText('“Take it slow” has left it since: you no longer agree.').waitFor()
  await atMei.getByText('You still do.').waitFor()
  for (const clause of [atMei, atJonas])
    expect(await clause.getByRole('img').first().getAttribute('aria-label')).toBe('Agreed by Mei, no longer by Jonas')
  expect(await atMei.getByRole('button', { name: 'I no longer agree' }).count()).toBe(0)

  await typeAtEnd(phrase(b, 'Take it slow'), '!')
  await standsAs(atMei, 'Being written')
  await phrase(b, 'Take it slow').press('Backspace')
  await eventually(() => written(phrase(a, 'Take it slow'))).toBe('Take it slow')
  expect(await statusOf(atJonas)).not.toBe('Ours')
  await a.reload()
  await a.getByText('“Take it slow” has left it since').waitFor()
  await standsWithdrawn(atMei, 'Jonas no longer agrees')
  await agree(atJonas)
  await standsAs(atMei, 'Ours')
  for (const clause of [atMei, atJonas]) await clause.getByText('Not in force until you press “Put in force”.').waitFor()

  // No longer agreeing to words that are not those of the draft: no key here signs them.
  await typeAtEnd(phrase(b, 'Take it slow'), '!')
  await standsAs(atJonas, 'Changed since ours')
  await atJonas.getByRole('button', { name: 'I no longer agree' }).click()
  await atJonas.getByText('It is no longer ours. What stands here are other words.').waitFor()
  await phrase(b, 'Take it slow').press('Backspace')

  // Whose yes was left alone and who writes on has moved on: it says so, also once the words are back.
  await atMei.getByText('You still do.').waitFor()
  const toldOfStaying = await heardIn(atMei, 'Your yes stays with those')
  await typeAtEnd(phrase(a, 'Take it slow'), '!')
  await atMei.getByText('Your yes is over too: you changed the words').waitFor()
  await atJonas.getByText('Mei’s yes is over too.').waitFor()
  expect(await toldOfStaying.evaluate(({ heard }) => heard), 'of what one changes oneself').toBe(false)
  await phrase(a, 'Take it slow').press('Backspace')
  await standsWithdrawn(atMei, 'Jonas no longer agrees')
  await atMei.getByText('Your yes is over too: you changed the words').waitFor()
  await atJonas.getByText('Mei’s yes is over too.').waitFor()

  // In the other order it comes to the same: who wrote on while it was ours has moved on when the other no longer agrees.
  await agree(atMei)
  await atMei.getByText('You still do.').waitFor()
  await agree(atJonas)
  await standsAs(atMei, 'Ours')
  await typeAtEnd(phrase(a, 'Take it slow'), '!')
  await standsAs(atJonas, 'Changed since ours')
  await atJonas.getByRole('button', { name: 'I no longer agree' }).click()
  await atMei.getByText('Your yes is over too: you changed the words').waitFor()
  await phrase(a, 'Take it slow').press('Backspace')
  await standsWithdrawn(atMei, 'Jonas no longer agrees')
  await atMei.getByText('Your yes is over too: you changed the words').waitFor()
})

test('[AGS5] an assent to new words is taken back alone: what is ours stays ours, and in force', async () => {
  const { a, b } = phones()
  const [atMei, atJonas] = [clauseOn(a, /^Phrase: I am here/), clauseOn(b, /^Phrase: I am here/)]
  await agreeBoth(atMei, atJonas)
  await putAtEnd(phrase(b, 'I am here'), ' now')
  // What is signed is what was painted: a busy machine paints later.
  await eventually(() => written(phrase(a, 'I am here'))).toBe('I am here now')
  await agree(atJonas)
  await standsAs(atMei, 'Jonas agrees. Your turn.')
  await atJonas.getByRole('button', { name: 'Take it back' }).click()
  await standsAs(atMei, 'Changed since ours')
  await standsAs(atJonas, 'Changed since ours')
  await atJonas.getByText('You no longer agree to these words.').waitFor()
  for (let letter = 0; letter < ' now'.length; letter++) await phrase(b, 'I am here').press('Backspace')
  await standsAs(atMei, 'Ours')
  await standsAs(atJonas, 'Ours')
})

test('[AGS6] agreed without a network, it says that it has not gone out, survives a reload, and goes out by itself', async () => {
  const { a, b, network } = phones()
  const [atMei, atJonas] = [clauseOn(a, 'Phrase: We are okay'), clauseOn(b, 'Phrase: We are okay')]
  network.block(true)
  await agree(atJonas)
  await standsAs(atJonas, 'You agree. Mei, not yet.')
  await atJonas.getByText('It has not gone out yet.').waitFor()
  expect(await statusOf(atMei)).toBe('Being written')
  await b.reload()
  await atJonas.getByText('It has not gone out yet.').waitFor()
  network.block(false)
  await standsAs(atMei, 'Jonas agrees. Your turn.')
  await atJonas.getByText('It has not gone out yet.').waitFor({ state: 'detached' })

  // A reload in the middle loses neither the words nor who agreed to them.
  await a.reload()
  await standsAs(atMei, 'Jonas agrees. Your turn.')
  await agree(atMei)
  await standsAs(atJonas, 'Ours')
  await openAgreementPage(b)
  await standsAs(atJonas, 'Ours')
})

test('[AGS10] a question is asked, answered and settled by either, and a settled one is put away', async () => {
  const { a, b } = phones()
  const [atMei, atJonas] = [clauseOn(a, /^Activity: Walk/), clauseOn(b, /^Activity: Walk/)]
  await atJonas.getByRole('button', { name: 'I have a question' }).press('Enter')
  const field = atJonas.getByRole('textbox', { name: 'Your question' })
  await eventually(() => field.evaluate(element => element === document.activeElement)).toBe(true)
  await field.fill('Round which block?')
  await atJonas.getByRole('button', { name: 'Ask' }).click()
  expect(await atJonas.getByRole('button', { name: 'I have a question' }).evaluate(key => key === document.activeElement)).toBe(
    true,
  )
  await atMei.getByText('Round which block?').waitFor()
  await a
    .getByRole('status')
    .getByText('Jonas has a question about “Walk slowly, round the block”.')
    .waitFor({ state: 'attached' })

  await atMei.getByRole('button', { name: 'Answer' }).click()
  await atMei.getByRole('textbox', { name: 'Your answer' }).fill('The one with the trees.')
  await atMei.getByRole('button', { name: 'Say it' }).click()
  await atJonas.getByText('The one with the trees.').waitFor()
  await atJonas.getByRole('button', { name: 'Settled' }).click()
  for (const clause of [atMei, atJonas]) {
    await clause.getByText('1 settled question').click()
    await clause.getByText('Round which block?').waitFor()
    expect(await clause.getByRole('button', { name: 'Answer' }).count()).toBe(0)
  }
  await atMei.getByText('Settled by Jonas.').waitFor()
  // The server never saw a word of it: that is proved for every sealed event. Here: it is still there after a reload.
  await a.reload()
  await atMei.getByText('1 settled question').waitFor()
})
