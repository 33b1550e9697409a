import type { Page } from 'playwright-core'
import { invite, openPhone, succeed } from './sessions.ts'

export interface Made {
  /** The 24 recovery words, in order. */
  words: string[]
  link: string
}

/** Makes a space as a person does, from `/`, up to the inviting page. */
export const makeSpace = async (page: Page, name = 'Mei', partner = 'Jonas'): Promise<Made> => {
  await page.getByRole('button', { name: 'Make our space' }).click()
  await page.getByRole('textbox', { name: 'Your name' }).fill(name)
  await page.getByRole('textbox', { name: "Your partner's name" }).fill(partner)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Before you go on' }).waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()
  const words = await readWords(page)
  await page.getByRole('button', { name: 'Later' }).click()
  return { words, link: await page.getByRole('textbox', { name: 'Invite link' }).inputValue() }
}

export const readWords = async (page: Page): Promise<string[]> => {
  const items = page.getByRole('list', { name: 'Recovery words' }).getByRole('listitem')
  await items.nth(23).waitFor()
  return items.allTextContents()
}

/** Joins by what is open on the page, up to Now. */
export const joinSpace = async (page: Page, name = 'Jonas'): Promise<void> => {
  await page.getByRole('textbox', { name: 'Your name' }).fill(name)
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByRole('heading', { name: 'Before you go on' }).waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
}

/** The link into a space that somebody made elsewhere. */
export const inviteTo = async (url: string, name = 'Mei'): Promise<string> => {
  await using elsewhere = await openPhone(url)
  await succeed(elsewhere.session.createSpace({ name, partnerName: 'Jonas' }))
  return `${url}/join${await invite(elsewhere.session)}`
}
