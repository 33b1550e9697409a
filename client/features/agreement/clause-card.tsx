import { memo } from 'react'
import type { ClauseView } from '../../documents/agreement-view.ts'
import { looksLikeOneOf } from '../../documents/checks.ts'
import { heldSignals } from '../../documents/held-signals.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { draftOf, useAssents } from './assents.ts'
import styles from './clause-card.module.css'
import { ClauseNotices } from './clause-notices.tsx'
import { ClauseRow } from './clause-row.tsx'
import { ClauseText } from './clause-text.tsx'
import { clauseTitle } from './clause-title.ts'
import { ClauseTools, type ClauseToolsProps } from './clause-tools.tsx'
import { usePartLabels } from './part-labels.ts'
import { draftParts } from './wording-parts.ts'

export interface ClauseCardProps extends Omit<ClauseToolsProps, 'title' | 'id'> {
  clause: ClauseView
  /** It was just added here: the first text is waiting for words. */
  fresh: boolean
}

export const clauseElementId = (id: string): string => `clause-${id}`

/** One clause, written in place by both. */
export const ClauseCard = memo(({ clause, fresh, ...tools }: ClauseCardProps) => {
  const { t } = useTranslation('agreement')
  const { nameOf } = usePartLabels()
  const alike = looksLikeOneOf(clause, heldSignals(useAssents().record))?.as ?? null
  const title = clauseTitle(clause)
  const shortName = title || t(`fresh.${clause.kind}`)
  return (
    <ClauseRow
      id={clauseElementId(clause.id)}
      name={title ? t(`clause.${clause.kind}`, { title }) : shortName}
      title={shortName}
      draft={draftOf(clause)}
      parts={draftParts(clause, nameOf)}
      starter={clause.starter}
      alike={alike && clauseTitle(alike)}
      notices={<ClauseNotices clause={clause} />}
      tools={<ClauseTools {...tools} id={clause.id} title={shortName} />}
    >
      <ClauseTexts clause={clause} fresh={fresh} />
    </ClauseRow>
  )
})

/** Drawn anew only when this clause has changed: an unchanged one stays the same object. */
const ClauseTexts = memo(({ clause, fresh }: { clause: ClauseView; fresh: boolean }) => {
  const { id } = clause
  switch (clause.kind) {
    case 'signal':
      return (
        <>
          <div className={styles.word}>
            <ClauseText clauseId={id} field="emoji" text={clause.texts.emoji} look="emoji" />
            <ClauseText clauseId={id} field="word" text={clause.texts.word} look="word" autoFocus={fresh} />
          </div>
          <ClauseText clauseId={id} field="meaning" text={clause.texts.meaning} />
          <div className={styles.more}>
            {(['helps', 'gesture', 'answer1', 'answer2'] as const).map(field => (
              <ClauseText key={field} clauseId={id} field={field} text={clause.texts[field]} look="small" labelled />
            ))}
          </div>
        </>
      )
    case 'activity':
      return <ClauseText clauseId={id} field="activity" text={clause.texts.activity} autoFocus={fresh} />
    case 'phrase':
      return <ClauseText clauseId={id} field="phrase" text={clause.texts.phrase} autoFocus={fresh} />
    case 'promise':
      return (
        <>
          <ClauseText clauseId={id} field="when" text={clause.texts.when} look="small" labelled autoFocus={fresh} />
          <ClauseText clauseId={id} field="say" text={clause.texts.say} labelled />
        </>
      )
  }
})
