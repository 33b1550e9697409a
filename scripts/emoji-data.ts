/** The emoji that the picker offers, cut at build time to what it needs: a file of the app like any other, asked of nobody else. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'
import { z } from 'zod/mini'

/** Later ones are not drawn by phones of 2021: what one of the two picks, both should see. */
const NEWEST_VERSION = 13.1
const COMPONENTS = 2
const FLAGS = 9
/** White, black, chequered and the like: no countries, which some systems write as two letters. */
const PLAIN_FLAGS = 97

const Source = z.array(
  z.object({
    emoji: z.string(),
    label: z.string(),
    group: z.optional(z.number()),
    subgroup: z.optional(z.number()),
    version: z.number(),
    tags: z.optional(z.array(z.string())),
    skins: z.optional(z.array(z.object({ emoji: z.string(), tone: z.union([z.number(), z.array(z.number())]) }))),
  }),
)

/** Emoji, name, group of Unicode, words that find it, and its five skin tones from light to dark, if it has them. */
export type EmojiEntry = [emoji: string, name: string, group: number, words: string, skins?: string[]]

/** In the order of Unicode. `language` as emojibase has it. */
export const emojiOffered = (language: string): EmojiEntry[] => {
  const file = createRequire(import.meta.url).resolve(`emojibase-data/${language}/data.json`)
  return Source.parse(JSON.parse(readFileSync(file, 'utf8'))).flatMap(
    ({ emoji, label, group, subgroup, version, tags, skins }) => {
      if (group === undefined || group === COMPONENTS || version > NEWEST_VERSION) return []
      if (group === FLAGS && subgroup !== PLAIN_FLAGS) return []
      const tones = skins?.filter(({ tone }) => typeof tone === 'number').map(skin => skin.emoji) ?? []
      const words = tags?.filter(tag => !label.includes(tag)).join(' ') ?? ''
      return [[emoji, label, group, words, ...(tones.length === 5 ? [tones] : [])] as EmojiEntry]
    },
  )
}

const MODULE = 'virtual:emoji'

/** Makes `virtual:emoji` (client/emoji.d.ts) importable. */
export const emojiData = (language: string): Plugin => ({
  name: 'holdfast-emoji',
  resolveId: id => (id === MODULE ? `\0${MODULE}` : undefined),
  // One string is read several times faster than the same list as code.
  load: id =>
    id === `\0${MODULE}`
      ? `export const emoji = JSON.parse(${JSON.stringify(JSON.stringify(emojiOffered(language)))})`
      : undefined,
})
