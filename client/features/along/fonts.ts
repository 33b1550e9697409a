/** In each weight that is drawn; the size decides nothing. */
const WEIGHTS = { words: [430, 520], app: [450, 620] }

/**
 * Brings the app's own fonts for exactly these texts: a canvas and a printed page do not wait for them. What cannot be had is
 * stood in for by the device's own.
 */
export const loadFonts = async (texts: readonly string[]): Promise<void> => {
  const all = texts.join(' ')
  const tokens = getComputedStyle(document.documentElement)
  const fonts = (['words', 'app'] as const).flatMap(family =>
    WEIGHTS[family].map(weight => `${weight} 40px ${tokens.getPropertyValue(`--font-${family}`)}`),
  )
  await Promise.allSettled(fonts.map(font => document.fonts.load(font, all)))
}
