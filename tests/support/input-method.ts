import type { Page } from 'playwright-core'

/** What a keyboard that composes letters does to the focused text of a page. */
export interface InputMethod {
  /** Puts these letters in the place of those composed until now. They are not final. */
  compose(letters: string): Promise<void>
  /** Ends composing with these letters. */
  commit(letters: string): Promise<void>
}

/** A real input method, by the browser's own way for it. `android`: the page takes the browser for a phone's, from its next load on. */
export const inputMethodOf = async (page: Page, { android = false } = {}): Promise<InputMethod> => {
  const browser = await page.context().newCDPSession(page)
  if (android) {
    const { userAgent } = await browser.send('Browser.getVersion')
    await browser.send('Emulation.setUserAgentOverride', {
      userAgent: userAgent.replace(/\(.*?\)/, '(Linux; Android 10; K)').replace('Headless', ''),
    })
  }
  return {
    compose: async text => {
      await browser.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    },
    commit: async text => {
      await browser.send('Input.insertText', { text })
    },
  }
}
