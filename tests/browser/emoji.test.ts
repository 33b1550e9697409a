import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { clauseText, typeAtEnd, written } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { eventually } from '../support/browser.ts'

const phones = agreementPhones()

const feather = (page: Page): Locator => page.getByRole('group', { name: 'Signal: Feather' })
const emojiOf = (page: Page): Locator => clauseText(page, 'Signal: Feather', 'Emoji')
const inFocus = (of: Locator): Promise<boolean> => of.evaluate(element => element === document.activeElement)

test('[LIB7] by keyboard alone an emoji is found by a word and chosen: it is on both phones, and undo takes it back', async () => {
  const { a, b } = phones()
  const choose = feather(a).getByRole('button', { name: 'Choose an emoji' })
  await choose.press('Enter')
  const dialog = a.getByRole('dialog', { name: 'Choose an emoji' })
  const search = dialog.getByRole('searchbox', { name: 'Search by word' })
  await search.focus()
  await a.keyboard.type('turtle')
  await eventually(() => dialog.getByRole('gridcell').count()).toBe(1)
  await a.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  expect(await inFocus(choose)).toBe(true)
  await eventually(() => written(emojiOf(b))).toBe('🐢')
  expect(await written(emojiOf(a))).toBe('🐢')
  expect(await feather(b).getByText('Starter').count()).toBe(0)

  await a.getByRole('button', { name: 'Undo', exact: true }).click()
  await eventually(() => written(emojiOf(b))).toBe('🪶')
  await a.getByRole('button', { name: 'Redo', exact: true }).click()
  await eventually(() => written(emojiOf(b))).toBe('🐢')
})

test('[LIB7] arrow keys lead through the groups and beyond the edge, each emoji with its name; Escape changes nothing', async () => {
  const { a } = phones()
  const before = await written(emojiOf(a))
  await feather(a).getByRole('button', { name: 'Choose an emoji' }).press('Enter')
  const dialog = a.getByRole('dialog', { name: 'Choose an emoji' })
  await dialog.getByRole('gridcell').first().waitFor()
  await dialog.getByRole('searchbox').focus()
  const active = dialog.getByRole('gridcell', { selected: true })
  await a.keyboard.press('ArrowDown')
  expect(await active.getAttribute('aria-label')).toBe('grinning face')
  const name = () => active.getAttribute('aria-label')
  for (let row = 0; row < 30; row++) {
    const was = await name()
    await a.keyboard.press('ArrowDown')
    await eventually(name).not.toBe(was)
  }
  const seen = await active.boundingBox()
  const list = await dialog.getByRole('group', { name: 'Emoji' }).boundingBox()
  expect(seen && list && seen.y >= list.y && seen.y + seen.height <= list.y + list.height + 1).toBe(true)
  await a.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await written(emojiOf(a))).toBe(before)
})

test('[LIB7] a tap chooses, a shade can be set, and typing emoji into the field still works', async () => {
  const { a, b } = phones()
  await feather(a).getByRole('button', { name: 'Choose an emoji' }).click()
  const dialog = a.getByRole('dialog', { name: 'Choose an emoji' })
  await dialog.getByRole('button', { name: /^Change skin tone/ }).click()
  await dialog.getByRole('searchbox').fill('waving hand')
  await dialog.getByRole('gridcell', { name: 'waving hand' }).click()
  await eventually(() => written(emojiOf(b))).toBe('👋🏻')
  await typeAtEnd(emojiOf(a), '')
  await a.keyboard.insertText('🌙')
  await eventually(() => written(emojiOf(b))).toBe('👋🏻🌙')
  await a.keyboard.type('no')
  expect(await written(emojiOf(a))).toBe('👋🏻🌙')
})

test('[LIB12] the picker asks nobody and keeps nothing: no request leaves this origin, no storage grows', async () => {
  const { a, mei, server } = phones()
  const kept = () =>
    a.evaluate(async () => {
      const databases = (await indexedDB.databases()).map(({ name }) => name)
      return [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...databases].toSorted()
    })
  const before = await kept()
  const asked: string[] = []
  mei.context.on('request', request => asked.push(request.url()))
  await feather(a).getByRole('button', { name: 'Choose an emoji' }).click()
  await a.getByRole('gridcell').first().waitFor()
  await a.getByRole('searchbox').fill('owl')
  await a.getByRole('gridcell', { name: 'owl', exact: true }).click()
  expect(asked.filter(url => new URL(url).host !== new URL(server.url).host)).toEqual([])
  expect(await kept()).toEqual(before)
  // The control: a request elsewhere is stopped by the policy of the page, and would be seen.
  await a.evaluate(async () => {
    const stopped = new Promise(resolve => addEventListener('securitypolicyviolation', resolve, { once: true }))
    await fetch('https://cdn.example/emoji.json').catch(() => undefined)
    await stopped
  })
  await eventually(() => mei.faults.join()).toContain('CSP violation')
  mei.faults.splice(0)
})
