import type { Page } from 'playwright-core'

/** What a control and a text of a crisis screen must measure: px, and a contrast ratio. */
export const MEASURES = { height: 72, apart: 16, text: 17, contrast: 7, fill: 3 }

/**
 * Every control and every text of the main part, or of the alert above it, that is lower, closer, smaller or paler than that, and every
 * word of a control that is broken in two. A control is what acts: a button, or a link that leads out of the app or to repair; a link to
 * a calm page, and what is offered for a calm hour beside the screen (`data-calm`), is held to what axe asks. Of the top line the texts
 * alone are measured. Shapes and pictures are not texts; what a line that fills is filled with (`data-fills`) is told from the line.
 */
export const crisisMeasures = (page: Page, measures = MEASURES): Promise<string[]> =>
  page.evaluate(({ height, apart, text, contrast, fill }) => {
    const within = document.querySelector('dialog[open]') ?? document.body
    const layer = within.querySelector('main') ?? document.body
    const shown = (one: Element): boolean => {
      const { width, height: tall } = one.getBoundingClientRect()
      return width > 2 && tall > 2 && one.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    }
    const named = (one: Element): string => (one.textContent ?? '').trim().slice(0, 40)
    const controls = [...layer.querySelectorAll('button, a[href*=":"], a[href$="/repair"], input, summary')].filter(
      one => shown(one) && !one.closest('[data-calm]'),
    )
    /** What stays while the rest scrolls under it. */
    const stays = (one: Element): boolean => {
      for (let at: Element | null = one; at && at !== layer; at = at.parentElement)
        if (['sticky', 'fixed'].includes(getComputedStyle(at).position)) return true
      return false
    }
    const low = controls
      .filter(one => one.getBoundingClientRect().height < height - 0.5)
      .map(one => `low key, ${Math.round(one.getBoundingClientRect().height)} px: ${named(one)}`)

    const crowded = controls.flatMap((one, n) => {
      const here = one.getBoundingClientRect()
      return controls.slice(n + 1).flatMap(other => {
        if (stays(one) !== stays(other)) return []
        const there = other.getBoundingClientRect()
        const across = Math.max(here.left - there.right, there.left - here.right)
        const down = Math.max(here.top - there.bottom, there.top - here.bottom)
        return Math.max(across, down) < apart - 0.5 ? [`crowded keys: ${named(one)} / ${named(other)}`] : []
      })
    })

    const broken = controls.flatMap(one => {
      const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT)
      const range = document.createRange()
      const found: string[] = []
      for (let node = walk.nextNode(); node; node = walk.nextNode())
        for (const { 0: word, index } of (node.textContent ?? '').matchAll(/[\p{L}'’]+/gu)) {
          range.setStart(node, index)
          range.setEnd(node, index + word.length)
          const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)))
          if (lines.size > 1) found.push(`broken word: ${word}`)
        }
      return found
    })

    /** Any colour as the browser paints it: red, green, blue, opacity. */
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
    const painted = (colour: string): number[] => {
      if (!canvas) throw new Error('no canvas')
      canvas.clearRect(0, 0, 1, 1)
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
      return [...canvas.getImageData(0, 0, 1, 1).data]
    }
    const over = (top: number[], under: number[]): number[] => {
      const a = (top[3] ?? 0) / 255
      return [0, 1, 2].map(n => (top[n] ?? 0) * a + (under[n] ?? 0) * (1 - a)).concat(255)
    }
    const groundOf = (one: Element | null): number[] => {
      if (!one) return [255, 255, 255, 255]
      const own = painted(getComputedStyle(one).backgroundColor)
      return own[3] === 255 ? own : over(own, groundOf(one.parentElement))
    }
    const light = (colour: number[]): number => {
      const [r = 0, g = 0, b = 0] = colour.slice(0, 3).map(value => {
        const part = value / 255
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const ratio = (one: number[], other: number[]): number => {
      const [high = 0, dim = 0] = [light(one), light(other)].sort((a, b) => b - a)
      return (high + 0.05) / (dim + 0.05)
    }
    const texts = [...within.querySelectorAll('header *, main *')].filter(
      one =>
        shown(one) &&
        !one.closest('svg, [aria-hidden="true"], [data-calm]') &&
        [...one.childNodes].some(node => node.nodeType === 3 && node.textContent?.trim()),
    )
    const faults = texts.flatMap(one => {
      const style = getComputedStyle(one)
      const ground = groundOf(one)
      const found = ratio(over(painted(style.color), ground), ground)
      return [
        ...(Number.parseFloat(style.fontSize) < text - 0.01 ? [`small text, ${style.fontSize}: ${named(one)}`] : []),
        ...(found < contrast - 0.005 ? [`contrast ${found.toFixed(2)}: ${named(one)}`] : []),
      ]
    })
    const pale = [...layer.querySelectorAll('[data-fills]')].filter(shown).flatMap(one => {
      const found = ratio(painted(getComputedStyle(one, '::before').backgroundColor), groundOf(one))
      return found < fill - 0.005 ? [`pale line, ${found.toFixed(2)}`] : []
    })
    return [...new Set([...low, ...crowded, ...broken, ...faults, ...pale])]
  }, measures)

/**
 * The keys of the main part, or of the alert above it, of which something else stands on a part: looked at in a grid of points in each
 * key, at every place to which the page scrolls. What scrolls under the top line or the navigation is not covered, and what is not
 * there until it is whole is no key.
 */
export const keysCoveredOn = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const within = document.querySelector('dialog[open]') ?? document.body
    const scroller = (within.matches('dialog') ? within : document.scrollingElement) ?? within
    const settled = () => Promise.allSettled(document.body.getAnimations().map(one => one.finished))
    const isThere = (one: Element): boolean => {
      for (let at: Element | null = one; at && at !== within; at = at.parentElement)
        if (getComputedStyle(at).opacity === '0') return false
      return one.getBoundingClientRect().height > 2
    }
    const coveredAt = (top: number): string[] =>
      [...within.querySelectorAll('main button')].filter(isThere).flatMap(key => {
        const { left, top: from, width, height } = key.getBoundingClientRect()
        const parts = [0.08, 0.3, 0.5, 0.7, 0.92]
        for (const x of parts.map(part => left + part * width))
          for (const y of parts.map(part => from + part * height).filter(y => y > 0 && y < innerHeight - 1)) {
            const there = document.elementFromPoint(x, y)
            // What it stands in, where its corners are round, covers none of it.
            if (there && (key.contains(there) || there.contains(key) || there.closest('header, nav'))) continue
            const over = (there?.closest('button') ?? there)?.textContent || 'nothing'
            return [`at ${top}: ${key.textContent} under ${over.trim().slice(0, 40)}`]
          }
        return []
      })
    const found: string[] = []
    const end = scroller.scrollHeight - innerHeight
    for (let top = 0; ; top = Math.min(end, top + 120)) {
      scroller.scrollTo(0, top)
      let covered: string[] = []
      // What goes with the scrolling comes some frames after it.
      for (let tries = 0; tries < 5; tries++) {
        for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
        await settled()
        covered = coveredAt(top)
        if (covered.length === 0) break
      }
      found.push(...covered)
      if (top >= end) break
    }
    scroller.scrollTo(0, 0)
    return found
  })
