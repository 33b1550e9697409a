import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import type { OpenedAgreement } from '../../client/documents/open-agreement.ts'
import './session-page.ts'

declare global {
  /** On the page that `buildDocumentPage` makes. */
  var openAgreement: typeof import('../../client/documents/open-agreement.ts').openAgreement
  var opened: OpenedAgreement
  var openAgreementRecord: typeof import('../../client/documents/open-agreement-record.ts').openAgreementRecord
  var record: import('../../client/documents/open-agreement-record.ts').OpenedAgreementRecord | null
  var keepHome: typeof import('../../client/documents/keep-home.ts').keepHome
}

/** A folder with a page that has sessions, their agreement and the keeper of the home screen on it, as the app opens them, without any screen. */
export const buildDocumentPage = async (): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'holdfast-page-'))
  const source = (file: string) => JSON.stringify(join(import.meta.dirname, '../../client', file))
  await writeFile(
    join(root, 'index.html'),
    '<!doctype html><title>Agreement</title><script type="module" src="/main.js"></script>',
  )
  await writeFile(
    join(root, 'main.js'),
    `import { openSession } from ${source('sync/open-session.ts')}
import { openAgreement } from ${source('documents/open-agreement.ts')}
import { openAgreementRecord } from ${source('documents/open-agreement-record.ts')}
import { keepHome } from ${source('documents/keep-home.ts')}
Object.assign(globalThis, { openSession, openAgreement, openAgreementRecord, keepHome })
`,
  )
  const outDir = join(root, 'dist')
  await build({ root, configFile: false, logLevel: 'error', build: { outDir, target: 'es2022', assetsInlineLimit: 0 } })
  return outDir
}

/** Opens the agreement of the page's session, as `opened`; resolves when there is something to show. */
export const openAgreementOnPage = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const agreement = openAgreement(session)
    if (!agreement) throw new Error('there is no space on this page')
    globalThis.opened = agreement
    await agreement.document.whenLoaded
  })

export interface Wanted {
  saved?: string
  connection?: string
  /** The first phrase. */
  phrase?: string
}

/** Waits, told by the agreement, until all of this is so. */
export const untilAgreement = (page: Page, wanted: Wanted): Promise<void> =>
  page.evaluate(expected => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => {
      const { view, status } = opened.state()
      const now: Wanted = { saved: status.saved, connection: status.connection, phrase: view.phrases[0]?.texts.phrase ?? '' }
      if (Object.entries(expected).every(([key, value]) => now[key as keyof Wanted] === value)) resolve()
    }
    opened.subscribe(look)
    look()
    return promise
  }, wanted)

/** Types at the beginning of the first phrase. */
export const typePhrase = (page: Page, words: string): Promise<void> =>
  page.evaluate(typed => {
    const id = opened.state().view.phrases[0]?.id ?? ''
    opened.agreement.textOf(id, 'phrase')?.insert(0, typed)
  }, words)
