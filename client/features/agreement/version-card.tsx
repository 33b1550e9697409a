import { useState } from 'react'
import type { Agreement } from '../../documents/agreement.ts'
import type { HeldClause, Version } from '../../documents/agreement-record.ts'
import type { AgreementView } from '../../documents/agreement-view.ts'
import { leftSince, whatChangedWith } from '../../documents/standing.ts'
import { datedTime } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Summary } from '../../ui/summary.tsx'
import { Text } from '../../ui/text.tsx'
import { useAssents, useTelling } from './assents.ts'
import { BringBack } from './bring-back.tsx'
import { countedChanges } from './counted-changes.ts'
import { useCouple } from './couple.ts'
import { HeldWords } from './held-words.tsx'
import { usePartLabels } from './part-labels.ts'
import { useToday } from './use-today.ts'
import styles from './versions.module.css'

export interface VersionCardProps {
  version: Version
  view: AgreementView | null
  /** Null until it can be written in. */
  agreement: Agreement | null
  onCompare: (from: number, to: number) => void
}

/** One version: when, by whom, what it changed, and its words once they are asked for. */
export const VersionCard = ({ version, view, agreement, onCompare }: VersionCardProps) => {
  const { t } = useTranslation('agreement')
  const { record } = useAssents()
  const { mySeat, partnerName } = useCouple()
  const [open, setOpen] = useState(false)
  const { number, at, seat, unsent } = version
  const time = datedTime(at, useToday())
  const isNewest = number === record.versions.length
  const { shown } = useTelling()
  const left = isNewest ? leftSince(record) : []
  const badge = left.length > 0 ? 'versions.inForceLess' : 'versions.inForce'
  return (
    <Card className={styles.version}>
      <h2>
        {t('versions.version', { number })}
        {isNewest && shown && <span className={styles.badge}>{t(badge, { count: left.length })}</span>}
      </h2>
      <p className={styles.about}>
        {seat === mySeat ? t('versions.byYou', { time }) : t('versions.by', { name: partnerName, time })}{' '}
        <WhatItChanged version={version} />
        {shown && left.length > 0 && ` ${t('versions.leftSince', { count: left.length })}`}
        {unsent && ` ${t('versions.unsent')}`}
      </p>
      {number > 1 && (
        <div>
          <Button size="small" onClick={() => onCompare(number - 1, number)}>
            {t('versions.compare', { number: number - 1 })}
          </Button>
        </div>
      )}
      <details onToggle={event => setOpen(event.currentTarget.open)}>
        <Summary>{t('versions.words')}</Summary>
        {open && (
          <ul className={styles.clauses}>
            {version.clauses.map(clause => (
              <li key={clause.clauseId}>
                <VersionClause clause={clause} version={number} left={left.includes(clause)} view={view} agreement={agreement} />
              </li>
            ))}
          </ul>
        )}
      </details>
    </Card>
  )
}

/** What it changed, in one line. */
const WhatItChanged = ({ version }: { version: Version }) => {
  const { t } = useTranslation('agreement')
  const { record } = useAssents()
  const changes = whatChangedWith(record, version)
  if (!changes) return t('versions.first', { count: version.clauses.length })
  const counted = countedChanges(changes, t)
  return counted.length > 0 ? `${counted.join(', ')}.` : t('versions.nothingChanged')
}

interface VersionClauseProps extends Omit<VersionCardProps, 'version' | 'onCompare'> {
  clause: HeldClause
  version: number
  /** One of the two no longer agrees to it. */
  left: boolean
}

const VersionClause = ({ clause, version, left, view, agreement }: VersionClauseProps) => {
  const { t } = useTranslation('agreement')
  const { titleOf } = usePartLabels()
  const title = titleOf(clause.wording)
  const { kind } = clause.wording
  return (
    // biome-ignore lint/a11y/useSemanticElements: nothing is filled in
    <div className={styles.clause} role="group" aria-label={kind === 'pause' ? t('pause.title') : t(`clause.${kind}`, { title })}>
      <HeldWords wording={clause.wording} />
      {left && <Text kind="caption">{t('versions.left')}</Text>}
      {view && agreement && <BringBack clause={clause} version={version} view={view} agreement={agreement} />}
    </div>
  )
}
