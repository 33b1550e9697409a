import type { Locator, Page } from 'playwright-core'

/** One text of a clause on a phone: `clauseText(page, 'Phrase: I am here', 'Phrase')`. */
export const clauseText = (page: Page, clause: string | RegExp, field: string): Locator =>
  page.getByRole('group', { name: clause }).getByRole('textbox', { name: field, exact: true })

/** The phrase whose words hold these. */
export const phrase = (page: Page, words: string): Locator => clauseText(page, new RegExp(`^Phrase: .*${words}`), 'Phrase')

/** Goes to the agreement by its link and waits until it can be written in. */
export const openAgreementPage = async (page: Page, hash = ''): Promise<void> => {
  await page.goto(new URL(`/agreement${hash}`, page.url()).href)
  await page.getByRole('textbox', { name: 'I will say' }).last().waitFor()
}

/** Puts the caret at the end of a text and types. */
export const typeAtEnd = async (text: Locator, words: string, delay = 0): Promise<void> => {
  await text.click()
  await text.press('Control+End')
  await text.pressSequentially(words, { delay })
}

/** As `typeAtEnd`, all letters in one stroke: one step of undo, however slow the machine. */
export const putAtEnd = async (text: Locator, words: string): Promise<void> => {
  await text.click()
  await text.press('Control+End')
  await text.page().keyboard.insertText(words)
}

/** What stands in a text, as it is drawn. */
export const written = async (text: Locator): Promise<string> => (await text.locator('.cm-line').allTextContents()).join('\n')
