import { type Ref, useId } from 'react'
import type { HeldClause, Version } from '../../documents/agreement-record.ts'
import { changesBetween } from '../../documents/standing.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Card } from '../../ui/card.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { HeldWords } from './held-words.tsx'
import { usePartLabels } from './part-labels.ts'
import styles from './versions.module.css'
import { WhatChanged } from './what-changed.tsx'
import { changedParts, hasParts, wordingParts } from './wording-parts.ts'

interface CompareVersionsProps {
  versions: readonly Version[]
  /** Those on offer, besides the two that an address names. */
  shown: readonly Version[]
  /** Numbers as an address may name them: there need be no such version. */
  from: number
  to: number
  onCompare: (from: number, to: number) => void
  ref: Ref<HTMLDivElement>
}

/** What is another in one version than in an other, clause by clause. */
export const CompareVersions = ({ versions, shown, from, to, onCompare, ref }: CompareVersionsProps) => {
  const { t } = useTranslation('agreement')
  const heading = useId()
  const [before, now] = [versions[from - 1], versions[to - 1]]
  const named = [before, now].flatMap(version => version ?? [])
  const options = [...new Set([...named, ...shown])]
    .toSorted((one, other) => one.number - other.number)
    .map(({ number }) => ({ value: String(number), label: t('versions.version', { number }) }))
  return (
    <Card as="section" edge="open" ref={ref} className={styles.version} aria-labelledby={heading} tabIndex={-1}>
      <h2 id={heading}>{t('versions.between', { from, to })}</h2>
      <div className={styles.which}>
        <SelectField
          label={t('versions.from')}
          options={options}
          value={String(from)}
          onChange={value => onCompare(Number(value), to)}
        />
        <SelectField
          label={t('versions.to')}
          options={options}
          value={String(to)}
          onChange={value => onCompare(from, Number(value))}
        />
      </div>
      {before && now ? <Changes before={before.clauses} now={now.clauses} /> : <p>{t('versions.missing')}</p>}
    </Card>
  )
}

const Changes = ({ before, now }: { before: readonly HeldClause[]; now: readonly HeldClause[] }) => {
  const { t } = useTranslation('agreement')
  const { nameOf, titleOf } = usePartLabels()
  const changes = changesBetween(before, now)
  if (changes.length === 0) return <p>{t('versions.same')}</p>
  return (
    <ul className={styles.changes}>
      {changes.map(change => {
        const { clauseId, wording } = change.kind === 'removed' ? change.before : change.now
        return (
          <li key={clauseId}>
            <h3>{t(`versions.${change.kind}`, { title: titleOf(wording) })}</h3>
            {change.kind === 'changed' ? (
              <WhatChanged
                title={t('versions.change')}
                changes={changedParts(wordingParts(change.before.wording, nameOf), wordingParts(wording, nameOf))}
                named={hasParts(wording)}
              />
            ) : (
              <HeldWords wording={wording} />
            )}
          </li>
        )
      })}
    </ul>
  )
}
