import { type ReactNode, useState } from 'react'
import type { HeldClause } from '../../documents/agreement-record.ts'
import type { AgreementView } from '../../documents/agreement-view.ts'
import { standingOf, type WouldChange } from '../../documents/standing.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Summary } from '../../ui/summary.tsx'
import { draftOf, pauseDraftOf, useAssents } from './assents.ts'
import { allClauses, clauseTitle } from './clause-title.ts'
import { countedChanges } from './counted-changes.ts'
import { useCouple } from './couple.ts'
import { usePartLabels } from './part-labels.ts'
import { WhatChanged } from './what-changed.tsx'
import styles from './what-would-change.module.css'
import { changedParts, hasParts, wordingParts } from './wording-parts.ts'

interface WhatWouldChangeProps {
  view: AgreementView
  /** How many clauses are not ours as they are written. */
  onTable: number
  /** What would be in force. */
  entries: readonly HeldClause[]
  changes: readonly WouldChange[]
}

/** Between what is in force and what would be: counted in a line, and told one by one when opened. */
export const WhatWouldChange = ({ view, onTable, entries, changes }: WhatWouldChangeProps) => {
  const { t } = useTranslation('agreement')
  const [open, setOpen] = useState(false)
  if (changes.length === 0)
    return <p className={styles.line}>{entries.length > 0 ? t('assent.force.nothing') : t('assent.force.nothingOurs')}</p>
  const { added, changed, returned, same } = sorted(entries, changes)
  const line = [
    ...countedChanges(changes, t),
    ...(same.length > 0 ? [t('assent.force.same', { count: same.length })] : []),
    ...(onTable > 0 ? [t('assent.force.table', { count: onTable })] : []),
  ]
  return (
    <details className={styles.changes} onToggle={event => setOpen(event.currentTarget.open)}>
      <Summary two>
        <b>{t('assent.force.change')}</b>
        <span>{`${line.join(', ')}.`}</span>
      </Summary>
      {open && (
        <>
          <Titles title={t('assent.force.addedTitle')} of={added} />
          {changed.length > 0 && (
            <Group title={t('assent.force.changedTitle')}>
              {changed.map(change => (
                <Changed key={change.now.clauseId} {...change} />
              ))}
            </Group>
          )}
          <Titles title={t('assent.force.returnedTitle')} of={returned} />
          <Titles title={t('assent.force.sameTitle')} of={same} />
          {onTable > 0 && <OnTable view={view} />}
        </>
      )}
    </details>
  )
}

const sorted = (entries: readonly HeldClause[], changes: readonly WouldChange[]) => {
  const touched = new Set(changes.map(({ now }) => now.clauseId))
  return {
    added: changes.flatMap(change => (change.kind === 'added' ? change.now : [])),
    changed: changes.flatMap(change => (change.kind === 'changed' ? change : [])),
    returned: changes.flatMap(change => (change.kind === 'returned' ? change.now : [])),
    same: entries.filter(({ clauseId }) => !touched.has(clauseId)),
  }
}

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className={styles.group}>
    <h3>{title}</h3>
    {children}
  </div>
)

const Titles = ({ title, of }: { title: string; of: readonly HeldClause[] }) => {
  const { titleOf } = usePartLabels()
  return (
    of.length > 0 && (
      <Group title={title}>
        <p>{of.map(({ wording }) => titleOf(wording)).join(' · ')}</p>
      </Group>
    )
  )
}

const Changed = ({ before, now }: { before: HeldClause; now: HeldClause }) => {
  const { nameOf, titleOf } = usePartLabels()
  const changes = changedParts(wordingParts(before.wording, nameOf), wordingParts(now.wording, nameOf))
  return <WhatChanged title={titleOf(now.wording)} changes={changes} named={hasParts(now.wording)} />
}

/** What neither or only one of the two has agreed to, as it is written now. */
const OnTable = ({ view }: { view: AgreementView }) => {
  const { t } = useTranslation('agreement')
  const { record } = useAssents()
  const { mySeat } = useCouple()
  const isOpen = ({ clauseId, wording }: ReturnType<typeof draftOf>) =>
    standingOf(record, mySeat, clauseId, wording).kind !== 'ours'
  const titles = [
    ...(isOpen(pauseDraftOf(view.pause)) ? [t('pause.heading')] : []),
    ...allClauses(view)
      .filter(clause => isOpen(draftOf(clause)))
      .map(clause => clauseTitle(clause) || t(`fresh.${clause.kind}`)),
  ]
  return (
    <Group title={t('assent.force.tableTitle')}>
      <p>{titles.join(' · ')}</p>
    </Group>
  )
}
