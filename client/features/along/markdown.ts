import type { Paper, PaperPart } from './paper-content.ts'

/** Formats wherever it stands: in CommonMark, in GitHub's tables and struck words, or in the mathematics of others. */
const FORMATS = /[\\`*_[\]<>~|$]/g
/** An entity would become another character. */
const ENTITY = /&(?=#?[0-9A-Za-z]+;)/g
/** At the beginning of an item: a heading, a list in the list, a line, a number. At the end of a heading, `#` would be taken away. */
const BEGINS = /^[-+=]|^(?<number>\d+)(?<after>[.)])/
const NUMBER_SIGN = /(?<=^|\s)#/g
/** What some readers make links or pictures of. */
const LINKS = /(?<=\bwww)\.|(?<=[A-Za-z]):(?=\/\/)|@|:(?=[\w+-]+:)/gi

/** Words of the couple on one line, so that every reader of Markdown shows them letter by letter. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(FORMATS, '\\$&')
    .replace(ENTITY, '\\&')
    .replace(LINKS, '\\$&')
    .replace(NUMBER_SIGN, '\\#')
    .replace(BEGINS, (begins, number?: string, after?: string) => (number === undefined ? `\\${begins}` : `${number}\\${after}`))

/** What is on paper, as text that any program reads. */
export const markdownOf = ({ title, names, standing, parts }: Paper): string => {
  const lines = [`# ${escapeMarkdown(title)}`, escapeMarkdown(names), escapeMarkdown(standing), ...parts.map(partText)]
  return `${lines.filter(Boolean).join('\n\n')}\n`
}

const partText = ({ title, entries, none }: PaperPart): string => {
  const body = entries.length === 0 ? [escapeMarkdown(none)] : blocksOf(entries)
  return [`## ${escapeMarkdown(title)}`, ...body].join('\n\n')
}

/** Entries of one line stand in one list; those with more are headed by their words. */
const blocksOf = (entries: PaperPart['entries']): string[] => {
  const labelled = (label: string | null, text: string) =>
    `${label === null ? '' : `${escapeMarkdown(label)}: `}${escapeMarkdown(text)}`
  const item = (label: string | null, text: string) => `- ${labelled(label, text)}`
  const blocks: string[] = []
  let list: string[] = []
  const finish = () => {
    if (list.length > 0) blocks.push(list.join('\n'))
    list = []
  }
  for (const { head, headLabel = null, lines } of entries) {
    if (head === null) {
      list.push(...lines.map(({ label, text }) => item(label, text)))
      continue
    }
    finish()
    blocks.push(`### ${labelled(headLabel, head)}`)
    list.push(...lines.map(({ label, text }) => item(label, text)))
    finish()
  }
  finish()
  return blocks
}
