import { CROSSING_WIDTH, crossing, MARK_SIZE, STRAND_WIDTH, stone, strandA, strandB } from '../../ui/mark-geometry.ts'
import type { Box, CardForm, CardLayout, Measure, TextStyle } from './card.ts'

/** The colours and fonts of the light theme, as the tokens have them. */
export interface CardLook {
  ground: string
  ink: string
  ink2: string
  line: string
  a: string
  b: string
  stone: string
  words: string
  app: string
}

/** Of an element on the light theme. */
export const lookOf = (element: Element): CardLook => {
  const tokens = getComputedStyle(element)
  const value = (name: string) => tokens.getPropertyValue(name).trim()
  return {
    ground: value('--ground'),
    ink: value('--ink'),
    ink2: value('--ink-2'),
    line: value('--line'),
    a: value('--a'),
    b: value('--b'),
    stone: value('--deep'),
    words: value('--font-words'),
    app: value('--font-app'),
  }
}

const fontOf = ({ family, size, weight }: TextStyle, look: CardLook): string => `${weight} ${size}px ${look[family]}`

/** Measures as the canvas will draw. Each text once. */
export const measureOn = (canvas: CanvasRenderingContext2D, look: CardLook): Measure => {
  const known = new Map<string, ReturnType<Measure>>()
  return (text, style) => {
    const font = fontOf(style, look)
    const key = `${font} ${text}`
    const found = known.get(key)
    if (found) return found
    canvas.font = font
    const { width, actualBoundingBoxAscent: ascent, actualBoundingBoxDescent: descent } = canvas.measureText(text)
    const measured = { width, ascent: Math.max(0, ascent), descent: Math.max(0, descent) }
    known.set(key, measured)
    return measured
  }
}

export const paintCard = (
  canvas: CanvasRenderingContext2D,
  form: CardForm,
  { lines, hands }: CardLayout,
  look: CardLook,
): void => {
  canvas.fillStyle = look.ground
  canvas.fillRect(0, 0, form.width, form.height)
  paintMark(canvas, form.mark, look)
  canvas.textBaseline = 'alphabetic'
  for (const { text, x, y, rightToLeft, style } of lines) {
    canvas.font = fontOf(style, look)
    canvas.fillStyle = style.ink === 'ink' ? look.ink : look.ink2
    canvas.direction = rightToLeft ? 'rtl' : 'ltr'
    canvas.textAlign = rightToLeft ? 'right' : 'left'
    canvas.fillText(text, x, y)
  }
  for (const hand of hands) paintHand(canvas, hand, look)
}

const paintMark = (canvas: CanvasRenderingContext2D, { x, y, size }: CardForm['mark'], look: CardLook): void => {
  canvas.save()
  canvas.translate(x, y)
  canvas.scale(size / MARK_SIZE, size / MARK_SIZE)
  canvas.lineCap = 'round'
  const stroke = (path: string, colour: string, width: number) => {
    canvas.strokeStyle = colour
    canvas.lineWidth = width
    canvas.stroke(new Path2D(path))
  }
  stroke(strandB, look.b, STRAND_WIDTH)
  canvas.lineCap = 'butt'
  stroke(crossing, look.ground, CROSSING_WIDTH)
  canvas.lineCap = 'round'
  stroke(strandA, look.a, STRAND_WIDTH)
  canvas.fillStyle = look.stone
  canvas.beginPath()
  canvas.arc(stone.x, stone.y, stone.radius, 0, 2 * Math.PI)
  canvas.fill()
  canvas.restore()
}

/** Lucide's `hand`, in a square of 24. */
const HAND = [
  'M18 11V6a2 2 0 0 0-2-2a2 2 0 0 0-2 2',
  'M14 10V4a2 2 0 0 0-2-2a2 2 0 0 0-2 2v2',
  'M10 10.5V6a2 2 0 0 0-2-2a2 2 0 0 0-2 2v8',
  'M18 8a2 2 0 1 1 4 0v6a8 8 0 0 1-8 8h-2c-2.8 0-4.5-.86-5.99-2.34l-3.6-3.6a2 2 0 0 1 2.83-2.82L7 15',
]

const paintHand = (canvas: CanvasRenderingContext2D, { x, y, width }: Box, look: CardLook): void => {
  canvas.save()
  canvas.translate(x, y)
  canvas.scale(width / 24, width / 24)
  canvas.strokeStyle = look.ink2
  canvas.lineWidth = 2
  canvas.lineCap = 'round'
  canvas.lineJoin = 'round'
  for (const path of HAND) canvas.stroke(new Path2D(path))
  canvas.restore()
}
