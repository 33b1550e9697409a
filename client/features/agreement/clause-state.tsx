import { Fragment } from 'react'
import type { Instant, Seat } from '../../../shared/ids.ts'
import type { Withdrawal } from '../../../shared/withdrawal.ts'
import { overToo, type Standing } from '../../documents/standing.ts'
import { clockTime, dayOf } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Seal } from '../../ui/seal.tsx'
import { useAssents, useTelling } from './assents.ts'
import { useCouple } from './couple.ts'
import { useToday } from './use-today.ts'
import { useIsLeaving } from './use-together.ts'

interface ClauseStateProps {
  clauseId: string
  standing: Standing
  /** One's own assent is still in this device's outbox. */
  unsent: boolean
  /** The partner writes in it right now. */
  moving: boolean
}

/** How far the two are with a clause: the seal, and one sentence. */
export const ClauseState = ({ clauseId, standing, unsent, moving }: ClauseStateProps) => {
  const { t } = useTranslation('agreement')
  const { shown, live } = useTelling()
  return (
    <>
      {shown && <StandingSeal standing={standing} />}
      <span>
        <span role="status" aria-live={live}>
          {shown && <StatusWords standing={standing} />}
        </span>
        {shown && standing.kind === 'being-written' && t(moving ? 'assent.moving' : 'assent.needsBoth')}
        {shown && standing.kind === 'being-written' && <WordsBefore clauseId={clauseId} />}
        {shown && standing.kind === 'withdrawn' && <WhoStays clauseId={clauseId} by={standing.by} seat={standing.stays} />}
        {shown && standing.kind === 'ours' && <SinceDay since={standing.since} />}
        {shown && standing.kind === 'ours' && <NotInForce clauseId={clauseId} />}
        {unsent && ` ${t('assent.unsent')}`}
      </span>
    </>
  )
}

/** The words of the UI contract, and who no longer agrees: they are what is read out when they change. */
const StatusWords = ({ standing }: { standing: Standing }) => {
  const { t } = useTranslation('agreement')
  const { partnerName: name } = useCouple()
  switch (standing.kind) {
    case 'being-written':
      return <b>{t('status')}</b>
    case 'you-agree':
      return (
        <>
          <b>{t('assent.youAgree')}</b> {t('assent.notYet', { name })}
        </>
      )
    case 'partner-agrees':
      return (
        <>
          <b>{t('assent.partnerAgrees', { name })}</b> {t('assent.yourTurn')}
        </>
      )
    case 'ours':
      return <b>{t('assent.ours')}</b>
    case 'changed':
      return <b>{t('assent.changed')}</b>
    case 'withdrawn':
      return <WhoWithdrew by={standing.by} />
  }
}

/** Who no longer agrees, and since when. */
export const WhoWithdrew = ({ by }: { by: readonly Withdrawal[] }) => {
  const { t } = useTranslation('agreement')
  const { mySeat, partnerName: name } = useCouple()
  const today = useToday()
  return by.map(({ seat, at }, place) => (
    <Fragment key={seat}>
      {place > 0 && '. '}
      <b>{seat === mySeat ? t('assent.youLeft') : t('assent.partnerLeft', { name })}</b> · {clockTime(at, today)}
    </Fragment>
  ))
}

/** Under a draft that says something else by now: that what both held is over, and by whom. */
const WordsBefore = ({ clauseId }: { clauseId: string }) => {
  const { t } = useTranslation('agreement')
  const by = useAssents().record.withdrawals(clauseId)
  if (by.length === 0) return null
  return (
    <span>
      {' '}
      {t('assent.wordsBefore')} <WhoWithdrew by={by} />
      <OverToo clauseId={clauseId} by={by} />
    </span>
  )
}

/** Agreed to anew after it had left: it takes a version to bring it back. */
const NotInForce = ({ clauseId }: { clauseId: string }) => {
  const { t } = useTranslation('agreement')
  const { record } = useAssents()
  const isHere = (clause: { clauseId: string }) => clause.clauseId === clauseId
  if (!record.versions.at(-1)?.clauses.some(isHere) || record.inForce?.clauses.some(isHere)) return null
  return `. ${t('assent.notInForce')}`
}

const WhoStays = ({ seat, ...left }: { clauseId: string; by: readonly Withdrawal[]; seat: Seat | null }) => {
  const { t } = useTranslation('agreement')
  const { mySeat, partnerName: name } = useCouple()
  if (seat === null) return <OverToo {...left} />
  return seat === mySeat ? t('assent.youStay') : t('assent.partnerStays', { name })
}

/** Ends the sentence about who withdrew: the other's yes may be over as well. */
const OverToo = ({ clauseId, by }: { clauseId: string; by: readonly Withdrawal[] }) => {
  const { t } = useTranslation('agreement')
  const { record } = useAssents()
  const { mySeat, partnerName: name } = useCouple()
  const isLeaving = useIsLeaving(clauseId)
  const seat = overToo(record, clauseId, by)
  // As long as what is said once the yes has gone, so that the card changes with the first letter and not again.
  if (seat === null && isLeaving && by.every(left => left.seat !== mySeat)) return t('assent.youLeaving')
  if (seat === null) return '.'
  return seat === mySeat ? t('assent.youOver') : t('assent.partnerOver', { name })
}

export const SinceDay = ({ since }: { since: Instant }) => {
  const { t } = useTranslation('agreement')
  return ` ${t('assent.since', { day: dayOf(since) })}`
}

/** Apart and dashed, one of the two, or both over one another. */
export const StandingSeal = ({ standing }: { standing: Standing }) => {
  const { t } = useTranslation('agreement')
  const { a, b, mySeat, marks } = useCouple()
  const agreed = whoAgrees(standing, mySeat)
  const [one, other] = agreed.a ? [a, b] : [b, a]
  const label =
    agreed.a && agreed.b
      ? t('assent.sealOurs', { a, b })
      : agreed.a || agreed.b
        ? t(standing.kind === 'withdrawn' ? 'assent.sealLeft' : 'assent.sealOne', { one, other })
        : t(standing.kind === 'withdrawn' ? 'assent.sealNobody' : 'notAgreed')
  return <Seal {...agreed} nameA={marks.a} nameB={marks.b} label={label} />
}

const whoAgrees = (standing: Standing, mySeat: Seat): Record<Seat, boolean> => {
  switch (standing.kind) {
    case 'ours':
      return { a: true, b: true }
    case 'you-agree':
      return { a: mySeat === 'a', b: mySeat === 'b' }
    case 'partner-agrees':
      return { a: mySeat === 'b', b: mySeat === 'a' }
    case 'withdrawn':
      return { a: standing.stays === 'a', b: standing.stays === 'b' }
    case 'being-written':
    case 'changed':
      return { a: false, b: false }
  }
}
