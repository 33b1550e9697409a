import { clauseFields } from '../../documents/agreement-view.ts'
import type { ClauseWords } from '../../documents/clause-words.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { classes } from '../../ui/classes.ts'
import { Summary } from '../../ui/summary.tsx'
import styles from './clause-list.module.css'
import { useNames } from './use-names.ts'

interface ClauseListProps {
  title: string
  clauses: readonly ClauseWords[]
  /** They go. */
  taken?: boolean
}

/** Longer lists begin closed. */
const OPEN_UP_TO = 8

/** Every word of these clauses, so that nobody brings in what they have not seen. */
export const ClauseList = ({ title, clauses, taken = false }: ClauseListProps) => {
  const { t } = useTranslation('along')
  const { t: agreement } = useTranslation('agreement')
  const names = useNames()
  const nameOf = ({ kind, seat }: ClauseWords) => (seat ? agreement('willSay', { name: names[seat] }) : t(`kind.${kind}`))
  return (
    <details className={classes(styles.list, taken && styles.taken)} open={clauses.length <= OPEN_UP_TO}>
      <Summary>{title}</Summary>
      <ul>
        {clauses.map((words, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: drawn anew as a whole
          <li key={at}>
            <small>{nameOf(words)}</small>
            {textsOf(words).map(text => (
              <p key={text} dir="auto">
                {text}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </details>
  )
}

const textsOf = ({ kind, texts }: ClauseWords): string[] => {
  if (kind !== 'signal') return [...new Set(clauseFields[kind].map(field => texts[field] ?? ''))].filter(Boolean)
  const { word, emoji, ...more } = texts
  return [...new Set([[emoji, word].filter(Boolean).join(' '), ...Object.values(more)])].filter(Boolean)
}
