import type { Browser, Page } from 'playwright-core'
import { openPhone, type Phone, type PhoneOptions } from './browser.ts'

export interface PairedPhones extends AsyncDisposable {
  /** Mei's, who made the space. */
  mei: Phone
  /** Jonas's, who was invited. */
  jonas: Phone
}

export interface PairOptions {
  mei?: PhoneOptions
  jonas?: PhoneOptions
  /** Where Jonas reaches the server, if by another way than Mei. */
  jonasUrl?: string
}

/** Two phones in one space, paired as two people do it: name, safety check, words, link, name, safety check, words. */
export const pairPhones = async (browser: Browser, url: string, options: PairOptions = {}): Promise<PairedPhones> => {
  const mei = await openPhone(browser, `${url}/start`, options.mei)
  const link = await makeSpaceOnPhone(mei.page)
  const jonas = await openPhone(browser, link.replace(new URL(link).origin, options.jonasUrl ?? url), options.jonas)
  await joinOnPhone(jonas.page)
  await mei.page.getByRole('status').filter({ hasText: 'Jonas is here' }).waitFor()
  return {
    mei,
    jonas,
    [Symbol.asyncDispose]: async () => {
      await mei[Symbol.asyncDispose]()
      await jonas[Symbol.asyncDispose]()
    },
  }
}

/** Mei makes a space on a phone that is at `/start`. Answers with the invite link. */
export const makeSpaceOnPhone = async (page: Page): Promise<string> => {
  await page.getByRole('textbox', { name: 'Your name' }).fill('Mei')
  await page.getByRole('button', { name: 'Continue' }).click()
  await throughSafetyAndWords(page)
  return page.getByRole('textbox', { name: 'Invite link' }).inputValue()
}

/** Jonas joins on a phone that is at an invite's link. */
export const joinOnPhone = async (page: Page): Promise<void> => {
  await page.getByRole('textbox', { name: 'Your name' }).fill('Jonas')
  await page.getByRole('button', { name: 'Join' }).click()
  await throughSafetyAndWords(page)
}

const throughSafetyAndWords = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { name: 'Before you go on' }).waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'I have kept them' }).click()
}
