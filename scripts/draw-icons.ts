/**
 * Draws the pictures that home screens want as PNG from the drawings of `client/public`, into `client/public/icons`. Run by hand when a
 * drawing changes; what it makes is kept with the sources, so that no build needs a browser.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'

const drawings = join(import.meta.dirname, '../client/public')
const executablePath = process.env['HOLDFAST_CHROMIUM'] ?? '/usr/bin/chromium'

const DEEP = '#103b35'
const LIGHT = '#f7f8ef'
/** Corners of an icon that nobody cuts to a shape, share of its width. */
const ROUND = 0.22
/** What stands in the middle of a ground, share of its width. */
const INSIDE = 0.62

/** A line drawing on the deep ground, 24 units wide. */
const glyph = (paths: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="${LIGHT}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${paths}</svg>`

interface Icon {
  name: string
  size: number
  svg: string
  /** Behind a drawing that has no ground of its own. */
  ground?: string
  round: boolean
}

const app = readFileSync(join(drawings, 'icon-maskable.svg'), 'utf8')
const plain = readFileSync(join(drawings, 'plain.svg'), 'utf8')
const icons: Icon[] = [
  { name: 'app-192', size: 192, svg: app, round: true },
  { name: 'app-512', size: 512, svg: app, round: true },
  { name: 'app-maskable-192', size: 192, svg: app, round: false },
  { name: 'app-maskable-512', size: 512, svg: app, round: false },
  { name: 'app-touch-180', size: 180, svg: app, round: false },
  { name: 'plain-192', size: 192, svg: plain, ground: LIGHT, round: true },
  { name: 'plain-512', size: 512, svg: plain, ground: LIGHT, round: true },
  { name: 'plain-maskable-512', size: 512, svg: plain, ground: LIGHT, round: false },
  { name: 'plain-touch-180', size: 180, svg: plain, ground: LIGHT, round: false },
  { name: 'signal-96', size: 96, svg: glyph('<path d="M22 2 11 13M22 2l-7 20-4-9-9-4z"/>'), ground: DEEP, round: true },
  { name: 'pause-96', size: 96, svg: glyph('<path d="M8 5v14M16 5v14"/>'), ground: DEEP, round: true },
]

const draw = async (page: Page, { size, svg, ground, round }: Icon): Promise<Buffer> => {
  const inside = ground ? Math.round(size * INSIDE) : size
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>
    html, body { margin: 0; background: transparent }
    div { width: ${size}px; height: ${size}px; display: grid; place-items: center; overflow: hidden;
      background: ${ground ?? 'none'}; border-radius: ${round ? size * ROUND : 0}px }
    svg { width: ${inside}px; height: ${inside}px }
  </style><div>${svg}</div>`)
  return page.screenshot({ omitBackground: true })
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const page = await browser.newPage()
for (const icon of icons) writeFileSync(join(drawings, 'icons', `${icon.name}.png`), await draw(page, icon))
await browser.close()
