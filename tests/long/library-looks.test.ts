import { expect, test } from 'vitest'
import { agreementPhones } from '../support/agreement-phones.ts'
import { looksOf } from '../support/look.ts'

const phones = agreementPhones()

test('[LIB11] at no width, light and dark, axe finds anything in the sheets or anything is wider than the screen', async () => {
  const { a } = phones()
  for (const kind of ['signals', 'activities', 'phrases', 'promises']) {
    await a.getByRole('button', { name: `From the library: ${kind}` }).click()
    await a.getByRole('dialog').getByRole('listitem').first().waitFor()
    expect(await looksOf(a, 'dialog[open]'), kind).toEqual([])
    await a.keyboard.press('Escape')
    // Three presses of Escape in a row would leave.
    await a.keyboard.press('Shift')
  }
  await a.getByRole('button', { name: 'Choose an emoji' }).first().click()
  await a.getByRole('gridcell').first().waitFor()
  expect(await looksOf(a, 'dialog[open]'), 'emoji').toEqual([])
  await a.getByRole('searchbox', { name: 'Search by word' }).fill('nothing has this name')
  await a.getByRole('status').filter({ hasText: 'Another word may find it.' }).waitFor()
  expect(await looksOf(a, 'dialog[open]'), 'no emoji').toEqual([])
})
