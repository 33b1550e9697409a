import type { ReactNode } from 'react'
import type { HeldClause } from '../../documents/agreement-record.ts'
import type { AgreementView } from '../../documents/agreement-view.ts'
import { draftPause } from '../../documents/draft-wording.ts'
import { type Change, standingOf } from '../../documents/standing.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { draftOf, useAssents } from './assents.ts'
import { allClauses, clauseTitle } from './clause-title.ts'
import { useCouple } from './couple.ts'
import { usePartLabels } from './part-labels.ts'
import { WhatChanged } from './what-changed.tsx'
import styles from './what-would-change.module.css'
import { changedParts, hasParts, wordingParts } from './wording-parts.ts'

interface WhatWouldChangeProps {
  view: AgreementView
  /** What "Put in force" names. */
  entries: readonly HeldClause[]
  changes: readonly Change[]
}

/** Between what is in force and what would be: counted in a line, and told one by one when opened. */
export const WhatWouldChange = ({ view, entries, changes }: WhatWouldChangeProps) => {
  const { t } = useTranslation('agreement')
  const onTable = useOnTable(view)
  const { titleOf } = usePartLabels()
  const of = <K extends Change['kind']>(kind: K) =>
    changes.filter((change): change is Extract<Change, { kind: K }> => change.kind === kind)
  const [added, changed, removed] = [of('added'), of('changed'), of('removed')]
  const touched = new Set(changes.map(change => (change.kind === 'removed' ? change.before : change.now).clauseId))
  const same = entries.filter(({ clauseId }) => !touched.has(clauseId))
  if (changes.length === 0)
    return <p className={styles.line}>{entries.length > 0 ? t('assent.force.nothing') : t('assent.force.nothingOurs')}</p>
  const counts = {
    added: added.length,
    changed: changed.length,
    removed: removed.length,
    same: same.length,
    table: onTable.length,
  }
  const line = (['added', 'changed', 'removed', 'same', 'table'] as const)
    .filter(kind => counts[kind] > 0)
    .map(kind => t(`assent.force.${kind}`, { count: counts[kind] }))
  return (
    <details className={styles.changes}>
      <summary>
        <b>{t('assent.force.change')}</b>
        <span>{`${line.join(', ')}.`}</span>
      </summary>
      <Group title={t('assent.force.addedTitle')} titles={added.map(({ now }) => titleOf(now.wording))} />
      <Group title={t('assent.force.changedTitle')} titles={changed.map(({ now }) => titleOf(now.wording))}>
        {changed.map(change => (
          <Changed key={change.now.clauseId} {...change} />
        ))}
      </Group>
      <Group title={t('assent.force.removedTitle')} titles={removed.map(({ before }) => titleOf(before.wording))} />
      <Group title={t('assent.force.sameTitle')} titles={same.map(({ wording }) => titleOf(wording))} />
      <Group title={t('assent.force.tableTitle')} titles={onTable} />
    </details>
  )
}

const Group = ({ title, titles, children }: { title: string; titles: readonly string[]; children?: ReactNode }) =>
  titles.length > 0 && (
    <div className={styles.group}>
      <h3>{title}</h3>
      {children ?? <p>{titles.join(' · ')}</p>}
    </div>
  )

const Changed = ({ before, now }: { before: HeldClause; now: HeldClause }) => {
  const { nameOf, titleOf } = usePartLabels()
  const changes = changedParts(wordingParts(before.wording, nameOf), wordingParts(now.wording, nameOf))
  return <WhatChanged title={titleOf(now.wording)} changes={changes} by={null} named={hasParts(now.wording)} />
}

/** What neither or only one of the two has agreed to, as it is written now. */
const useOnTable = (view: AgreementView): string[] => {
  const { t } = useTranslation('agreement')
  const { record } = useAssents()
  const { mySeat } = useCouple()
  const pause = draftPause(view.pause)
  const isOpen = ({ clauseId, wording }: ReturnType<typeof draftOf>) =>
    standingOf(record, mySeat, clauseId, wording).kind !== 'ours'
  return [
    ...(isOpen(pause) ? [t('pause.heading')] : []),
    ...allClauses(view)
      .filter(clause => isOpen(draftOf(clause)))
      .map(clause => clauseTitle(clause) || t(`fresh.${clause.kind}`)),
  ]
}
