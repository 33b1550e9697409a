import { use, useCallback } from 'react'
import { type Namespace, textsOf } from './texts.ts'
import { type Translate, translate } from './translate.ts'

/** The texts of one feature. Waits (with the page's loading frame) for those of a late page. */
export const useTranslation = <N extends Namespace>(namespace: N): { t: Translate<N> } => {
  const found = textsOf(namespace)
  const texts = found instanceof Promise ? use(found) : found
  const t: Translate<N> = useCallback((key, gaps) => translate(texts, key, gaps), [texts])
  return { t }
}
