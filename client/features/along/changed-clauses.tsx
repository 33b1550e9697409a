import { wordDiff } from '../../../shared/word-diff.ts'
import { clauseFields } from '../../documents/agreement-view.ts'
import { wordsOf } from '../../documents/clause-words.ts'
import type { ChangedClause } from '../../documents/import-plan.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { ChangedWords } from '../../ui/changed-words.tsx'
import { classes } from '../../ui/classes.ts'
import { Summary } from '../../ui/summary.tsx'
import styles from './clause-list.module.css'
import { titleOf } from './clause-title.ts'
import { useNames } from './use-names.ts'

/** Clauses that stay and come to say something else: word by word, what goes and what comes. */
export const ChangedClauses = ({ title, changed }: { title: string; changed: readonly ChangedClause[] }) => {
  const { t: agreement } = useTranslation('agreement')
  const names = useNames()
  const labels = {
    removed: agreement('assent.mark.removed'),
    added: agreement('assent.mark.added'),
    end: agreement('assent.mark.end'),
  }
  const nameOf = ({ clause: { kind, seat, ...clause } }: ChangedClause) =>
    seat
      ? agreement('willSay', { name: names[seat] })
      : agreement(`clause.${kind}`, { title: titleOf({ kind, seat, texts: clause.texts }) })
  return (
    <details className={classes(styles.list, styles.changed)} open>
      <Summary>{title}</Summary>
      <ul>
        {changed.map(change => (
          <li key={change.clause.id}>
            <small>{nameOf(change)}</small>
            {clauseFields[change.clause.kind]
              .filter(field => change.texts[field] !== undefined)
              .map(field => (
                <p key={field} dir="auto">
                  <small>{agreement(`field.${field}`)}</small>{' '}
                  <ChangedWords
                    parts={wordDiff(wordsOf(change.clause).texts[field] ?? '', change.texts[field] ?? '')}
                    labels={labels}
                  />
                </p>
              ))}
          </li>
        ))}
      </ul>
    </details>
  )
}
