import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { crisisStage } from '../support/crisis-phones.ts'
import { heading, key } from '../support/crisis-screens.ts'

const BUILT = join(import.meta.dirname, '../../dist')
/** A control of a hard moment is not lower than this, px. */
const LOWEST_KEY = 72
const { bothOnNow } = crisisStage()

interface Manifest {
  id: string
  scope: string
  name: string
  icons: { src: string; sizes: string; type: string; purpose: string }[]
  shortcuts?: { name: string; url: string; icons: { src: string; sizes: string }[] }[]
}
const manifestOf = (file: string): Manifest => JSON.parse(readFileSync(join(BUILT, file), 'utf8'))

/** Width and height as the picture itself has them. */
const sizeOf = (src: string): string => {
  const bytes = readFileSync(join(BUILT, src))
  expect(bytes.subarray(1, 4).toString('latin1'), src).toBe('PNG')
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`
}

test.each(['manifest.webmanifest', 'plain.webmanifest'])(
  '[PWA1] %s names pictures of 192 and 512 px and a maskable one, each as large as it says',
  file => {
    const { id, scope, icons, shortcuts = [] } = manifestOf(file)
    expect({ id, scope }).toEqual({ id: '/', scope: '/' })
    const pictures = icons.filter(({ type }) => type === 'image/png')
    for (const { src, sizes } of [...pictures, ...shortcuts.flatMap(shortcut => shortcut.icons)]) expect(sizeOf(src)).toBe(sizes)
    expect(pictures.filter(({ purpose }) => purpose === 'any').map(({ sizes }) => sizes)).toEqual(['192x192', '512x512'])
    expect(pictures.some(({ purpose, sizes }) => purpose === 'maskable' && sizes === '512x512')).toBe(true)
  },
)

test('[PWA1] the browser finds nothing that keeps the app from being installed', async () => {
  const { mei } = await bothOnNow({ mei: { keepsApp: true } })
  const devtools = await mei.context.newCDPSession(mei.page)
  const { errors, data } = await devtools.send('Page.getAppManifest')
  expect(errors).toEqual([])
  expect(JSON.parse(data ?? '{}').name).toBe('Holdfast')
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
  // A test's profile is a private one, which installs nothing whatever the page.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter(id => id !== 'in-incognito')).toEqual([])
})

test('[PWA2] the shortcuts "Signal" and "Pause" open Now with its keys, and start nothing by themselves', async () => {
  const { a, b } = await bothOnNow()
  for (const name of ['Signal', 'Pause']) {
    const url = manifestOf('manifest.webmanifest').shortcuts?.find(shortcut => shortcut.name === name)?.url ?? ''
    expect(url).not.toBe('')
    await a.goto(new URL(url, a.url()).href)
    await key(a, 'Send Lighthouse').waitFor()
    await a.getByRole('status').filter({ hasText: 'Signals ready' }).waitFor()
    for (const shown of ['Send Lighthouse', 'Pause us now']) {
      const box = await key(a, shown).boundingBox()
      expect(box?.height ?? 0).toBeGreaterThanOrEqual(LOWEST_KEY)
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(844)
    }
  }
  // What is pressed afterwards is the first that the partner gets: nothing went before it.
  await key(a, 'Pause us now').click()
  await heading(b, /^Back at/).waitFor()
  expect(await b.getByRole('alertdialog').count()).toBe(0)
})
