import { useId } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { ChangedWords } from '../../ui/changed-words.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { usePartLabels } from './part-labels.ts'
import styles from './what-changed.module.css'
import type { PartChange } from './wording-parts.ts'

interface WhatChangedProps {
  changes: readonly PartChange[]
  /** Each part by its name; left out where there is only one. */
  named?: boolean
  title: string
}

/** What is new, word by word: what went is struck, what came is marked, and both are read as what they are. */
export const WhatChanged = ({ changes, named = true, title }: WhatChangedProps) => {
  const { t } = useTranslation('agreement')
  const { labelOf } = usePartLabels()
  const heading = useId()
  const labels = { removed: t('assent.mark.removed'), added: t('assent.mark.added'), end: t('assent.mark.end') }
  return (
    <section className={styles.changes} aria-labelledby={heading}>
      <p id={heading} className={styles.title}>
        {title}
      </p>
      <dl>
        {changes.map(({ part, words }) => (
          <div key={part}>
            <dt>{named ? labelOf(part) : <VisuallyHidden>{labelOf(part)}</VisuallyHidden>}</dt>
            <dd>
              <ChangedWords parts={words} labels={labels} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
