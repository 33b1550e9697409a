/** Geometry of the kelp: two fronds twined, drawn once from a seed. Coordinates are those of the view box. */
type Point = readonly [number, number]

const round = (value: number): number => +value.toFixed(1)

/** Repeatable numbers from 0 to 1 (mulberry32). */
const sequence = (seed: number) => {
  let state = seed | 0
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const smoothStep = (from: number, to: number, at: number): number => {
  const t = Math.max(0, Math.min(1, (at - from) / (to - from)))
  return t * t * (3 - 2 * t)
}

/** A line through the middles of its points, which rounds every corner. */
const rounded = (points: Point[]): string => {
  let path = ''
  for (const [at, [x, y]] of points.entries()) {
    const next = points[at + 1]
    if (at === 0) continue
    path +=
      next && at < points.length - 1
        ? `Q${round(x)} ${round(y)} ${round((x + next[0]) / 2)} ${round((y + next[1]) / 2)}`
        : `L${round(x)} ${round(y)}`
  }
  return path
}

const start = (points: Point[]): string => {
  const [x, y] = points[0] ?? [0, 0]
  return `M${round(x)} ${round(y)}`
}

interface Blade {
  from: Point
  /** Radians. */
  angle: number
  length: number
  width: number
  curl: number
  phase: number
}

const BLADE_STEPS = 18

const blade = ({ from, angle, length, width, curl, phase }: Blade): string => {
  const left: Point[] = []
  const right: Point[] = []
  let [x, y] = from
  for (let i = 0; i <= BLADE_STEPS; i++) {
    const t = i / BLADE_STEPS
    const a = angle + curl * t + 0.16 * Math.sin(t * 6.5 + phase)
    if (i > 0) {
      x += (Math.cos(a) * length) / BLADE_STEPS
      y += (Math.sin(a) * length) / BLADE_STEPS
    }
    const half = width * smoothStep(0, 0.22, t) * (1 - 0.92 * smoothStep(0.45, 1, t))
    const l = half * (1 + 0.16 * Math.sin(t * 17 + phase))
    const r = half * (1 + 0.16 * Math.sin(t * 17 + phase + 2.4))
    left.push([x - Math.sin(a) * l, y + Math.cos(a) * l])
    right.unshift([x + Math.sin(a) * r, y - Math.cos(a) * r])
  }
  const tip = left.at(-1) ?? from
  return `${start(left)}${rounded(left)}${rounded([tip, ...right])}Z`
}

export interface Frond {
  stem: string
  blades: string[]
  /** The gas-filled floats at the foot of each blade. */
  floats: { x: number; y: number; turn: number }[]
}

interface FrondShape {
  first: number
  step: number
  length: number
  seed: number
  side: 1 | -1
}

const STEM_STEPS = 40
const BLADE_WIDTH = 7.5

const frond = (line: (t: number) => Point, { first, step, length, seed, side }: FrondShape): Frond => {
  const random = sequence(seed)
  const stem = Array.from({ length: STEM_STEPS + 1 }, (_, i) => line(i / STEM_STEPS))
  const at = (i: number): Point => stem[Math.max(0, Math.min(STEM_STEPS, i))] ?? [0, 0]
  const blades: string[] = []
  const floats: Frond['floats'] = []
  let hand = side
  for (let t = first; t <= 0.985; t += step) {
    const i = Math.min(STEM_STEPS - 1, Math.round(t * STEM_STEPS))
    const [x, y] = at(i)
    const tangent = Math.atan2(at(i + 1)[1] - at(i - 1)[1], at(i + 1)[0] - at(i - 1)[0])
    const angle = tangent + hand * (0.62 + random() * 0.3)
    const reach = length * (1.05 - 0.4 * t) * (0.85 + random() * 0.4)
    const [fx, fy] = [x + Math.cos(angle) * 6, y + Math.sin(angle) * 6]
    const up = -Math.PI / 2 + hand * 0.05
    const curl = (up - angle) * (0.75 + random() * 0.4)
    const from: Point = [fx + Math.cos(angle) * 3, fy + Math.sin(angle) * 3]
    blades.push(blade({ from, angle, length: reach, width: BLADE_WIDTH * (1.05 - 0.35 * t), curl, phase: random() * 6 }))
    floats.push({ x: round(fx), y: round(fy), turn: round((angle * 180) / Math.PI) })
    hand = hand === 1 ? -1 : 1
  }
  const tip = at(STEM_STEPS)
  const tangent = Math.atan2(tip[1] - at(STEM_STEPS - 2)[1], tip[0] - at(STEM_STEPS - 2)[0])
  for (const d of [-0.28, 0.02, 0.3]) {
    blades.push(
      blade({ from: tip, angle: tangent + d, length: length * 0.62, width: BLADE_WIDTH * 0.6, curl: -d * 0.6, phase: d * 9 }),
    )
  }
  return { stem: `${start(stem)}${rounded(stem)}`, blades, floats }
}

export interface KelpShape {
  /** View box, and the foot of the stem in it. */
  width: number
  height: number
  foot: Point
  tall: number
  amplitude: number
  turns: number
  spread: number
  lean: number
  seed: number
  length: number
  step: number
  first: number
}

/** Both fronds: `a` is the amber one, `b` the indigo one. */
export const growKelp = ({
  foot: [x, y],
  tall,
  amplitude,
  turns,
  spread,
  lean,
  seed,
  length,
  step,
  first,
}: KelpShape): { a: Frond; b: Frond } => {
  const line =
    (side: 1 | -1) =>
    (t: number): Point => {
      const twine = amplitude * Math.sin(Math.PI * 2 * turns * t + 0.5) * (0.45 + 0.9 * t) * Math.min(1, t * 1.8)
      return [x + lean * t * t + side * (twine + spread * t * t * 22), y - tall * t]
    }
  return {
    a: frond(line(1), { first, step, length, seed, side: 1 }),
    b: frond(line(-1), { first: first + 0.04, step, length, seed: seed + 11, side: -1 }),
  }
}
