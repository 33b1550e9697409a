import type { AgreementView } from '../../documents/agreement-view.ts'
import type { AgreementPeer } from '../../documents/open-agreement.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { allClauses, clauseTitle } from './clause-title.ts'
import { useCouple } from './couple.ts'
import styles from './who-is-here.module.css'

interface WhoIsHereProps {
  view: AgreementView
  /** The partner's page, while they have the agreement open. */
  partner: AgreementPeer | null
  /** Where this person writes. */
  mine: string | null
}

/** Who writes where, for as long as both have this page open. */
export const WhoIsHere = ({ view, partner, mine }: WhoIsHereProps) => {
  const { t } = useTranslation('agreement')
  const { a, b, mySeat, partnerName, marks } = useCouple()
  const doing = (clauseId: string | null) => {
    const clause = clauseId === null ? undefined : allClauses(view).find(({ id }) => id === clauseId)
    return clause ? t('writingIn', { title: clauseTitle(clause) || t(`fresh.${clause.kind}`) }) : t('reading')
  }
  return (
    <div className={styles.who}>
      <p>
        <PartnerShape seat={mySeat} name={mySeat === 'a' ? a : b} size={30} />
        <span>
          <b>{t('you')}</b>
          <small>{doing(mine)}</small>
        </span>
      </p>
      <div role="status">
        {partner && (
          <p>
            <PartnerShape seat={partner.seat} name={marks[partner.seat]} size={30} />
            <span>
              <b>{partnerName}</b>
              <small>{doing(partner.clauseId)}</small>
            </span>
          </p>
        )}
      </div>
    </div>
  )
}
