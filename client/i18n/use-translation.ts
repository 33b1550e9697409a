import { useCallback } from 'react'
import { type Namespace, textsOf } from './texts.ts'
import { type Translate, translate } from './translate.ts'

/** The texts of one feature. Waits (with the page's loading frame) for those of a late page. */
export const useTranslation = <N extends Namespace>(namespace: N): { t: Translate<N> } => {
  const texts = textsOf(namespace)
  // Not by `use`: React goes on where it waited, and is lost when the texts have come meanwhile and nothing is waited for any more.
  if (texts instanceof Promise) throw texts
  const t: Translate<N> = useCallback((key, gaps) => translate(texts, key, gaps), [texts])
  return { t }
}
