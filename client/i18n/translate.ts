import type { Namespace, TextsOf } from './texts.ts'

/** Keys of plural forms are written with their category: `minutes_one`, `minutes_other`. */
type PluralCategory = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Base<K extends string> = K extends `${infer Word}_${PluralCategory}` ? Word : K

type Keys<T, Path extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${Base<K>}` : Keys<T[K], `${Path}${K}.`>
}[keyof T & string]

/** A text's path in its namespace, with dots. */
export type TextKey<N extends Namespace> = Keys<TextsOf<N>>

/** What stands in the `{{gaps}}`; `count` also picks the plural form. */
export type Gaps = Record<string, string | number | undefined>

export type Translate<N extends Namespace> = (key: TextKey<N>, gaps?: Gaps) => string

/** The language of the texts, as in the `lang` of the page. */
export const LANGUAGE = 'en'

const plurals = new Intl.PluralRules(LANGUAGE)

const find = (texts: object, key: string): string | undefined => {
  let at: unknown = texts
  for (const step of key.split('.')) at = typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined
  return typeof at === 'string' ? at : undefined
}

const pick = (texts: object, key: string, count: Gaps[string]): string | undefined =>
  typeof count === 'number'
    ? (find(texts, `${key}_${plurals.select(count)}`) ?? find(texts, `${key}_other`) ?? find(texts, key))
    : find(texts, key)

/** Letters that are read from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** A name read from right to left keeps its own order and leaves that of the sentence around it alone (FSI, PDI). */
const isolated = (words: string): string => (RIGHT_TO_LEFT.test(words) ? `\u2068${words}\u2069` : words)

/** Fills one text. A key that is not there shows itself: types keep that from happening. */
export const translate = (texts: object, key: string, gaps: Gaps = {}): string =>
  (pick(texts, key, gaps['count']) ?? key).replace(/\{\{(\w+)\}\}/g, (_, gap: string) => isolated(String(gaps[gap] ?? '')))
