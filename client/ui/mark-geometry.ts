/** The mark in a square of 64: two strands, where one goes over the other, and the stone they grip. */
export const MARK_SIZE = 64
export const strandB = 'M38.6 4.5C38.6 12.5 25.6 13 25.6 21.5C25.6 28.5 7 31 7 57M25.6 21.5C25.6 33 17.4 36.5 17.4 57'
export const strandA = 'M25.4 4.5C25.4 12.5 38.4 13 38.4 21.5C38.4 28.5 57 31 57 57M38.4 21.5C38.4 33 46.6 36.5 46.6 57'
/** Left open in strand B. */
export const crossing = 'M29.3 10.6 34.9 15.4'
export const STRAND_WIDTH = 4.6
export const CROSSING_WIDTH = 9.4
export const stone = { x: 32, y: 50.4, radius: 8.8 }
