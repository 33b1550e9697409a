/** From letters for a wall down to the smallest that are read with ease: `paper.module.css` has them. */
const SIZES = ['roomy', 'usual', 'tight', 'dense'] as const
type Size = (typeof SIZES)[number]
/** Above and below, mm: `paper.module.css` has them as the margins of the page. */
const MARGIN_MM: Record<Size, number> = { roomy: 12, usual: 12, tight: 12, dense: 9 }
const A4_MM = 297
/** By so much two ways of drawing may differ, mm. */
const SLACK_MM = 2
const PX_PER_MM = 96 / 25.4
/** More letters than this are on no single page, however small: nothing is measured. */
const MOST_LETTERS = 12_000

/** Gives a sheet the largest letters with which it is one page, and else those of several. Whether it is one. */
export const fitToPage = (sheet: HTMLElement, letters: number): boolean => {
  sheet.dataset['measured'] = ''
  const fitting = letters > MOST_LETTERS ? undefined : SIZES.find(size => isOnePage(sheet, size))
  delete sheet.dataset['measured']
  sheet.dataset['size'] = fitting ?? 'long'
  return fitting !== undefined
}

const isOnePage = (sheet: HTMLElement, size: Size): boolean => {
  sheet.dataset['size'] = size
  return sheet.getBoundingClientRect().height <= (A4_MM - 2 * MARGIN_MM[size] - SLACK_MM) * PX_PER_MM
}
