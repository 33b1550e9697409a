import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { errors } from '../client/i18n/en/errors.ts'
import { textsOf } from '../client/i18n/texts.ts'
import { translate } from '../client/i18n/translate.ts'
import { ErrorCode } from '../shared/errors.ts'

const speaksOfYou = (text: string): boolean => /\byou(r|rs|’re)?\b/i.test(text)

test('[SCR2] every code says what is so and what can be done, and none says "you"', () => {
  for (const code of ErrorCode.options) {
    const { so, way } = errors[code]
    expect(so, code).toMatch(/^[A-Z].*\.$/)
    expect(way, code).toMatch(/^[A-Z].*\.$/)
  }
  const blaming = Object.entries(errors).filter(([, { so, way }]) => speaksOfYou(`${so} ${way}`))
  expect(blaming).toEqual([])
  expect(speaksOfYou('You have no network.')).toBe(true)
})

test('[SCR15] gaps are filled, and a gap without a value is empty rather than a brace', () => {
  expect(translate({ a: { b: 'Sent to {{name}}.' } }, 'a.b', { name: 'Jonas' })).toBe('Sent to Jonas.')
  expect(translate({ a: 'Sent to {{name}}.' }, 'a')).toBe('Sent to .')
  expect(translate({ a: '{{x}} and {{x}}' }, 'a', { x: '{{y}}', y: 'no' })).toBe('{{y}} and {{y}}')
})

test('[SCR15] a count takes its plural form, and a text without forms stays', () => {
  const texts = { minutes_one: '{{count}} minute', minutes_other: '{{count}} minutes', plain: 'At {{count}}' }
  expect([0, 1, 2].map(count => translate(texts, 'minutes', { count }))).toEqual(['0 minutes', '1 minute', '2 minutes'])
  expect(translate(texts, 'plain', { count: 1 })).toBe('At 1')
})

/** Every `t('…')` of a file that takes its texts from one namespace. */
const usedKeys = (source: string): { namespace: string; keys: string[] } | null => {
  const namespaces = new Set([...source.matchAll(/useTranslation\('([\w-]+)'\)/g)].map(match => match[1] ?? ''))
  const [namespace] = namespaces
  if (namespace === undefined || namespaces.size > 1) return null
  return { namespace, keys: [...source.matchAll(/\bt\('([\w.]+)'/g)].map(match => match[1] ?? '') }
}

test('[SCR15] every key that a screen names has a text', async () => {
  const missing: string[] = []
  let looked = 0
  for (const file of globSync('client/**/*.tsx')) {
    const used = usedKeys(readFileSync(file, 'utf8'))
    if (!used) continue
    const texts = await textsOf(used.namespace as Parameters<typeof textsOf>[0])
    for (const key of used.keys) {
      looked++
      const found = [key, `${key}_other`].some(name => translate(texts, name) !== name)
      if (!found) missing.push(`${file}: ${key}`)
    }
  }
  expect(looked).toBeGreaterThan(100)
  expect(missing).toEqual([])
  expect(usedKeys("useTranslation('now'); t('nothing.there')")).toEqual({ namespace: 'now', keys: ['nothing.there'] })
})
