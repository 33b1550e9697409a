import { useState } from 'react'
import { flushSync } from 'react-dom'
import { type ClauseView, MOST_CLAUSES } from '../../documents/agreement-view.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { clauseElementId } from './clause-card.tsx'
import styles from './clauses.module.css'

/** The first of a list, further ones when asked; `wanted` is an id that is among them in any case. */
export const useFirstOf = (
  clauses: readonly ClauseView[],
  wanted: string | null,
): { shown: readonly ClauseView[]; showTo: (place: number) => void } => {
  const [most, setMost] = useState(MOST_CLAUSES)
  const count = Math.max(most, clauses.findIndex(({ id }) => id === wanted) + 1)
  return {
    shown: clauses.length > count ? clauses.slice(0, count) : clauses,
    showTo: place => setMost(before => Math.max(before, place + 1)),
  }
}

interface MoreClausesProps {
  clauses: readonly ClauseView[]
  shown: readonly ClauseView[]
  showTo: (place: number) => void
}

/** What two added while apart may be more than the page shows at once: nothing of it is out of reach. */
export const MoreClauses = ({ clauses, shown, showTo }: MoreClausesProps) => {
  const { t } = useTranslation('agreement')
  const rest = clauses.slice(shown.length)
  const [first] = rest
  if (!first) return null
  const count = Math.min(rest.length, MOST_CLAUSES)
  const more = () => {
    flushSync(() => showTo(shown.length + count - 1))
    document.getElementById(clauseElementId(first.id))?.focus()
  }
  return (
    <div className={styles.more}>
      <span>{t('shownOf', { shown: shown.length, of: clauses.length })}</span>
      <Button size="small" onClick={more}>
        {t('showMore', { count })}
      </Button>
    </div>
  )
}
