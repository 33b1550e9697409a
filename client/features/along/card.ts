/** `words` is the couple's serif, `app` what the app says. `size` in px of the picture. */
export interface TextStyle {
  family: 'words' | 'app'
  size: number
  weight: number
  ink: 'ink' | 'ink-2'
}

/** Of one line as it will be drawn, px: its width, and how far its ink reaches above and below the line it stands on. */
export type Measure = (text: string, style: TextStyle) => { width: number; ascent: number; descent: number }

/** A signal or a phrase: what it says, in the order of reading. A hand stands before a gesture. */
export type CardItem = readonly CardText[]
export interface CardText {
  text: string
  role: 'title' | 'text' | 'meaning' | 'gesture'
  /** To be done with the hands, and not said. */
  gesture?: boolean
}
export interface CardSection {
  label: string
  items: readonly CardItem[]
}

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Of a picture, px: its size, and where in it words may stand. */
export interface CardForm {
  width: number
  height: number
  /** A section to each; what is over in the last. */
  columns: readonly Box[]
  /** Words stand at the top of their column, or in the middle of it. */
  upright: 'top' | 'middle'
  /** Sizes of letters at scale 1. */
  title: number
  text: number
  label: number
  foot: { x: number; baseline: number; size: number; most: number }
  mark: { x: number; y: number; size: number }
}

/** A line of text. `x` is where it begins: its right end when it is read from right to left. `y` is the line it stands on. */
export interface DrawnLine {
  text: string
  x: number
  y: number
  rightToLeft: boolean
  style: TextStyle
  /** Where its ink is. */
  box: Box
}

export interface CardLayout {
  lines: readonly DrawnLine[]
  /** A small hand before each gesture. */
  hands: readonly Box[]
}

/** What there is and a card has no room for. */
export interface Missing {
  /** Signals and phrases. */
  items: number
  /** Of them, with a gesture. A signal that is on the card has its own there. */
  gestures: number
  /** Of signals that are on the card, what they mean. */
  meanings: number
  /** Texts that are on the card and end before their end. */
  cut: number
}
