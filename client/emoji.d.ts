/** Made at build time by scripts/emoji-data.ts. */
declare module 'virtual:emoji' {
  /** Emoji, name, group of Unicode, words that find it, and its five skin tones from light to dark, if it has them. */
  export const emoji: readonly (readonly [emoji: string, name: string, group: number, words: string, skins?: readonly string[]])[]
}
