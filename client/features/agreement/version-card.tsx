import { useState } from 'react'
import type { Agreement } from '../../documents/agreement.ts'
import type { HeldClause, Version } from '../../documents/agreement-record.ts'
import type { AgreementView } from '../../documents/agreement-view.ts'
import { changesBetween } from '../../documents/standing.ts'
import { clockTime, dayOf } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { useAssents } from './assents.ts'
import { BringBack } from './bring-back.tsx'
import { useCouple } from './couple.ts'
import { HeldWords } from './held-words.tsx'
import { usePartLabels } from './part-labels.ts'
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
  const isNewest = number === record.versions.length
  const stays = new Set(record.inForce?.clauses.map(({ clauseId }) => clauseId))
  return (
    <Card className={styles.version}>
      <h2>
        {t('versions.version', { number })}
        {isNewest && <span className={styles.badge}>{t('versions.inForce')}</span>}
      </h2>
      <p className={styles.about}>
        {t('versions.at', { day: dayOf(at), time: clockTime(at, 'half') })}.{' '}
        {seat === mySeat ? t('versions.byYou') : t('versions.by', { name: partnerName })} <Summary version={version} />
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
        <summary>{t('versions.words')}</summary>
        {open && (
          <ul className={styles.clauses}>
            {version.clauses.map(clause => (
              <li key={clause.clauseId}>
                <VersionClause
                  clause={clause}
                  version={number}
                  left={isNewest && !stays.has(clause.clauseId)}
                  view={view}
                  agreement={agreement}
                />
              </li>
            ))}
          </ul>
        )}
      </details>
    </Card>
  )
}

/** What it changed, in one line. */
const Summary = ({ version: { number, clauses } }: { version: Version }) => {
  const { t } = useTranslation('agreement')
  const { record } = useAssents()
  const before = record.versions[number - 2]
  if (!before) return t('versions.first', { count: clauses.length })
  const changes = changesBetween(before.clauses, clauses)
  if (changes.length === 0) return t('versions.nothingChanged')
  const counted = (['added', 'changed', 'removed'] as const).flatMap(kind => {
    const count = changes.filter(change => change.kind === kind).length
    return count > 0 ? t(`assent.force.${kind}`, { count }) : []
  })
  return `${counted.join(', ')}.`
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
      {left && <p className={styles.left}>{t('versions.left')}</p>}
      {view && agreement && <BringBack clause={clause} version={version} view={view} agreement={agreement} />}
    </div>
  )
}
