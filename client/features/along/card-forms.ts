import type { CardForm } from './card.ts'

export type CardKind = 'wallet' | 'lock'

/** A bank card, 85.6 × 54 mm at 300 dpi: px. */
const wallet: CardForm = {
  width: 1_012,
  height: 638,
  columns: [
    { x: 56, y: 42, width: 524, height: 494 },
    { x: 640, y: 42, width: 316, height: 494 },
  ],
  upright: 'top',
  title: 44,
  text: 31,
  label: 24,
  mark: { x: 50, y: 552, size: 48 },
  foot: { x: 112, baseline: 585, size: 23, most: 844 },
}

/**
 * A phone's lock screen, px. Words keep clear of the clock with its row of small things above, and of torch, camera and the bar
 * below: about the upper third and the lowest fifth.
 */
const lock: CardForm = {
  width: 1_170,
  height: 2_532,
  columns: [{ x: 96, y: 900, width: 978, height: 1_040 }],
  upright: 'middle',
  title: 74,
  text: 52,
  label: 36,
  mark: { x: 88, y: 1_972, size: 76 },
  foot: { x: 186, baseline: 2_022, size: 34, most: 888 },
}

export const cardForms: Record<CardKind, CardForm> = { wallet, lock }

/** Printed at its own size: dots per metre for 300 dpi. The lock screen is never printed. */
export const DOTS_PER_METRE: Record<CardKind, number | null> = { wallet: 11_811, lock: null }
