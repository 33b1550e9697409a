import type { Seat } from '../../../shared/ids.ts'
import type { HeldClause } from '../../documents/agreement-record.ts'
import type { ClauseKind } from '../../documents/agreement-view.ts'
import { isInForceForBoth } from '../../documents/standing.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Undo2 } from '../../ui/icons.ts'
import { useAssents } from './assents.ts'
import { WhoWithdrew } from './clause-state.tsx'
import { useCouple } from './couple.ts'
import styles from './gone-clauses.module.css'
import { HeldWords } from './held-words.tsx'
import { focusBrought, focusHeading } from './keep-focus.ts'
import { LastSignal } from './last-signal.tsx'
import { usePartLabels } from './part-labels.ts'
import { useWriting } from './writing.ts'

interface GoneClausesProps {
  kind: ClauseKind
  /** Whose promises, where it is about those. */
  seat?: Seat | null | undefined
  /** Ids of what is in the draft, and of what is told of otherwise. */
  here: ReadonlySet<string>
}

/** What is gone from the draft and in force, or agreed to: removing words does not end that, no longer agreeing does. */
export const GoneClauses = ({ kind, seat, here }: GoneClausesProps) => {
  const { record } = useAssents()
  const { mySeat } = useCouple()
  const inForce = record.inForce?.clauses ?? []
  const known = new Set(inForce.map(({ clauseId }) => clauseId))
  const agreed = record.agreedBy(mySeat).filter(({ clauseId }) => !known.has(clauseId))
  const gone = [...inForce, ...agreed].filter(({ clauseId, wording }) => {
    const isOfSeat = seat === undefined || (wording.kind === 'promise' && wording.seat === seat)
    return wording.kind === kind && isOfSeat && !here.has(clauseId)
  })
  if (gone.length === 0) return null
  return (
    <ul className={styles.clauses}>
      {gone.map(clause => (
        <li key={clause.clauseId}>
          <GoneClause clause={clause} />
        </li>
      ))}
    </ul>
  )
}

const GoneClause = ({ clause: { clauseId, wording } }: { clause: HeldClause }) => {
  const { t } = useTranslation('agreement')
  const { titleOf } = usePartLabels()
  const { record, verbs, say } = useAssents()
  const agreement = useWriting()?.agreement
  const isInForce = record.inForce?.clauses.some(clause => clause.clauseId === clauseId) ?? false
  const title = titleOf(wording)
  const withdrawals = record.withdrawals(clauseId)
  const endedText = useEndedText(clauseId)
  const noLongerAgree = (key: Element) => {
    focusHeading(key)
    say(endedText)
    void verbs?.noLongerAgree(clauseId)
  }
  return (
    <Card
      className={styles.clause}
      role="group"
      aria-label={t(isInForce ? 'assent.gone.title' : 'assent.gone.titleOurs', { title })}
    >
      <HeldWords wording={wording} />
      <p className={styles.more}>
        <b>{t(`assent.gone.${isInForce ? 'still' : record.ours(clauseId) ? 'ours' : 'yours'}`)}</b>{' '}
        {withdrawals.length > 0 ? (
          <span>
            <WhoWithdrew by={withdrawals} />. {t('assent.gone.moreLeft')}
          </span>
        ) : (
          t(isInForce ? 'assent.gone.more' : 'assent.gone.moreOurs')
        )}
      </p>
      <LastSignal clauseId={clauseId} />
      <div className={styles.keys}>
        <Button
          size="small"
          icon={<Undo2 />}
          disabled={!agreement}
          onClick={({ currentTarget }) => focusBrought(currentTarget, () => agreement?.bringBack(clauseId, wording) ?? null)}
        >
          {t('bringBack')}
        </Button>
        <Button kind="quiet" size="small" disabled={!verbs} onClick={({ currentTarget }) => noLongerAgree(currentTarget)}>
          {t('assent.noLonger')}
        </Button>
      </div>
    </Card>
  )
}

/** In the notice that a clause was removed: whether it is in force all the same, and the way to end that. */
export const StillInForce = ({ clauseId }: { clauseId: string }) => {
  const { t } = useTranslation('agreement')
  const { record, verbs, say } = useAssents()
  const endedText = useEndedText(clauseId)
  if (!record.inForce?.clauses.some(clause => clause.clauseId === clauseId)) return null
  const noLongerAgree = (key: Element) => {
    // The way to bring the words back stays.
    key.closest('li')?.querySelector('button')?.focus()
    say(endedText)
    void verbs?.noLongerAgree(clauseId)
  }
  return (
    <div className={styles.notice}>
      <span>{t('assent.gone.notice')}</span>
      <LastSignal clauseId={clauseId} />
      <Button kind="quiet" size="small" onClick={({ currentTarget }) => noLongerAgree(currentTarget)}>
        {t('assent.noLonger')}
      </Button>
    </div>
  )
}

/** What is said once one no longer agrees to what is gone from the draft. */
const useEndedText = (clauseId: string): string => {
  const { t } = useTranslation('agreement')
  const { record } = useAssents()
  return t(isInForceForBoth(record, clauseId) ? 'assent.said.leftForceGone' : 'assent.said.takenBackGone')
}
