import { useState } from 'react'
import type { Agreement } from '../../documents/agreement.ts'
import { clausesOf } from '../../documents/agreement-reading.ts'
import { type ClauseKind, MOST_CLAUSES } from '../../documents/agreement-view.ts'
import { mainTextOf, type Situation, situations } from '../../documents/library.ts'
import { library } from '../../i18n/en/library.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Chips } from '../../ui/chips.tsx'
import { Text } from '../../ui/text.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { useCouple } from './couple.ts'
import { LibraryDraft } from './library-draft.tsx'
import styles from './library-drafts.module.css'
import { nameOf, useLibrary } from './use-library.ts'

/** What the library has for clauses of one kind, by situation. One tap adds one; then it is a clause like any other. */
export const LibraryDrafts = ({ kind, agreement }: { kind: ClauseKind; agreement: Agreement }) => {
  const { t } = useTranslation('drafting')
  const { t: agreementText } = useTranslation('agreement')
  const [situation, setSituation] = useState<Situation | 'all'>('all')
  const { view, standingOf, add, takeOut, said } = useLibrary(kind, agreement, useCouple().mySeat)
  const items = library[kind]
  const filled = situations.filter(one => items.some(item => item.situations.includes(one)))
  const options = [
    { value: 'all' as const, label: t('library.all') },
    ...filled.map(value => ({ value, label: t(`library.situation.${value}`) })),
  ]
  const full = clausesOf(view, kind).length >= MOST_CLAUSES
  return (
    <div className={styles.drafts}>
      <Text kind="caption">{t(`library.about.${kind}`)}</Text>
      <Chips label={t('library.when')} options={options} value={situation} onChange={setSituation} />
      {full && <Text kind="caption">{agreementText('full')}</Text>}
      <ul className={styles.list} aria-label={t('library.drafts')}>
        {items
          .filter(item => situation === 'all' || item.situations.includes(situation))
          .map(item => (
            <LibraryDraft
              key={mainTextOf(kind, item)}
              title={nameOf(kind, item)}
              item={item}
              standing={standingOf(item)}
              full={full}
              onAdd={at => add(item, at)}
              onTakeOut={at => takeOut(item, at)}
            />
          ))}
      </ul>
      <VisuallyHidden>
        <span role="status">{said && t(`library.${said.what}`, { title: said.title })}</span>
      </VisuallyHidden>
    </div>
  )
}
