import type { ClauseChange } from '../../documents/clause-change.ts'
import { clockTime } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { ChangedApart } from './changed-apart.tsx'
import styles from './clause-together.module.css'
import { useCouple } from './couple.ts'
import { useToday } from './use-today.ts'
import { useClauseChange, useIsPartnerAt } from './use-together.ts'
import { useWriting } from './writing.ts'

/** What the two see of each other on one clause: who is in it, and what both changed while apart. */
export const ClauseTogether = ({ clauseId }: { clauseId: string }) => {
  const changes = useWriting()?.together.changes
  const change = useClauseChange(clauseId)
  const isPartnerHere = useIsPartnerAt(clauseId)
  return (
    <>
      {isPartnerHere && <PartnerHere />}
      {change?.apart && <ChangedApart apart={change.apart} onDecide={decision => changes?.decide(clauseId, decision)} />}
    </>
  )
}

/** Who changed a clause last, and when. Nothing before anyone has. */
export const LastChanged = ({ clauseId }: { clauseId: string }) => {
  const last = useClauseChange(clauseId)?.last
  return last ? <Last {...last} /> : null
}

/** Their shape on the edge of the card. Not spoken by itself: who listens finds it where they look. */
const PartnerHere = () => {
  const { t } = useTranslation('agreement')
  const { mySeat, partnerName, marks } = useCouple()
  const seat = mySeat === 'a' ? 'b' : 'a'
  return (
    <span className={styles.here}>
      <PartnerShape seat={seat} name={marks[seat]} size={26} />
      <VisuallyHidden>{t('isHere', { name: partnerName })}</VisuallyHidden>
    </span>
  )
}

const Last = ({ seat, at }: NonNullable<ClauseChange['last']>) => {
  const { t } = useTranslation('agreement')
  const { mySeat, partnerName } = useCouple()
  const when = clockTime(at, useToday())
  return (
    <p className={styles.last}>
      {seat === mySeat ? t('together.lastByYou', { when }) : t('together.lastBy', { name: partnerName, when })}
    </p>
  )
}
