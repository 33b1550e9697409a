import { classes } from './classes.ts'
import styles from './kelp.module.css'
import { type Frond, growKelp, type KelpShape } from './kelp-geometry.ts'

export type KelpDrawing = 'home' | 'welcome' | 'reconnect' | 'both-sides'

const shapes: Record<KelpDrawing, KelpShape> = {
  home: {
    width: 120,
    height: 360,
    foot: [60, 360],
    tall: 322,
    amplitude: 12,
    turns: 1.1,
    spread: 0.55,
    lean: 0,
    seed: 5,
    length: 84,
    step: 0.07,
    first: 0.2,
  },
  welcome: {
    width: 300,
    height: 400,
    foot: [150, 400],
    tall: 306,
    amplitude: 18,
    turns: 1.2,
    spread: 1.2,
    lean: 4,
    seed: 12,
    length: 112,
    step: 0.07,
    first: 0.2,
  },
  reconnect: {
    width: 150,
    height: 430,
    foot: [90, 430],
    tall: 340,
    amplitude: 16,
    turns: 1.15,
    spread: 0.7,
    lean: 0,
    seed: 5,
    length: 92,
    step: 0.065,
    first: 0.18,
  },
  'both-sides': {
    width: 340,
    height: 640,
    foot: [170, 640],
    tall: 520,
    amplitude: 22,
    turns: 1.4,
    spread: 1.6,
    lean: 0,
    seed: 7,
    length: 132,
    step: 0.052,
    first: 0.2,
  },
}

const grown = new Map<KelpDrawing, ReturnType<typeof growKelp>>()
const grow = (drawing: KelpDrawing): ReturnType<typeof growKelp> => {
  const kelp = grown.get(drawing) ?? growKelp(shapes[drawing])
  grown.set(drawing, kelp)
  return kelp
}

const FrondDrawing = ({ frond, className }: { frond: Frond; className: string | undefined }) => (
  <g className={className}>
    {frond.blades.map(d => (
      <path key={d} className={styles.leaf} d={d} />
    ))}
    <path className={styles.stem} d={frond.stem} />
    {frond.floats.map(({ x, y, turn }) => (
      <ellipse key={`${x} ${y}`} className={styles.float} cx={x} cy={y} rx="5" ry="3.2" transform={`rotate(${turn} ${x} ${y})`} />
    ))}
  </g>
)

/** Two fronds twined. Decoration. It never moves on a crisis screen; elsewhere `sway` may be set. */
export const Kelp = ({ drawing, sway = false }: { drawing: KelpDrawing; sway?: boolean }) => {
  const { width, height } = shapes[drawing]
  const { a, b } = grow(drawing)
  return (
    <svg
      className={classes(styles.kelp, styles[drawing], sway && styles.sway)}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden="true"
    >
      <FrondDrawing frond={b} className={styles.b} />
      <FrondDrawing frond={a} className={styles.a} />
    </svg>
  )
}

const roots = {
  stone: {
    width: 72,
    height: 54,
    stroke: 3.6,
    b: ['M34.5 0C34.5 12 14 12 8 34', 'M34.5 0C34.5 16 24 20 21 44'],
    a: ['M37.5 0C37.5 12 58 12 64 34', 'M37.5 0C37.5 16 48 20 51 44', 'M36.5 0C36.5 18 36 28 36 49'],
  },
  rock: {
    width: 170,
    height: 78,
    stroke: 4,
    b: ['M83 0C83 20 34 12 16 54', 'M83 0C83 24 56 26 48 68', 'M84 0C84 26 76 34 74 60'],
    a: ['M87 0C87 20 136 12 154 54', 'M87 0C87 24 114 26 122 68', 'M86 0C86 28 96 36 98 72'],
  },
}

/** Where the strands take hold of the stone. Decoration. */
export const Rootlets = ({ drawing }: { drawing: keyof typeof roots }) => {
  const { width, height, stroke, a, b } = roots[drawing]
  return (
    <svg
      className={styles.roots}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      strokeWidth={stroke}
      aria-hidden="true"
    >
      {b.map(d => (
        <path key={d} className={styles.b} d={d} />
      ))}
      {a.map(d => (
        <path key={d} className={styles.a} d={d} />
      ))}
    </svg>
  )
}
