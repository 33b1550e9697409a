import type { Instant } from '../../../shared/ids.ts'
import type { Standing } from '../../documents/standing.ts'
import { dayOf } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Seal } from '../../ui/seal.tsx'
import { useTelling } from './assents.ts'
import { useCouple } from './couple.ts'

interface ClauseStateProps {
  standing: Standing
  /** One's own assent is still in this device's outbox. */
  unsent: boolean
  /** The partner writes in it right now. */
  moving: boolean
}

/** How far the two are with a clause: the seal, and one sentence. */
export const ClauseState = ({ standing, unsent, moving }: ClauseStateProps) => {
  const { t } = useTranslation('agreement')
  const { shown, live } = useTelling()
  return (
    <>
      {shown && <StandingSeal kind={standing.kind} />}
      <span>
        <span role="status" aria-live={live}>
          {shown && <StatusWords kind={standing.kind} />}
        </span>
        {shown && standing.kind === 'being-written' && t(moving ? 'assent.moving' : 'assent.needsBoth')}
        {shown && standing.kind === 'ours' && <SinceDay since={standing.since} />}
        {unsent && ` ${t('assent.unsent')}`}
      </span>
    </>
  )
}

/** The words of the UI contract, and no others: they are what is read out when they change. */
const StatusWords = ({ kind }: { kind: Standing['kind'] }) => {
  const { t } = useTranslation('agreement')
  const { partnerName: name } = useCouple()
  switch (kind) {
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
  }
}

export const SinceDay = ({ since }: { since: Instant }) => {
  const { t } = useTranslation('agreement')
  return ` ${t('assent.since', { day: dayOf(since) })}`
}

/** Apart and dashed, one of the two, or both over one another. */
export const StandingSeal = ({ kind }: { kind: Standing['kind'] }) => {
  const { t } = useTranslation('agreement')
  const { a, b, mySeat, marks } = useCouple()
  const mine = kind === 'ours' || kind === 'you-agree'
  const theirs = kind === 'ours' || kind === 'partner-agrees'
  const agreed = mySeat === 'a' ? { a: mine, b: theirs } : { a: theirs, b: mine }
  const [one, other] = agreed.a ? [a, b] : [b, a]
  const label =
    mine && theirs ? t('assent.sealOurs', { a, b }) : mine || theirs ? t('assent.sealOne', { one, other }) : t('notAgreed')
  return <Seal {...agreed} nameA={marks.a} nameB={marks.b} label={label} />
}
